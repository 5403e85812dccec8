import { PostgresDialect, type Dialect } from 'kysely';
import { Pool, types, type PoolConfig } from 'pg';
import type { PostgresConfig } from './config';

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
	'query_timeout' | 'statement_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout' | 'Client'
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

export function postgresDialect(
	config: PostgresConfig,
	onIdleError: (error: Error) => void,
	limits: Limits = LIMITS.none,
): Dialect {
	const pool = new Pool(poolConfig(config, limits));
	// Without a listener, a server restart would end the whole n8n process.
	pool.on('error', onIdleError);
	// The same for a client that is in the middle of something: its query is rejected as well.
	pool.on('connect', (client) => client.on('error', onIdleError));
	return new PostgresDialect({ pool });
}

function poolConfig(config: PostgresConfig, limits: Limits): PoolConfig {
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
		max: config.poolSize ?? 6,
		connectionTimeoutMillis: 8_000,
		idleTimeoutMillis: 60_000,
		keepAlive: true,
		...limits,
		application_name: 'n8n-nodes-icrm',
		types: parsers,
	};
}
