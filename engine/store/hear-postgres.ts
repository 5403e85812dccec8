import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { PostgresConfig } from './config';
import type { Hearing } from './hearing';
import { clientConfig } from './postgres';
import type { Queryable } from './trx';
import { CHANNEL } from './wake';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A word of one's own comes back at once, or never: a pooler that hands the connection on after each transaction swallows it. */
const ECHO_MS = 1_000;

/** A connection of its own that listens, and is opened again whenever it is lost. */
export function hearPostgres(
	config: PostgresConfig,
	db: Queryable,
	own: string,
	onWrite: () => void,
): Hearing {
	let client: Client | undefined;
	let hears = false;
	let closed = false;
	let failures = 0;
	let timer: NodeJS.Timeout | undefined;
	let onEcho: { readonly word: string; heard(): void } | undefined;

	async function connect(): Promise<void> {
		const fresh = new Client(clientConfig(config));
		client = fresh;
		fresh.on('error', () => lost(fresh));
		fresh.on('end', () => lost(fresh));
		fresh.on('notification', ({ payload = '' }) => {
			if (payload === onEcho?.word) onEcho.heard();
			else if (payload !== own && !payload.startsWith(own)) onWrite();
		});
		try {
			await fresh.connect();
			await fresh.query(`listen ${CHANNEL}`);
			failures = 0;
			await listenForEcho();
			// What was said while nobody listened.
			onWrite();
		} catch {
			lost(fresh);
		}
	}

	function lost(which: Client): void {
		if (client !== which) return;
		client = undefined;
		hears = false;
		which.end().catch(() => {});
		if (closed) return;
		onWrite();
		timer = setTimeout(() => void connect(), Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS));
		timer.unref();
	}

	async function listenForEcho(): Promise<void> {
		const word = `${own} ${randomUUID()}`;
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const deaf = setTimeout(() => resolve(false), ECHO_MS);
		onEcho = { word, heard: () => resolve(true) };
		try {
			await sql`select pg_notify(${CHANNEL}, ${word})`.execute(db);
			hears = await promise;
		} finally {
			clearTimeout(deaf);
		}
	}

	void connect();
	return {
		hears: () => hears,
		check: () => {
			if (client) listenForEcho().catch(() => (hears = false));
		},
		close() {
			closed = true;
			clearTimeout(timer);
			const which = client;
			client = undefined;
			which?.end().catch(() => {});
		},
	};
}

const LONGEST_TRIAL_MS = 3_000;

/** Whether a process on this database hears of what others write: not through a pooler that gives a connection to somebody else after each transaction. */
export async function canHear(config: PostgresConfig, db: Queryable): Promise<boolean> {
	const { promise: tried, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, LONGEST_TRIAL_MS);
	const hearing = hearPostgres(config, db, randomUUID(), resolve);
	await tried;
	clearTimeout(timer);
	const hears = hearing.hears();
	hearing.close();
	return hears;
}
