import { IcrmError } from '../errors';
import { describe, type PostgresConfig, type StoreConfig } from './config';

/**
 * A driver's error in plain words. What is not a fault of the connection or the set-up is returned as it is.
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html, Node's errno names, SQLite's result codes.
 */
export function explainFailure(error: unknown, config: StoreConfig): unknown {
	if (error instanceof IcrmError) return error;
	return config.kind === 'postgres' ? explainPostgres(error, config) : explainSqlite(error, config);
}

/** Whether an error means that the database could not be reached: trying again later may help, changing the input does not. */
export const isUnavailable = (error: unknown): boolean =>
	error instanceof IcrmError && error.code === 'unavailable';

function explainPostgres(error: unknown, config: PostgresConfig): unknown {
	const at = `${config.host}:${config.port}`;
	const say = (message: string, hint: string) =>
		new IcrmError('unavailable', message, { hint, cause: error });
	const closed = () =>
		say(
			`PostgreSQL ${at} closed the connection`,
			'The server is starting, stopping or restarting. Try again shortly.',
		);
	const code = codeOf(error);
	const text = error instanceof Error ? error.message : '';
	switch (code) {
		case 'ECONNREFUSED':
			return say(
				`Nothing answers at PostgreSQL ${at}`,
				'Check host and port in the ICRM Store credential, and that the server runs and listens there.',
			);
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return say(
				`The host '${config.host}' cannot be found`,
				'Check the host name in the ICRM Store credential.',
			);
		case 'ETIMEDOUT':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return say(
				`PostgreSQL ${at} did not answer in time`,
				'Check host, port and any firewall between n8n and the database.',
			);
		case '28P01':
		case '28000':
			return say(
				`PostgreSQL ${at} refused user '${config.user}'`,
				'Check user and password in the ICRM Store credential.',
			);
		case '3D000':
			return say(
				`PostgreSQL ${at} has no database '${config.database}'`,
				'Create the database, or correct its name in the ICRM Store credential.',
			);
		case '42501':
			return say(
				`User '${config.user}' may not create or change tables in '${config.database}'`,
				'Give that user CREATE on the schema, or use another user.',
			);
		case '53300':
			return say(
				`PostgreSQL ${at} has no free connection`,
				'Raise max_connections, or lower the pools of what else uses the server.',
			);
		case '55P03':
			return say(
				`Somebody else has been holding what is to be changed in PostgreSQL ${at} for too long`,
				'Try again. If it stays so, look in pg_stat_activity for a session that is idle in a transaction, and end it.',
			);
		case '57014':
			return say(
				`PostgreSQL ${at} did not finish in time`,
				'Try again when the server has less to do. If it stays so, look in its log for what holds it up.',
			);
		case '25006':
			return say(
				`PostgreSQL ${at} only lets read`,
				'It is a copy of another server, or recovering. Name the server that lets write in the ICRM Store credential, or wait until this one does.',
			);
		case '25P03':
		case '57P01':
		case '57P02':
		case '57P03':
		case 'ECONNRESET':
		case 'EPIPE':
			return closed();
	}
	// The socket ended without a word of the server's, and what the pool says to the next query of that transaction.
	if (/Connection terminated unexpectedly|is not queryable/i.test(text)) return closed();
	if (/timeout exceeded when trying to connect|Connection terminated|Query read timeout/i.test(text))
		return say(
			`PostgreSQL ${at} did not answer in time`,
			'Check that the server runs, and any firewall between n8n and the database.',
		);
	if (/does not support SSL/i.test(text))
		return say(
			`PostgreSQL ${at} does not offer TLS`,
			"Set 'TLS' to 'Off' in the ICRM Store credential, or turn TLS on at the server.",
		);
	if (/self.signed|unable to verify|certificate/i.test(text))
		return say(
			`The certificate of PostgreSQL ${at} was not accepted: ${text}`,
			"Give the authority's certificate in 'CA Certificate', or set 'TLS' to 'Require'.",
		);
	return error;
}

function explainSqlite(error: unknown, config: StoreConfig): unknown {
	const { message: text = '' } = error as { message?: string };
	const file = describe(config);
	const say = (message: string, hint: string) =>
		new IcrmError('unavailable', message, { hint, cause: error });
	if (/database is locked/i.test(text))
		return say(
			`The ICRM database '${file}' is being written by another process`,
			'Try again; if it stays so, look for a second program that holds the file open.',
		);
	if (/disk is full|disk full/i.test(text))
		return say(`The disk that holds '${file}' is full`, 'Make room, then run again.');
	if (/readonly database/i.test(text))
		return say(
			`The ICRM database '${file}' may not be written`,
			'Check the owner and the rights of the file and of its folder.',
		);
	if (/malformed|not a database/i.test(text))
		return say(
			`'${file}' is not an ICRM database, or it is damaged`,
			'Restore it from a backup, or name another file in the ICRM Store credential.',
		);
	return error;
}

/** pg wraps a failed connection to a name with several addresses in an AggregateError. */
function codeOf(error: unknown): string | undefined {
	if (error instanceof AggregateError) return codeOf(error.errors[0]);
	if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
		return error.code;
	return undefined;
}
