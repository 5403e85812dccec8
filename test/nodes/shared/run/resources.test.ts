import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { done } from '../../../../engine';
import { textField } from '../../../../nodes/shared/fields/fields';
import { defineOperation } from '../../../../nodes/shared/run/operation';
import { resourceProperties, routeTo } from '../../../../nodes/shared/run/resources';
import { executeContext, ownHome } from '../fakes';

ownHome();

const operation = (value: string, fields: INodeProperties[] = []) =>
	defineOperation({
		value,
		name: value,
		action: value,
		description: value,
		fields,
		read: () => value,
		run: async (_engine, inputs) => inputs.map((ran) => done({ ran })),
	});

const conditional = { ...textField({ name: 'reason', displayName: 'Reason' }) };
conditional.displayOptions = { show: { waive: [true] } };

const requests = { value: 'request', name: 'Request', operations: [operation('open', [conditional])] };
const facts = { value: 'fact', name: 'Fact', operations: [operation('record'), operation('list')] };

it('shows each field for its resource and operation, on top of its own condition', () => {
	const properties = resourceProperties([requests, facts]);
	expect(properties.map(({ name }) => name)).toEqual(['resource', 'operation', 'operation', 'reason']);
	expect(properties[3]?.displayOptions?.show).toEqual({
		resource: ['request'],
		operation: ['open'],
		waive: [true],
	});
});

it('leaves the choice of resource out where there is only one', () => {
	const properties = resourceProperties([requests]);
	expect(properties.map(({ name }) => name)).toEqual(['operation', 'reason']);
	expect(properties[0]?.displayOptions).toBeUndefined();
});

it('runs the operation that was chosen', async () => {
	const context = executeContext([{ resource: 'fact', operation: 'list' }]);
	const run = routeTo([requests, facts]) as (this: IExecuteFunctions) => Promise<unknown>;
	expect(await run.call(context)).toMatchObject([[{ json: { ran: 'list' } }]]);
	await expect(run.call(executeContext([{ resource: 'fact', operation: 'dance' }]))).rejects.toThrow(
		"does not know the operation 'fact: dance'",
	);
});
