import type { Stage } from '../../scripts/stage/stage';

/** Items as n8n shows them below a node. */
export type Items = readonly Readonly<Record<string, unknown>>[];

/** A node of ours with its parameters, as somebody fills it in at the canvas. */
export interface OurNode {
	/** `icrmRequest`. */
	readonly node: string;
	readonly parameters: Readonly<Record<string, unknown>>;
}

const TRIGGER = 'By hand';
const NODE = 'The node';

/**
 * Runs a node of the pack in the real n8n, once for all items, in a workflow of its own and with the store of the stage.
 *
 * @returns the items that came out
 * @throws Error with what the node says where the run fails
 * @example await operate(stage, { node: 'icrmDirectory', parameters: { resource: 'company' } }, [company])
 */
export async function operate(
	{ api }: Stage,
	{ node, parameters }: OurNode,
	items: readonly object[],
): Promise<Items> {
	const store = (await api.client.credentials()).find(({ type }) => type === 'icrmStoreApi');
	const { id } = await api.createWorkflow({
		name: `${node} by hand`,
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'node',
				name: NODE,
				type: `n8n-nodes-icrm.${node}`,
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: store ? { icrmStoreApi: { id: store.id, name: store.name } } : {},
			},
		],
		connections: { [TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
		pinData: { [TRIGGER]: items.map((json) => ({ json })) },
	});
	const { status, data } = await api.waitForExecution(await api.runManually(id, TRIGGER), 60_000);
	await api.deleteWorkflow(id);
	const { runData, error } = data?.resultData ?? {};
	if (status !== 'success')
		throw new Error(`'${node}' ended with ${status}: ${error?.message ?? 'no reason'}`);
	return (runData?.[NODE]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}
