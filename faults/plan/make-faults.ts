import type { Chance } from './chance';
import { BREACH_AT, SECOND_LEVEL_AT } from './moments';
import { DAY_MS, MINUTE_MS, POINTS, pumpName, type Database, type Fault, type FaultKind } from './types';

interface Setting {
	readonly database: Database;
	readonly pumps: number;
	/** The processes that write. */
	readonly writers: readonly string[];
	readonly lengthMs: number;
}

/** What can go wrong there, beside what goes wrong in every run. */
const KINDS = {
	sqlite: ['kill', 'killAt', 'stop', 'lock', 'fullDisk', 'leap', 'sleep', 'strangeTimers'],
	postgres: [
		'kill',
		'killAt',
		'stop',
		'lock',
		'vanish',
		'restart',
		'partition',
		'leap',
		'sleep',
		'strangeTimers',
	],
} as const satisfies Readonly<Record<Database, readonly FaultKind[]>>;

/** Longer than a lease. */
const LEASE_GONE_MS = 65_000;
const EIGHT_DAYS_MS = 8 * DAY_MS;

/** Faults of a run, in the order of their instants. */
export function faultsOf(chance: Chance, setting: Setting): Fault[] {
	const pumps = Array.from({ length: setting.pumps }, (_, index) => pumpName(index));
	const all = [...pumps, ...setting.writers];
	const kinds = new Set(
		Array.from({ length: chance.whole(2, 4) }, () => chance.pick(KINDS[setting.database])),
	);
	const chosen = [...kinds].flatMap((kind) =>
		Array.from({ length: isHeavy(kind) ? 1 : chance.whole(1, 4) }, () =>
			faultOf(chance, kind, { ...setting, all, pumps }),
		),
	);
	return [...courseOfTime(chance, pumps), ...deaths(chance, pumps, all), ...chosen].sort(
		(a, b) => a.at - b.at,
	);
}

const isHeavy = (kind: FaultKind): boolean =>
	['restart', 'partition', 'fullDisk', 'leap', 'sleep', 'strangeTimers'].includes(kind);

/**
 * Minutes pass at once. What was opened breaches at `BREACH_AT`, and at `SECOND_LEVEL_AT` its second level is due: pumps are held up
 * there between choosing what is due and taking it, one for longer than the other, so that it can move in between. Between these, leases run out.
 */
function courseOfTime(chance: Chance, pumps: readonly string[]): Fault[] {
	const passes = (at: number, byMs: number): Fault => ({ kind: 'passes', at, byMs });
	return [
		passes(BREACH_AT / 2, 20 * MINUTE_MS),
		passes(BREACH_AT, 41 * MINUTE_MS),
		...pumps.map((process, index): Fault => ({
			kind: 'holdUp',
			at: SECOND_LEVEL_AT - 150,
			process,
			point: 'read',
			ms: 30 + 130 * index,
			times: 10,
		})),
		passes(SECOND_LEVEL_AT, 31 * MINUTE_MS),
		...Array.from({ length: 5 }, () => passes(chance.whole(BREACH_AT + 100, 2_500), LEASE_GONE_MS)),
	];
}

/** In every run pumps die while they have something in their hands, and somebody dies in the middle of a transaction. */
const deaths = (chance: Chance, pumps: readonly string[], all: readonly string[]): Fault[] => [
	...[400, BREACH_AT, SECOND_LEVEL_AT].map((before): Fault => ({
		kind: 'killAt',
		at: chance.whole(before - 300, before + 300),
		process: chance.pick(pumps),
		point: chance.pick(['read', 'beforeClaim', 'claimed', 'emitted']),
		nth: chance.whole(1, 6),
	})),
	{
		kind: 'killAt',
		at: chance.whole(100, 2_000),
		process: chance.pick(all),
		point: chance.pick(['statement', 'beforeCommit', 'committed']),
		nth: chance.whole(1, 12),
	},
];

interface Cast extends Omit<Setting, 'pumps'> {
	readonly pumps: readonly string[];
	readonly all: readonly string[];
}

function faultOf(chance: Chance, kind: (typeof KINDS)[Database][number], cast: Cast): Fault {
	const ms = chance.whole(150, 900);
	const at = chance.whole(50, cast.lengthMs - ms);
	switch (kind) {
		case 'kill':
			return { kind, at, process: chance.pick(cast.all) };
		case 'killAt': {
			const process = chance.pick(cast.all);
			return { kind, at, process, point: chance.pick(POINTS), nth: chance.whole(1, 12) };
		}
		case 'stop':
			return { kind, at, ms, process: chance.pick(cast.all) };
		case 'lock':
		case 'vanish':
		case 'restart':
		case 'fullDisk':
			return { kind, at, ms };
		case 'partition':
			return {
				kind,
				at,
				ms,
				ways: chance.pick(['both', 'answers']),
				end: chance.pick(['heals', 'resets']),
			};
		case 'leap': {
			const byMs = chance.pick([-DAY_MS, DAY_MS]);
			return { kind, at, ms, byMs, ...(chance.happens(0.5) ? { process: chance.pick(cast.all) } : {}) };
		}
		case 'sleep':
			return { kind, at: chance.whole(900, cast.lengthMs), byMs: EIGHT_DAYS_MS };
		case 'strangeTimers':
			return { kind, at, count: chance.pick([1, 150]) };
	}
}
