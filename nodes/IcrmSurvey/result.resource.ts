import type { Resource } from '../shared/run/operation';
import { getResultOperation } from './get-result.operation';

export const resultResource: Resource = {
	value: 'result',
	name: 'Result',
	description: 'Scores with their number of answers and their uncertainty',
	operations: [getResultOperation],
};
