import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { EXIT, Failure } from './failure';
import type { N8nClient } from './n8n-client';
import type { Template } from './template-files';

const STORE = 'icrmStoreApi';
const OURS = /^n8n-nodes-icrm\./;
/** Keys for anything: the only one of its type may be for something else altogether. */
const ANY_PURPOSE = /^(http|oAuth)/;

const fileSchema = z.record(z.object({ type: z.string().min(1), data: z.record(z.unknown()) }));
/** Name of a credential → what is in it: for those that are to be created. */
export type Given = z.output<typeof fileSchema>;

/** @throws Failure that names the file and what is wrong in it, never what is in it */
export function readGiven(file: string): Given {
	let json: unknown;
	try {
		json = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
		throw new Failure(`${file} cannot be read: ${reason}`, FORM, EXIT.usage);
	}
	const parsed = fileSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	throw new Failure(`${file}: ${parsed.error.issues[0]?.path.join('.')} is wrong`, FORM, EXIT.usage);
}

const FORM =
	'Write {"SMTP account": {"type": "smtp", "data": {"host": "…", …}}}: each by the name that the template uses.';

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export interface Choice {
	readonly type: string;
	readonly name: string;
	/**
	 * `found`: one was there; `created`: from the file; `empty`: created for you to fill in; `several`: there are more than one
	 * and none has that name; `open`: it could not be created.
	 */
	readonly how: 'found' | 'created' | 'empty' | 'several' | 'open';
	readonly id?: string;
}

/** The credentials the nodes of a template ask for, by type. Ours ask for none, and take the store's where there is one. */
export const wantedBy = (node: Template['nodes'][number]): readonly { type: string; name: string }[] => [
	...Object.entries(node.credentials ?? {}).map(([type, { name }]) => ({ type, name })),
	...(OURS.test(node.type) ? [{ type: STORE, name: 'ICRM Store' }] : []),
];

/** Finds or creates what these templates need. In a dry run nothing is created, and ids are missing. */
export async function chooseCredentials(
	client: N8nClient,
	templates: readonly Template[],
	given: Given,
	dryRun: boolean,
): Promise<Map<string, Choice>> {
	const existing = await client.all<Credential>('/api/v1/credentials');
	const wanted = new Map(
		templates.flatMap(({ nodes }) => nodes.flatMap(wantedBy)).map((one) => [`${one.type} ${one.name}`, one]),
	);
	const choices = new Map<string, Choice>();
	for (const [key, { type, name }] of wanted) {
		const choice = await choose(client, { type, name }, existing, given, dryRun);
		if (choice) choices.set(key, choice);
	}
	return choices;
}

async function choose(
	client: N8nClient,
	{ type, name }: { type: string; name: string },
	existing: readonly Credential[],
	given: Given,
	dryRun: boolean,
): Promise<Choice | undefined> {
	const ofType = existing.filter((credential) => credential.type === type);
	const only = ofType.length === 1 && !ANY_PURPOSE.test(type) ? ofType[0] : undefined;
	const found = ofType.find((credential) => credential.name === name) ?? only;
	if (found) return { type, name: found.name, how: 'found', id: found.id };
	if (ofType.length > 1 && !ANY_PURPOSE.test(type)) return { type, name, how: 'several' };
	const [givenName, own] =
		Object.entries(given).find(([key, one]) => key === name && one.type === type) ?? [];
	if (own && givenName !== undefined) {
		if (dryRun) return { type, name, how: 'created' };
		const { id } = await client.ask<Credential>('POST', '/api/v1/credentials', {
			name,
			type,
			data: own.data,
		});
		return { type, name, how: 'created', id };
	}
	// The embedded store needs none.
	if (type === STORE) return undefined;
	if (dryRun) return { type, name, how: 'empty' };
	try {
		const data = await emptyDataFor(client, type);
		const { id } = await client.ask<Credential>('POST', '/api/v1/credentials', { name, type, data });
		return { type, name, how: 'empty', id };
	} catch (error) {
		if (error instanceof Failure && error.exitCode === EXIT.failed) return { type, name, how: 'open' };
		throw error;
	}
}

/** What n8n demands at least, left blank. */
async function emptyDataFor(client: N8nClient, type: string): Promise<Record<string, string>> {
	const { required } = await client.ask<{ required?: unknown }>('GET', `/api/v1/credentials/schema/${type}`);
	return Object.fromEntries((Array.isArray(required) ? required : []).map((field) => [String(field), '']));
}
