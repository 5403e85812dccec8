import { createEngine, type Arrival, type Recheck, type Engine, type Reaction } from '../../engine/engine';
import type { StoreConfig } from '../../engine/store';
import { databases } from './databases';
import { postgresIsUp, postgresServer } from './postgres-databases';

export interface HarnessOptions {
	readonly reactions?: readonly Reaction[];
	readonly arrivals?: readonly Arrival[];
	readonly rechecks?: readonly Recheck[];
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

/** Opens a company on an empty database of its own; closed when the test ends, and the next test finds nothing of it. */
export type OpenCompany = (options?: HarnessOptions) => Promise<Harness>;

/**
 * Tells the same stories on SQLite and on PostgreSQL. The quick tier has no PostgreSQL: there they are told once.
 *
 * @example
 * onBothDatabases('saving members', (open) => {
 *   it('keeps the locale', async () => {
 *     const { engine } = await open();
 *   });
 * });
 */
export function onBothDatabases(title: string, stories: (open: OpenCompany) => void): void {
	describe.each(databases)(`${title} on $name`, ({ take }) => {
		const leavings: (() => Promise<void>)[] = [];
		stories(async (options = {}) => {
			const database = await take();
			leavings.push(() => database.giveBack());
			const harness = await begin(database.config, options);
			leavings.push(() => harness.engine.close());
			return harness;
		});
		afterEach(async () => {
			for (const leave of leavings.splice(0).reverse()) await leave();
		});
	});
}

/** For what is PostgreSQL's alone, with how to log in. The quick tier, which has no server, does not register it. */
export function onPostgres(tests: (server: typeof postgresServer) => void): void {
	if (postgresIsUp) tests(postgresServer);
}

async function begin(config: StoreConfig, options: HarnessOptions): Promise<Harness> {
	const time = { now: instantOf(options.startsAt ?? '2026-03-02T09:00Z') };
	const { reactions = [], arrivals = [], rechecks = [] } = options;
	const engine = await createEngine(config, { now: () => time.now, reactions, arrivals, rechecks });
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
