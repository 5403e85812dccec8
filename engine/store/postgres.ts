import { PostgresDialect, type Dialect } from 'kysely';
import { Pool, types, type ClientConfig, type PoolConfig } from 'pg';
import type { PostgresConfig } from './config';
import { guardedPool } from './guarded-pool';

const INT8 = 20;

/** int8 as a number: every instant and duration here is far below 2^53. Only for this pool. */
const parsers = {
	getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
		oid === INT8 && format !== 'binary'
			? Number
			: types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
};

/** How long a statement may take. */
export type Limits = Pick<
	PoolConfig,
	'statement_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout'
>;

/** As long as it likes, or as long as the server is told when a connection is opened. In ms. */
export const LIMITS = {
	none: {},
	some: {
		// No statement of ours takes as long, and whoever holds a row for longer has died with it or is no part of us.
		statement_timeout: 30_000,
		lock_timeout: 10_000,
		idle_in_transaction_session_timeout: 60_000,
	},
} as const satisfies Readonly<Record<string, Limits>>;

/** A server that has said nothing for as long will say nothing more: a little above what it allows a statement. */
export const SILENCE_MS = 35_000;
/** The longest that a timer can wait: as good as no limit. */
const FOR_EVER_MS = 2 ** 31 - 1;

/** @param silenceMs after which a server counts as gone; as good as never unless it is said */
export function postgresDialect(
	config: PostgresConfig,
	onIdleError: (error: Error) => void,
	limits: Limits = LIMITS.none,
	silenceMs: number = FOR_EVER_MS,
): Dialect {
	const open = () => {
		const pool = new Pool({
			...clientConfig(config),
			max: config.poolSize ?? 6,
			idleTimeoutMillis: 60_000,
			...limits,
		});
		// Without a listener, a server restart would end the whole n8n process.
		pool.on('error', onIdleError);
		// The same for a client that is in the middle of something: its query is rejected as well.
		pool.on('connect', (client) => client.on('error', onIdleError));
		return pool;
	};
	return new PostgresDialect({ pool: guardedPool(open, silenceMs) });
}

/** How a connection is made. */
export function clientConfig(config: PostgresConfig): ClientConfig {
	return {
		host: config.host,
		port: config.port,
		database: config.database,
		user: config.user,
		password: config.password,
		ssl:
			config.tls === 'off'
				? false
				: { rejectUnauthorized: config.tls === 'verify', ...(config.ca ? { ca: config.ca } : {}) },
		connectionTimeoutMillis: 8_000,
		keepAlive: true,
		application_name: 'n8n-nodes-icrm',
		types: parsers,
	};
}
