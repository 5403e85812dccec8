import type {
	IExecuteData,
	INode,
	INodeExecutionData,
	IRunExecutionData,
	ITaskData,
	IWorkflowDataProxyAdditionalKeys,
	Workflow,
} from 'n8n-workflow';
import type { Execution } from '../../../scripts/stage/n8n/types';
import { expressionsIn, partsOf, type Expression } from './expressions';
import { telltaleIn } from './telltale';

/** An expression, resolved for one item of one execution. */
export interface Resolved {
	readonly node: string;
	readonly path: string;
	readonly itemIndex: number;
	readonly value: unknown;
	/** Why it did not resolve well. */
	readonly fault?: string;
}

/** One run of a node, with what went in and what came out. */
interface NodeRun {
	readonly node: INode;
	readonly runIndex: number;
	readonly input: INodeExecutionData[];
	readonly output: readonly INodeExecutionData[];
	readonly task: ITaskData;
}

/**
 * Resolves every expression of every node that an execution reached, for every item the node got, by n8n's own classes over
 * the execution's data. So those of nodes whose answers were pinned are resolved too: addresses, queries, the texts of mails.
 */
export function resolveAll(workflow: Workflow, execution: Execution): Resolved[] {
	// The public API gives what n8n stored.
	const data = execution.data as unknown as IRunExecutionData;
	return Object.values(workflow.nodes).flatMap((node) => {
		const expressions = expressionsIn(node.parameters);
		return runsOf(node, data).flatMap((run) => {
			const count = node.executeOnce ? Math.min(1, run.input.length) : run.input.length;
			return Array.from({ length: count }, (_, itemIndex) =>
				expressions.map((expression) => resolve(workflow, data, run, itemIndex, expression)),
			).flat();
		});
	});
}

function runsOf(node: INode, { resultData: { runData } }: IRunExecutionData): NodeRun[] {
	return (runData[node.name] ?? []).map((task, runIndex) => ({
		node,
		runIndex,
		task,
		output: task.data?.main?.[0] ?? [],
		input: task.source.flatMap((source) => {
			if (!source) return [];
			const from = runData[source.previousNode]?.[source.previousNodeRun ?? 0];
			return from?.data?.main?.[source.previousNodeOutput ?? 0] ?? [];
		}),
	}));
}

function resolve(
	workflow: Workflow,
	data: IRunExecutionData,
	run: NodeRun,
	itemIndex: number,
	{ path, text }: Expression,
): Resolved {
	const { node, runIndex, input, task } = run;
	const executeData: IExecuteData = { node, data: { main: [input] }, source: { main: task.source } };
	const valueOf = (expression: string): unknown =>
		workflow.expression.resolveSimpleParameterValue(
			expression,
			{},
			data,
			runIndex,
			itemIndex,
			node.name,
			input,
			'manual',
			whatHttpAdds(run),
			executeData,
		);
	const about = { node: node.name, path, itemIndex };
	try {
		const { whole, inText } = partsOf(text);
		const value = valueOf(whole);
		const fault = [telltaleIn(value), ...inText.map((part) => faultInText(valueOf(part)))].find(Boolean);
		return { ...about, value, ...(fault === undefined ? {} : { fault }) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { ...about, value: undefined, fault: `throws '${reason}'` };
	}
}

/** In a text, n8n writes an object as `[object Object]`, and nothing for what is missing. */
function faultInText(value: unknown): string | undefined {
	if (value === null) return 'gives null inside a text';
	return typeof value === 'object' ? 'gives an object inside a text' : telltaleIn(value);
}

/** What the HTTP node knows while it asks for page after page: here, after the first. */
const whatHttpAdds = ({ node, output }: NodeRun): IWorkflowDataProxyAdditionalKeys =>
	node.type === 'n8n-nodes-base.httpRequest'
		? {
				$pageCount: 0,
				$request: {},
				$response: { body: output[0]?.json ?? {}, headers: {}, statusCode: 200 },
			}
		: {};
