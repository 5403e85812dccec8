import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { embeddedEngine, runNode } from '../support/n8n-engine';
import type { ActiveTrigger } from '../support/n8n-trigger';

/** What the story is told with: the built nodes on the embedded store, in Berlin, at a pretended time. */

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const TIMEZONE = 'Europe/Berlin';

/** Sets the pretended time, and lets the nodes' own pump see what is late. */
export async function at(instant: string): Promise<void> {
	jest.setSystemTime(Date.parse(instant));
	const engine = await embeddedEngine();
	await engine.transaction(async () => {});
}

export async function run(
	type: string,
	parameters: INodeParameters,
	items?: readonly IDataObject[],
): Promise<IDataObject[]> {
	const { outputs, error } = await runNode({
		type,
		parameters,
		timezone: TIMEZONE,
		...(items ? { items } : {}),
	});
	if (error) throw error;
	return (outputs[0] ?? []).map(({ json }) => json);
}

export async function errorOf(type: string, parameters: INodeParameters): Promise<string> {
	const { error } = await runNode({ type, parameters, timezone: TIMEZONE });
	if (!error) throw new Error(`${type} was to fail with ${JSON.stringify(parameters)}`);
	return error.message;
}

const success = { status: 'success', finished: true } as never;

/** Waits for the event of a type, letting everything before it succeed. */
export async function next(
	trigger: ActiveTrigger,
	seen: { count: number },
	type: string,
): Promise<IDataObject> {
	for (;;) {
		const item = await trigger.item(seen.count++);
		item.end(success);
		if (item.json.eventType === type) return item.json;
	}
}

export const request = (operation: string, key: string, more: INodeParameters = {}) =>
	run('icrmRequest', { operation, request: byId(key), ...more });

export const open = (externalRef: string, more: INodeParameters = {}) =>
	run('icrmRequest', {
		operation: 'open',
		title: 'Laptop for the new colleague',
		service: byId('laptop'),
		requester: { __rl: true, mode: 'email', value: 'nora.lindqvist@acme.example' },
		options: {
			externalRef,
			externalUrl: `https://desk.acme.example/tickets/${externalRef}`,
			assignee: byId('tom'),
		},
		...more,
	});
