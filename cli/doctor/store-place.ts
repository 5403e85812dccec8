import { homedir } from 'node:os';
import { join } from 'node:path';
import type { StoreConfig } from '../../engine';
import { decoded } from '../n8n/decoded';
import { EXIT, Failure } from '../output/failure';
import type { Terminal } from '../output/terminal';

/** Where to look for the store. */
export interface StorePlace {
	readonly config: StoreConfig;
	/** Somebody said so; otherwise it is where n8n on this machine would have it. */
	readonly isGiven: boolean;
	/** n8n runs on this machine, so that this is the place. */
	readonly isHere: boolean;
}

/**
 * A file that was named comes before an address of PostgreSQL, which may only stand in the environment.
 * @throws Failure with exit code 2 for an address that cannot be used
 */
export function storeOf(
	{ file, postgres }: { readonly file?: string | undefined; readonly postgres?: string | undefined },
	env: Terminal['env'],
	isHere: boolean,
): StorePlace {
	if (file !== undefined) return { config: { kind: 'sqlite', file }, isGiven: true, isHere };
	if (postgres !== undefined) return { config: postgresConfig(postgres), isGiven: true, isHere };
	const embedded = join(env.N8N_USER_FOLDER || homedir(), '.n8n', 'icrm', 'icrm.sqlite');
	return { config: { kind: 'sqlite', file: embedded }, isGiven: false, isHere };
}

function postgresConfig(address: string): StoreConfig {
	if (!URL.canParse(address) || !/^postgres(ql)?:$/.test(new URL(address).protocol))
		throw new Failure(
			'--postgres is not an address',
			'Write it like postgres://user:password@host:5432/icrm, with %40 for an @ in the password.',
			EXIT.usage,
		);
	const { hostname, port, pathname, username, password, searchParams } = new URL(address);
	const ssl = searchParams.get('sslmode') ?? 'disable';
	return {
		kind: 'postgres',
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port || 5432),
		database: decoded(pathname.slice(1)),
		user: decoded(username),
		password: decoded(password),
		tls: ssl === 'disable' ? 'off' : ssl.startsWith('verify') ? 'verify' : 'require',
	};
}
