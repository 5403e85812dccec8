import type { Resource } from '../shared/run/operation';
import { getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { upsertOperation } from './upsert.operation';

export const agreement: Resource = {
	value: 'agreement',
	name: 'Agreement',
	description: 'A promise about a service, to one customer or to all',
	operations: [upsertOperation, getOperation, getManyOperation],
};
