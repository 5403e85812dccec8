import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { engineFor, IcrmError, type Engine, type StoreConfig } from '../../../engine';

/** n8n shows it above the button "Connect to ICRM Store", which otherwise looks like the first step. */
export const STORE_LABEL = 'Credential (optional: needed for PostgreSQL)';

export const STORE_CREDENTIAL = 'icrmStoreApi';

/** What every context of n8n has: execute, trigger, webhook, hook, and the editor's lists. */
export interface StoreContext {
	getNode(): INode;
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}

/**
 * The engine a node works on: that of its credential, or the embedded store of this n8n where it has none.
 *
 * @throws IcrmError `unsupported` (embedded store in queue mode) or `unavailable` (database down)
 */
export async function engineOf(context: StoreContext): Promise<Engine> {
	return await engineFor(await storeConfigOf(context));
}

/** Read anew each time: a credential can be edited while a trigger listens. */
export async function storeConfigOf(context: StoreContext): Promise<StoreConfig> {
	const chosen = context.getNode().credentials?.[STORE_CREDENTIAL];
	return storeConfig(chosen ? await context.getCredentials(STORE_CREDENTIAL) : {});
}

/** A credential's fields as the engine wants them. No fields at all mean the embedded store. */
export function storeConfig(fields: ICredentialDataDecryptedObject): StoreConfig {
	if (fields.database !== 'postgres') return embedded(text(fields.file));
	const ca = text(fields.ca);
	return {
		kind: 'postgres',
		host: text(fields.host) || 'localhost',
		port: Number(fields.port) || 5432,
		database: text(fields.databaseName) || 'icrm',
		user: text(fields.user),
		password: typeof fields.password === 'string' ? fields.password : '',
		tls: fields.tls === 'require' || fields.tls === 'verify' ? fields.tls : 'off',
		...(ca === '' ? {} : { ca }),
	};
}

function embedded(file: string): StoreConfig {
	if (isQueueMode())
		throw new IcrmError(
			'unsupported',
			'The embedded ICRM store cannot be used while n8n runs in queue mode: each worker would have a file of its own',
			{
				hint: "Create an 'ICRM Store API' credential with 'Database' set to 'PostgreSQL', and choose it in every ICRM node.",
			},
		);
	const folder = join(process.env.N8N_USER_FOLDER || homedir(), '.n8n', 'icrm');
	const path = file.startsWith('~') ? join(homedir(), file.slice(1)) : file;
	return { kind: 'sqlite', file: resolve(folder, path || 'icrm.sqlite') };
}

/** Workers and webhook processors know it from their command, mains from their environment. */
export const isQueueMode = (): boolean =>
	process.env.EXECUTIONS_MODE === 'queue' || ['worker', 'webhook'].includes(process.argv[2] ?? '');

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
