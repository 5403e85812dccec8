import { getRun } from '../../engine';
import { readFlag, requireText, simplifyField } from '../shared/fields/fields';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { runIdField } from './run-id';
import { runOutput } from './run-output';

export const getRunOperation = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get run',
	description: 'See where an escalation stands, and who was notified so far',
	fields: [runIdField, simplifyField],

	read: (context, itemIndex) => ({
		runId: requireText(context, 'runId', itemIndex, 'Run ID'),
		simplify: readFlag(context, 'simplify', itemIndex),
	}),

	run: (engine, inputs) =>
		oneByOne(inputs, async ({ runId, simplify }) => runOutput(await getRun(engine, runId), simplify)),
});
