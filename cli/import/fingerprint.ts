import { createHash } from 'node:crypto';
import { markOf } from './mark';

/** Settings that a template decides, because they say what of an execution is kept: the rest of them is the admin's. */
export const TEMPLATE_SETTINGS = ['saveDataSuccessExecution', 'saveDataErrorExecution'];

interface Content {
	readonly nodes: readonly { readonly id: string; readonly notes?: string | null | undefined }[];
	readonly connections: object;
	readonly settings?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Where a node stands, which credentials it uses and at which random address it listens is the admin's own affair. */
const OWN_AFFAIRS = ['position', 'credentials', 'webhookId'];

/** What makes a workflow do what it does. What it is called, and whether it is published, is not in it either. */
export function fingerprintOf({ nodes, connections, settings }: Content): string {
	const kept = [...nodes]
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map((node) => without(node, markOf(node) ? [...OWN_AFFAIRS, 'notes'] : OWN_AFFAIRS));
	const decided = Object.entries(settings ?? {}).filter(([key]) => TEMPLATE_SETTINGS.includes(key));
	return createHash('sha256')
		.update(canonical({ nodes: kept, connections, settings: Object.fromEntries(decided) }))
		.digest('hex')
		.slice(0, 32);
}

const without = (node: object, keys: readonly string[]): object =>
	Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key)));

/** The same text for the same content: in whatever order the keys are, and with or without keys that hold nothing. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const entries = Object.entries(value)
		.filter(([, entry]) => !holdsNothing(entry))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

/** n8n's editor adds `options: {}` and the like to whatever it saves. */
const holdsNothing = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'object' && Object.values(value).every(holdsNothing));
