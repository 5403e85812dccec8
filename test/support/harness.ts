import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createEngine, type Engine } from '../../engine/engine';
import type { StoreConfig } from '../../engine/store';
import type { Arrival, Reaction } from '../../engine/engine';

export interface HarnessOptions {
	readonly reactions?: readonly Reaction[];
	readonly arrivals?: readonly Arrival[];
	/** The first instant of the story. Default Monday 2026-03-02, 09:00 UTC. */
	readonly startsAt?: string;
}

/** A company to tell stories about: the real engine on a real database. Only time is ours. */
export interface Harness {
	readonly engine: Engine;
	readonly config: StoreConfig;
	/** The present, epoch ms. Setting it moves time silently: nothing that falls due is fired. */
	now: number;
	/** Goes to an instant, as in `at('2026-03-02T09:00Z')`, and lets happen what falls due. */
	at(instant: string): Promise<void>;
	/** Goes on by `90s`, `30m`, `2h`, `1d` (24 hours) or ms, and lets happen what falls due. */
	fastForward(by: string | number): Promise<void>;
	/** Called each time that time has moved: where timers are fired. */
	onAdvance(happen: () => Promise<void>): void;
}

/** Opens a company on an empty database of its own; closed and deleted when the test ends. */
export type OpenCompany = (options?: HarnessOptions) => Promise<Harness>;

interface Database {
	readonly config: StoreConfig;
	drop(): Promise<void>;
}

/**
 * Tells the same stories on SQLite and on PostgreSQL.
 *
 * @example
 * onBothDatabases('saving members', (open) => {
 *   it('keeps the locale', async () => {
 *     const { engine } = await open();
 *   });
 * });
 */
export function onBothDatabases(title: string, stories: (open: OpenCompany) => void): void {
	describe.each([
		{ name: 'SQLite', create: temporaryFile },
		{ name: 'PostgreSQL', create: temporaryDatabase },
	])(`${title} on $name`, ({ create }) => {
		const leavings: (() => Promise<void>)[] = [];
		stories(async (options = {}) => {
			const database = await create();
			leavings.push(() => database.drop());
			const harness = await begin(database.config, options);
			leavings.push(() => harness.engine.close());
			return harness;
		});
		afterEach(async () => {
			for (const leave of leavings.splice(0).reverse()) await leave();
		});
	});
}

async function begin(config: StoreConfig, options: HarnessOptions): Promise<Harness> {
	const time = { now: instantOf(options.startsAt ?? '2026-03-02T09:00Z') };
	const { reactions = [], arrivals = [] } = options;
	const engine = await createEngine(config, { now: () => time.now, reactions, arrivals });
	const happenings: (() => Promise<void>)[] = [];
	const moveTo = async (instant: number) => {
		time.now = instant;
		for (const happen of happenings) await happen();
	};
	return {
		engine,
		config,
		get now() {
			return time.now;
		},
		set now(instant) {
			time.now = instant;
		},
		at: async (instant) => moveTo(instantOf(instant)),
		fastForward: async (by) => moveTo(time.now + lengthOf(by)),
		onAdvance: (happen) => void happenings.push(happen),
	};
}

function instantOf(text: string): number {
	const instant = Date.parse(text);
	if (Number.isNaN(instant)) throw new Error(`'${text}' is not an instant; write 2026-03-02T09:00Z`);
	return instant;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function lengthOf(by: string | number): number {
	if (typeof by === 'number') return by;
	const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(by) ?? [];
	const ms = Number(amount) * (UNITS[unit] ?? NaN);
	if (Number.isNaN(ms)) throw new Error(`'${by}' is not a length of time; write 90s, 30m, 2h or 1d`);
	return ms;
}

async function temporaryFile(): Promise<Database> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-test-'));
	return {
		config: { kind: 'sqlite', file: join(folder, 'icrm.sqlite') },
		drop: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

async function temporaryDatabase(): Promise<Database> {
	const server = {
		host: '127.0.0.1',
		port: Number(process.env.ICRM_TEST_PG_PORT),
		user: 'postgres',
		password: 'postgres',
	};
	const database = `icrm_${randomUUID().replaceAll('-', '')}`;
	const run = async (statement: string) => {
		const client = new Client({ ...server, database: 'postgres' });
		await client.connect();
		await client.query(statement).finally(() => client.end());
	};
	await run(`create database ${database}`);
	return {
		config: { kind: 'postgres', ...server, database, tls: 'off', poolSize: 4 },
		drop: () => run(`drop database ${database} with (force)`),
	};
}
