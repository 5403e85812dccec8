import type { Engine } from '../engine';
import { attempt, type Outcome } from '../outcome';
import { changeOf, demand, referenceOf, type Saved } from '../records';
import { findDepartments, writeDepartments } from './department-repository';
import { existing } from './references';
import { saveRecords, type Kind } from './save-many';
import { parseDepartment, type DepartmentInput } from './schema';
import type { Department } from './types';
import { pluck } from '../pluck';

export const departments: Kind<DepartmentInput, Department> = {
	noun: 'department',
	parse: parseDepartment,
	async check(db, inputs, { isComing }) {
		const used = pluck(inputs, 'calendarId');
		const demandMember = await existing(db, 'member', pluck(inputs, 'headId'), (id) =>
			isComing('member', id),
		);
		const demandCalendar = await existing(db, 'calendar', used, (id) => isComing('calendar', id));
		const stored = await findDepartments(db, pluck(inputs, 'id'));
		return inputs.map((input) =>
			attempt(() => {
				demandMember('headId', input.headId);
				demandCalendar('calendarId', input.calendarId);
				return become(input, stored.get(input.id));
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

const become = (input: DepartmentInput, before: Department | undefined): Saved<Department> =>
	changeOf(before, {
		id: input.id,
		name: demand('department', input.id, 'name', input.name, before?.name),
		headId: referenceOf(input.headId, before?.headId),
		calendarId: referenceOf(input.calendarId, before?.calendarId),
	});
