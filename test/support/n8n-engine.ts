import 'reflect-metadata';
import {
	ErrorReporter,
	LoadOptionsContext,
	ExecutionLifecycleHooks,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type NodeOperationError,
} from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type * as EngineModule from '../../engine';
import manifest from '../../package.json';
import { checkOutput } from './output-schemas';

/**
 * Runs the built pack's nodes by n8n's own engine, without a server. `dist` must be built: `npm run build`.
 * Each test file has a home of its own, so that the embedded store starts empty and nobody's n8n is touched.
 */

const ROOT = join(__dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'icrm-n8n-'));
process.env.N8N_USER_FOLDER = home;
// n8n would print every error that a test provokes, and look up its stack in the source maps first.
process.env.N8N_LOG_LEVEL = 'silent';
ErrorReporter.prototype.error = () => {};

/** The engine the built nodes use: the same module, the same stores. */
export const pack = (): typeof EngineModule => require('../../dist/engine') as typeof EngineModule;

/** The embedded store's engine that nodes without a credential work on: to set up, and to look behind the curtain. */
export const embeddedEngine = (): Promise<EngineModule.Engine> =>
	pack().engineFor({ kind: 'sqlite', file: join(home, '.n8n', 'icrm', 'icrm.sqlite') });

// The next test finds the same PostgreSQL database, emptied: what an engine remembers of it would be wrong.
afterEach(() => pack().closeEngines());

afterAll(() => {
	rmSync(home, { recursive: true, force: true });
});

export interface NodeSetup {
	/** The node's type without the package: `icrmRequest`. */
	readonly type: string;
	readonly parameters?: INodeParameters;
	readonly onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Fields of an ICRM Store credential. Without them the node uses the embedded store. */
	readonly credentials?: ICredentialDataDecryptedObject;
	/** Time zone of the workflow; UTC when left out. */
	readonly timezone?: string;
}

export interface NodeRun {
	/** The items of each output. With `continueErrorOutput` the last one is the error output. */
	readonly outputs: INodeExecutionData[][];
	/** What stopped the execution. */
	readonly error?: NodeOperationError;
	/** What the editor shows above the output. */
	readonly hints: readonly string[];
}

/**
 * One execution: a start node that hands over `items`, and the node.
 *
 * @example
 * const { outputs } = await runNode({ type: 'icrmRequest', parameters: { operation: 'get', ... }, items: [{ id: 'A-1' }] });
 * expect(outputs[0]?.[0]?.json).toMatchObject({ id: 'A-1' });
 */
export async function runNode(
	setup: NodeSetup & { readonly items?: readonly IDataObject[] },
): Promise<NodeRun> {
	const workflow = workflowOf(setup);
	const start = workflow.getNode('Start') as INode;
	const items = (setup.items ?? [{}]).map((json) => ({ json }));
	const runData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }] },
	});
	const execution = new WorkflowExecute(additionalData(workflow, setup), 'trigger', runData);
	const run = await execution.processRunExecutionData(workflow).catch(notReady);
	if (run instanceof Error) return { outputs: [], error: run as NodeOperationError, hints: [] };
	const { data } = run;
	const outputs = (data.resultData.runData.Node?.[0]?.data?.main ?? []).map((output) => output ?? []);
	const error = data.resultData.error as NodeOperationError | undefined;
	// Set to continue, the node returns faults among its items: those have no schema.
	if (setup.onError === undefined) checkOutput(setup.type, parametersOf(workflow), jsonOf(outputs));
	const hints = (data.resultData.runData.Node?.[0]?.hints ?? []).map(({ message }) => message);
	return error ? { outputs, error, hints } : { outputs, hints };
}

/** A step of a chain, and at which output of the step before it stands. */
export interface ChainStep extends Omit<NodeSetup, 'credentials' | 'timezone'> {
	readonly output?: number;
}

/**
 * One execution that a trigger starts with an item, through steps one behind the other. Returns what the last one gave.
 *
 * @example
 * const { outputs } = await runChain(
 * 	{ type: 'icrmSlaTrigger', item: { eventId: 'e1', attempt: 1 }, credentials },
 * 	[{ type: 'icrmRequest', onError: 'continueErrorOutput' }, { type: 'icrmRequest', output: 1 }],
 * );
 */
export async function runChain(
	trigger: Pick<NodeSetup, 'type' | 'credentials'> & { readonly item: IDataObject },
	steps: readonly ChainStep[],
): Promise<NodeRun> {
	const nodes = [{ type: trigger.type, parameters: {} }, ...steps].map((step, index) =>
		nodeOf({ ...step, ...credentialsOf(trigger) }, nameOf(index)),
	);
	const connections = Object.fromEntries(
		steps.map(({ output = 0 }, index) => {
			const next = [{ node: nameOf(index + 1), type: NodeConnectionTypes.Main, index: 0 }];
			return [nameOf(index), { main: [...Array.from({ length: output }, () => []), next] }];
		}),
	);
	const workflow = new Workflow({
		id: 'workflow-1',
		name: 'Test workflow',
		nodes,
		connections,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'UTC' },
		active: false,
	});
	const start = workflow.getNode(nameOf(0)) as INode;
	const runData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [[{ json: trigger.item }]] }, source: null }],
		},
	});
	const execution = new WorkflowExecute(additionalData(workflow, trigger), 'trigger', runData);
	const { data } = await execution.processRunExecutionData(workflow);
	const last = data.resultData.runData[nameOf(steps.length)]?.[0]?.data?.main ?? [];
	const outputs = last.map((output) => output ?? []);
	const error = data.resultData.error as NodeOperationError | undefined;
	const hints = (data.resultData.runData[nameOf(steps.length)]?.[0]?.hints ?? []).map(
		({ message }) => message,
	);
	return error ? { outputs, error, hints } : { outputs, hints };
}

