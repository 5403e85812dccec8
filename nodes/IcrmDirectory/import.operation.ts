import type { IDataObject } from 'n8n-workflow';
import { importCompany, invalid, type CompanyImport } from '../../engine';
import { readJson } from '../shared/fields/input-mode';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';

/** 'Import': a whole company in one transaction, all of it or nothing. */
export const importOperation = defineOperation<unknown>({
	value: 'import',
	name: 'Import',
	action: 'Import company',
	description:
		'Bring in calendars, departments, members and services: all of them, or none where one is wrong',
	fields: [
		{
			displayName: 'Company',
			name: 'company',
			type: 'json',
			default: '={{ $json }}',
			required: true,
			description:
				'Lists that may each be left out: {"calendars": […], "departments": […], "members": […], "services": […]}. Records may name one another in any order. Doing it again changes only what is different.',
		},
	],
	read(context, itemIndex) {
		const company = readJson(context, 'company', itemIndex, 'Company');
		if (typeof company !== 'object' || company === null || Object.keys(company).length > 0) return company;
		throw invalid(
			'company',
			company,
			"'Company' has nothing in it",
			'Check that the step before gives the lists, or paste them here as JSON.',
		);
	},
	run: (engine, companies) =>
		oneByOne(companies, async (company) => flat(await importCompany(engine, company))),
});

/** `{ members: { created: 3, … } }` as `membersCreated: 3`, so that an expression or a table needs no detour. */
const flat = (counts: CompanyImport): IDataObject =>
	Object.fromEntries(
		Object.entries(counts).flatMap(([list, { created, updated, unchanged }]) => [
			[`${list}Created`, created],
			[`${list}Updated`, updated],
			[`${list}Unchanged`, unchanged],
		]),
	);
