import type { IDataObject } from 'n8n-workflow';
import { listAbsences, syncAbsences, toIso, type Absence } from '../../engine';
import { limitFields, readFlag, readLimit } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { defineOperation, type Resource } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { asOneList, listField, readListItem, rowField } from './sync-fields';

const show = ({ id, memberId, from, until, delegateId, source, ...more }: Absence): IDataObject => ({
	id,
	memberId,
	from: toIso(from),
	until: toIso(until),
	delegateId: delegateId ?? null,
	source,
	...more,
});

const sync = defineOperation({
	value: 'sync',
	name: 'Sync',
	action: 'Sync absences',
	description:
		'Take over who is away from another system, such as a calendar feed: all items of the run together',
	fields: [
		listField(
			'Whose list this is. An absence that is not on it any more is removed; other lists are left alone.',
		),
		rowField(
			'One absence per item: {"member", "from", "until"}. Also: delegate (notified instead), ref (its name in the other system). People are given by ID or email address; a date alone is a whole day.',
		),
	],
	read: readListItem,
	run: (engine, items) =>
		asOneList(
			items,
			async (rows, { source, timezone }) => {
				const synced = await syncAbsences(engine, { source, rows, timezone });
				return { rows: synced.rows, gone: synced.removed };
			},
			(one) => [show(one)],
		),
});

const getMany = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many absences',
	description: 'Retrieve who is away, now or later, the earliest first',
	fields: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				locatorField('member', { description: 'Only the absences of this member' }),
				{
					displayName: 'Over Too',
					name: 'overToo',
					type: 'boolean',
					default: false,
					description: 'Whether to return absences that have ended as well',
				},
			],
		},
	],
	read(context, itemIndex) {
		const memberId = readLocator(context, 'filters.member', itemIndex);
		return {
			limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER,
			overToo: readFlag(context, 'filters.overToo', itemIndex),
			...(memberId === undefined ? {} : { memberId }),
		};
	},
	run: (engine, inputs) =>
		oneByOne(inputs, async ({ overToo, ...wanted }) =>
			(await listAbsences(engine, { ...wanted, ...(overToo ? {} : { notOverAt: engine.now() }) })).map(show),
		),
});

export const absence: Resource = {
	value: 'absence',
	name: 'Absence',
	description: 'Who is away, until when, and who stands in for them',
	operations: [sync, getMany],
};