const nameOf = (index: number) => (index === 0 ? 'Trigger' : `Step ${index}`);
const credentialsOf = ({ credentials }: Pick<NodeSetup, 'credentials'>) =>
	credentials ? { credentials } : {};

const jsonOf = (outputs: readonly INodeExecutionData[][]) => outputs.flat().map(({ json }) => json);

/** What the node is set to, with the defaults of what the test leaves out. */
export const parametersOf = (workflow: Workflow): INodeParameters =>
	workflow.getNode('Node')?.parameters ?? {};

/** A required field without a value: n8n refuses to start at all, before any node runs. */
function notReady(error: unknown): Error {
	if (error instanceof Error && error.name === 'WorkflowHasIssuesError') return error;
	throw error;
}

/** What a field 'From List' offers in the editor. */
export async function searchList(
	setup: NodeSetup & { readonly method: string; readonly filter?: string; readonly paginationToken?: string },
): Promise<INodeListSearchResult> {
	const workflow = workflowOf(setup);
	const node = workflow.getNode('Node') as INode;
	const search = nodeType(setup.type).methods?.listSearch?.[setup.method];
	if (!search) throw new Error(`${setup.type} has no methods.listSearch.${setup.method}`);
	const context = new LoadOptionsContext(workflow, node, additionalData(workflow, setup), '');
	return await search.call(context as unknown as ILoadOptionsFunctions, setup.filter, setup.paginationToken);
}

const nodeOf = (setup: NodeSetup, name: string): INode => ({
	id: 'node-1',
	name,
	type: setup.type,
	typeVersion: 1,
	position: [200, 0],
	parameters: setup.parameters ?? {},
	...(setup.onError ? { onError: setup.onError } : {}),
	...(setup.credentials ? { credentials: { icrmStoreApi: { id: '1', name: 'ICRM Store' } } } : {}),
});

export function workflowOf(setup: NodeSetup): Workflow {
	const node = nodeOf(setup, 'Node');
	const start = { id: 'start-1', name: 'Start', type: 'start', typeVersion: 1, parameters: {} };
	return new Workflow({
		id: 'workflow-1',
		name: 'Test workflow',
		nodes: [{ ...start, position: [0, 0] }, node],
		connections: { Start: { main: [[{ node: 'Node', type: NodeConnectionTypes.Main, index: 0 }]] } },
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: setup.timezone ?? 'UTC' },
		active: false,
	});
}

export function additionalData(workflow: Workflow, setup: NodeSetup): IWorkflowExecuteAdditionalData {
	const { id, connectionsBySourceNode: connections } = workflow;
	const data = { id, name: 'Test workflow', nodes: Object.values(workflow.nodes), connections };
	return {
		hooks: new ExecutionLifecycleHooks('trigger', '1', data as never),
		executionId: '1',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		instanceBaseUrl: 'http://localhost/',
		restApiUrl: '',
		variables: {},
		setExecutionStatus: () => {},
		credentialsHelper: {
			getDecrypted: async () => setup.credentials ?? {},
			isCredentialUsableByNode: () => true,
			getParentTypes: () => [],
			getCredentialsProperties: () => [],
			authenticate: async (_fields: unknown, _type: unknown, request: unknown) => request,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
}

const start = {
	description: { name: 'start', group: ['trigger'], inputs: [], outputs: ['main'], properties: [] },
	execute(this: { getInputData(): INodeExecutionData[] }) {
		return Promise.resolve([this.getInputData()]);
	},
} as unknown as INodeType;

const loader = new PackageDirectoryLoader(ROOT);
// n8n's engine is the same for all test files (worker/once.ts). The pack is loaded for this one alone, which may hold its clock.
Reflect.set(loader, 'loadClass', (sourcePath: string): unknown => {
	const classes = jest.requireActual<Record<string, new () => unknown>>(join(ROOT, sourcePath));
	const [className = ''] = basename(sourcePath).split('.');
	return classes[className] && new classes[className]();
});

/** One node of the pack, loaded as n8n loads it: its file, codex and icons are read from `dist`. */
export function nodeType(type: string): INodeType {
	if (type === 'start') return start;
	if (!loader.known.nodes[type]) {
		const className = type.charAt(0).toUpperCase() + type.slice(1);
		const sourcePath = manifest.n8n.nodes.find((path) => basename(path) === `${className}.node.js`);
		if (sourcePath) loader.known.nodes[type] = { className, sourcePath };
	}
	return loader.getNode(type).type as INodeType;
}

const nodeTypes: INodeTypes = {
	getByName: nodeType,
	getByNameAndVersion: nodeType,
	getKnownTypes: () => ({}),
};
