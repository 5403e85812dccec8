import type { Template } from '../../../cli/templates/template';
import type { Execution, WorkflowJson } from '../../../scripts/stage/n8n/types';
import type { Stage } from '../../../scripts/stage/stage';
import { asPlayed } from './as-played';
import type { PinnedItem, SampleRun } from './sample-data';

/** n8n's limit. */
const LONGEST_NAME = 128;

/**
 * Runs a copy of a template in the real n8n, with the answers of the outside world pinned; everything else is done for real.
 * One item starts one execution, as calls, events and forms do in life.
 *
 * @throws Error when an execution ends otherwise than the run says
 */
export async function playRun(stage: Stage, template: Template, run: SampleRun): Promise<Execution[]> {
	const chosen = await credentialsIn(stage, template);
	const executions: Execution[] = [];
	for (const item of run.items ?? [undefined]) {
		const given = item && { [run.trigger]: [item] };
		const { id } = await stage.api.createWorkflow(copyOf(template, run, chosen, { ...run.pins, ...given }));
		const execution = await stage.api.waitForExecution(await stage.api.runManually(id, run.trigger));
		mustEndAs(run, execution, template);
		executions.push(execution);
	}
	return executions;
}

/** The trigger's item is pinned too: n8n would ask a trigger of ours for its latest event, whatever is handed to it. */
function copyOf(
	template: Template,
	run: SampleRun,
	chosen: ReadonlyMap<string, Credentials>,
	pins: Readonly<Record<string, readonly PinnedItem[]>>,
): WorkflowJson {
	const { nodes, connections } = asPlayed(template, run);
	const stray = Object.keys(pins).find((name) => !nodes.some((node) => node.name === name));
	if (stray !== undefined) throw new Error(`${template.key} has no node '${stray}' to pin`);
	return {
		name: `${template.key}: ${run.shows}`.slice(0, LONGEST_NAME),
		nodes: nodes.map((node) => ({ ...node, credentials: chosen.get(node.name) ?? {} })),
		connections,
		settings: { executionOrder: 'v1' },
		pinData: Object.fromEntries(Object.entries(pins).map(([name, items]) => [name, items.map(pinned)])),
	};
}

type Credentials = NonNullable<Template['nodes'][number]['credentials']>;

/** Those the import has chosen for each node. */
async function credentialsIn(
	{ api, workflows }: Stage,
	{ key }: Template,
): Promise<Map<string, Credentials>> {
	const imported = await api.workflow<Pick<Template, 'nodes'>>(workflows.get(key) ?? '');
	return new Map(imported.nodes.map(({ name, credentials = {} }) => [name, credentials]));
}

function mustEndAs({ ends, shows }: SampleRun, { status, data }: Execution, { key }: Template): void {
	const message = data?.resultData.error?.message ?? '';
	const isAsSaid =
		typeof ends === 'string'
			? status === { well: 'success', waiting: 'waiting' }[ends]
			: status === 'error' && message.includes(ends.fails);
	if (!isAsSaid)
		throw new Error(`${key}, '${shows}' ended with ${status} ${message}, not ${JSON.stringify(ends)}`);
}

function pinned(given: PinnedItem): object {
	if (!isFile(given)) return { json: given };
	const { name, mimeType, lines } = given.file;
	const data = Buffer.from(lines.join('\r\n')).toString('base64');
	const fileExtension = name.split('.').at(-1);
	return { json: {}, binary: { data: { data, mimeType, fileName: name, fileExtension } } };
}

const isFile = (item: PinnedItem): item is Extract<PinnedItem, { file: { lines: string[] } }> =>
	'file' in item && typeof item.file === 'object' && item.file !== null && 'lines' in item.file;
