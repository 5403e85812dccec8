/**
 * What an import remembers of itself stands in the notes of the workflow's first note: it travels with the workflow, and
 * survives renaming it.
 */
export interface Mark {
	/** The template's name. */
	readonly key: string;
	/** Of the template as it was imported. */
	readonly fingerprint: string;
	/** Credentials that were created empty: id → when that was, as n8n says it. One that has changed since was filled in. */
	readonly empty: ReadonlyMap<string, string>;
}

const MARK = /^icrm template (\S+) sha256:([0-9a-f]+)((?: empty:\S+)*)$/;

export const markText = ({ key, fingerprint, empty }: Mark): string =>
	[`icrm template ${key} sha256:${fingerprint}`, ...[...empty].map(([id, at]) => `empty:${id}@${at}`)].join(
		' ',
	);

export function markOf(node: { readonly notes?: unknown } | undefined): Mark | undefined {
	const [, key, fingerprint, empty = ''] = MARK.exec(String(node?.notes ?? '')) ?? [];
	if (key === undefined || fingerprint === undefined) return undefined;
	const pairs = [...empty.matchAll(/ empty:([^@\s]+)@(\S+)/g)].map(
		([, id = '', at = '']) => [id, at] as const,
	);
	return { key, fingerprint, empty: new Map(pairs) };
}

export const markIn = (nodes: readonly { readonly notes?: unknown }[]): Mark | undefined =>
	nodes.map(markOf).find((mark) => mark !== undefined);
