import type { Template } from '../../../cli/templates/template';
import type { Execution } from '../../../scripts/stage/n8n/types';
import type { Descriptions } from './descriptions';
import type { Resolved } from './resolve';
import type { SampleRun } from './sample-data';
import { workflowOf } from './workflow';

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const OURS = 'n8n-nodes-icrm.';
const isTrigger = (type: string) => /(Trigger|\.webhook)$/.test(type);

/** What a sample run brought: its executions, and their expressions. */
export interface Played {
	readonly run: SampleRun;
	readonly executions: readonly Execution[];
	readonly resolved: readonly Resolved[];
}

const runDataOf = ({ executions }: Pick<Played, 'executions'>) =>
	executions.map(({ data }) => data?.resultData.runData ?? {});

/** Nodes that no run has reached, so that nothing is known of their expressions. */
export function unreachedIn(template: Template, played: readonly Pick<Played, 'executions'>[]): string[] {
	const reached = new Set(played.flatMap(runDataOf).flatMap((runData) => Object.keys(runData)));
	return template.nodes
		.filter(({ type }) => type !== STICKY_NOTE && !isTrigger(type))
		.map(({ name }) => name)
		.filter((name) => !reached.has(name));
}

/** Events that a trigger of the template listens to, and that no run hands over: `A deadline changes: clock.breached`. */
export function unheardIn(
	template: Template,
	runs: readonly SampleRun[],
	descriptions: Descriptions,
): string[] {
	return Object.values(workflowOf(template, descriptions).nodes)
		.filter(({ type }) => type.startsWith(OURS) && isTrigger(type))
		.flatMap(({ name, parameters }) => {
			const given = runs
				.filter(({ trigger }) => trigger === name)
				.flatMap(({ items = [] }) => items.map(({ eventType }) => eventType));
			return [parameters.events]
				.flat()
				.filter((event) => !given.includes(event))
				.map((event) => `${name}: ${String(event)}`);
		});
}

/** Words that a run was to show at a node and did not, or shows and was not to: `Email the admin: Nora Nowhere`. */
export function misseenIn({ run, executions, resolved }: Played): string[] {
	const said = (node: string, word: string) => {
		const given = resolved.filter((one) => one.node === node).map(({ value }) => value);
		const handedOn = runDataOf({ executions }).map((runData) => runData[node]?.map(({ data }) => data?.main));
		return JSON.stringify([given, handedOn]).includes(JSON.stringify(word).slice(1, -1));
	};
	const each = (words: SampleRun['sees']) =>
		Object.entries(words).flatMap(([node, list]) => list.map((word) => [node, word] as const));
	return [
		...each(run.sees).filter(([node, word]) => !said(node, word)),
		...each(run.hides).filter(([node, word]) => said(node, word)),
	].map(([node, word]) => `${node}: ${word}`);
}
