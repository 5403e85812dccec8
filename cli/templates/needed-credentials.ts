import type { N8nWorkflow } from '../n8n/types';
import type { Template } from './template';

/** A credential that a node asks for. */
export interface Need {
	readonly type: string;
	readonly name: string;
}

export const STORE = 'icrmStoreApi';
const OURS = /^n8n-nodes-icrm\./;

export const isOurs = ({ type }: { readonly type: string }): boolean => OURS.test(type);

/** The credentials a node of a template asks for. Ours ask for none, and take the store's where there is one. */
export const wantedBy = (node: Template['nodes'][number]): readonly Need[] => [
	...Object.entries(node.credentials ?? {}).map(([type, { name }]) => ({ type, name })),
	...(isOurs(node) ? [{ type: STORE, name: 'ICRM Store' }] : []),
];

export const allWanted = (templates: readonly Template[]): Need[] =>
	templates.flatMap(({ nodes }) => nodes.flatMap(wantedBy));

export const nodeIn = (workflow: N8nWorkflow | undefined, { id }: { readonly id: string }) =>
	workflow?.nodes.find((node) => node.id === id);

/**
 * What is missing yet at a node of a workflow that is there already. The store is not: a workflow that keeps its data in one
 * store is not moved to another behind the admin's back.
 */
export const missingAt = (node: Template['nodes'][number], present: N8nWorkflow): readonly Need[] =>
	wantedBy(node).filter(
		({ type }) => type !== STORE && nodeIn(present, node)?.credentials?.[type] === undefined,
	);
