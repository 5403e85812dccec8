import type { Engine } from '../engine';
import { attempt, type Outcome } from '../outcome';
import { changeOf, demand, type Saved } from '../records';
import { existing } from './references';
import { saveRecords, type Kind } from './save-many';
import { parseService, type ServiceInput } from './schema';
import { findServices, writeServices } from './service-repository';
import type { Service } from './types';
import { pluck } from '../pluck';

export const services: Kind<ServiceInput, Service> = {
	noun: 'service',
	parse: parseService,
	async check(db, inputs, { isComing }) {
		const demandDepartment = await existing(db, 'department', pluck(inputs, 'departmentId'), (id) =>
			isComing('department', id),
		);
		const stored = await findServices(db, pluck(inputs, 'id'));
		return inputs.map((input) =>
			attempt(() => {
				demandDepartment('departmentId', input.departmentId);
				return become(input, stored.get(input.id));
			}),
		);
	},
	write: (engine, trx, records) => writeServices(trx, records, engine.now()),
};

/**
 * Creates or changes services: `{ id, name, departmentId, confidential }`, the department being the one that provides it.
 * On a service that exists, what is not given stays; a new one is not confidential.
 */
export const saveServices = (
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Service>>[]> => saveRecords(engine, services, inputs);

const become = (input: ServiceInput, before: Service | undefined): Saved<Service> =>
	changeOf(before, {
		id: input.id,
		name: demand('service', input.id, 'name', input.name, before?.name),
		departmentId: demand('service', input.id, 'departmentId', input.departmentId, before?.departmentId),
		confidential: input.confidential ?? before?.confidential ?? false,
	});
