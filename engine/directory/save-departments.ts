import type { Engine } from '../engine';
import { attempt, type Outcome } from '../outcome';
import type { Queryable } from '../store';
import { changeOf, demand, distinct, referenceOf } from '../records';
import { findCalendars, findDepartments, findMembers, writeDepartments } from './repository';
import { saveRecords, type Kind, type Surroundings } from './save-many';
import { parseDepartment, type DepartmentInput } from './schema';
import type { Department } from './types';
import type { Saved } from '../records';
import { unknownOnes } from './did-you-mean';

export const departments: Kind<DepartmentInput, Department> = {
	noun: 'department',
	parse: parseDepartment,
	async check(db, inputs, company) {
		const ids = inputs.map((input) => input.id);
		const stored = await findDepartments(db, ids);
		const refuseUnknown = await referencesOf(db, inputs, company);
		return inputs.map((input) =>
			attempt(() => {
				refuseUnknown(input);
				return settle(input, stored.get(input.id));
			}),
		);
	},
	write: (engine, trx, records) => writeDepartments(trx, records, engine.now()),
};

/**
 * Creates or changes departments: `{ id, name, headId?, calendarId? }`. Head and calendar must be there already;
 * `importCompany` brings them together. On a department that exists, what is not given stays.
 */
export const saveDepartments = (
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Department>>[]> => saveRecords(engine, departments, inputs);

function settle(input: DepartmentInput, before: Department | undefined): Saved<Department> {
	const headId = referenceOf(input.headId, before?.headId);
	const calendarId = referenceOf(input.calendarId, before?.calendarId);
	return changeOf(before, {
		id: input.id,
		name: demand('department', input.id, 'name', input.name, before?.name),
		...(headId === undefined ? {} : { headId }),
		...(calendarId === undefined ? {} : { calendarId }),
	});
}

/** Looks up together what the batch names; the function returned throws for an input that names nothing. */
async function referencesOf(db: Queryable, inputs: readonly DepartmentInput[], company: Surroundings) {
	const heads = distinct(inputs.map((input) => input.headId)).filter((id) => !company.isComing('member', id));
	const used = distinct(inputs.map((input) => input.calendarId)).filter(
		(id) => !company.isComing('calendar', id),
	);
	const members = await findMembers(db, heads);
	const calendars = await findCalendars(db, used);
	const strangers = new Set(heads.filter((id) => !members.has(id)));
	const missing = new Set(used.filter((id) => !calendars.has(id)));
	const unknownHead = await unknownOnes(db, 'member', strangers);
	const unknownCalendar = await unknownOnes(db, 'calendar', missing);
	return ({ headId, calendarId }: DepartmentInput): void => {
		if (typeof headId === 'string' && strangers.has(headId)) throw unknownHead('headId', headId);
		if (typeof calendarId === 'string' && missing.has(calendarId))
			throw unknownCalendar('calendarId', calendarId);
	};
}
