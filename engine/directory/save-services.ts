import type { Engine } from '../engine';
import { attempt, type Outcome } from '../outcome';
import { changeOf, demand, distinct } from '../records';
import { findDepartments, findServices, writeServices } from './repository';
import { saveRecords, type Kind } from './save-many';
import { parseService, type ServiceInput } from './schema';
import type { Service } from './types';
import type { Saved } from '../records';
import { unknownOnes } from './did-you-mean';

export const services: Kind<ServiceInput, Service> = {
	noun: 'service',
	parse: parseService,
	async check(db, inputs, company) {
		const ids = inputs.map((input) => input.id);
		const stored = await findServices(db, ids);
		const owners = distinct(inputs.map((input) => input.departmentId));
		const known = await findDepartments(db, owners);
		const missing = new Set(owners.filter((id) => !known.has(id) && !company.isComing('department', id)));
		const unknownDepartment = await unknownOnes(db, 'department', missing);
		return inputs.map((input) =>
			attempt(() => {
				const { departmentId } = input;
				if (departmentId !== undefined && missing.has(departmentId))
					throw unknownDepartment('departmentId', departmentId);
				return settle(input, stored.get(input.id));
			}),
		);
	},
	write: (engine, trx, records) => writeServices(trx, records, engine.now()),
};

/**
 * Creates or changes services: `{ id, name, departmentId }`, the department being the one that provides it.
 * On a service that exists, what is not given stays.
 */
export const saveServices = (
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Service>>[]> => saveRecords(engine, services, inputs);

const settle = (input: ServiceInput, before: Service | undefined): Saved<Service> =>
	changeOf(before, {
		id: input.id,
		name: demand('service', input.id, 'name', input.name, before?.name),
		departmentId: demand('service', input.id, 'departmentId', input.departmentId, before?.departmentId),
	});
