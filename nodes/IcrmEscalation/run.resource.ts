import type { Resource } from '../shared/run/operation';
import { acknowledgeRunOperation } from './acknowledge-run.operation';
import { getRunOperation } from './get-run.operation';
import { getRunsOperation } from './get-runs.operation';

export const runResource: Resource = {
	value: 'run',
	name: 'Run',
	description: 'A policy at work on a breached request',
	operations: [acknowledgeRunOperation, getRunOperation, getRunsOperation],
};
