import { createHash } from 'node:crypto';
import type { N8nNode } from './n8n-client';

/** What was imported is remembered in the notes of the first note: it travels with the workflow, and survives renaming it. */
const MARK = /^icrm template (\S+) sha256:([0-9a-f]+)$/;

export interface Mark {
	readonly key: string;
	readonly fingerprint: string;
}

export const markText = ({ key, fingerprint }: Mark): string => `icrm template ${key} sha256:${fingerprint}`;

export function markOf(node: { readonly notes?: unknown } | undefined): Mark | undefined {
	const [, key, fingerprint] = MARK.exec(String(node?.notes ?? '')) ?? [];
	return key === undefined || fingerprint === undefined ? undefined : { key, fingerprint };
}

/**
 * What makes a workflow do what it does. Where its nodes stand on the canvas, which credentials they use, what the workflow is
 * called and whether it is published is the admin's own affair, and no change.
 */
export function fingerprintOf(workflow: {
	readonly nodes: readonly (Omit<N8nNode, 'credentials' | 'notes'> & object)[];
	readonly connections: object;
}): string {
	const nodes = [...workflow.nodes]
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map((node) => {
			const {
				position: _position,
				credentials: _credentials,
				webhookId: _webhookId,
				notes,
				...rest
			} = node as N8nNode;
			return markOf({ notes }) || notes === undefined ? rest : { ...rest, notes };
		});
	return createHash('sha256')
		.update(canonical({ nodes, connections: workflow.connections }))
		.digest('hex')
		.slice(0, 32);
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}
