import { pathToFileURL } from 'node:url';
import { computeClock } from '../engine/sla/clock';
import { inOrder, type BookedFact } from '../engine/sla/fact-order';
import { foldFacts } from '../engine/sla/fold-facts';
import type { Agreement, Fact, FactBody } from '../engine/sla/types';
import { compileCalendar, type Calendar } from '../engine/working-time';
import type { BenchRow } from './row';

/**
 * Reading six clocks of a request of which 200 facts are known, as it is done whenever something is said of it: the facts are put
 * in order and folded, and each clock is computed. Against the least that any program has to do that reads facts which are
 * stored as JSON: parsing them, once.
 */

const FACTS = 200;
const ROUNDS = 31;
/** So often a round, since systems count processor time in milliseconds. */
const TIMES = 250;
const HOUR = 3_600_000;
const OPENED = Date.parse('2026-03-02T09:00:00Z');

const hours = [['08:00', '12:00'] as const, ['13:00', '18:00'] as const];
const calendarIn = (timezone: string): Calendar =>
	compileCalendar({ timezone, weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } });

/** Three agreements of two promises each, as they apply to a request with an SLA, an OLA and a contract underneath. */
const clocks = (['sla', 'ola', 'uc'] as const).flatMap((kind, index) =>
	(['firstResponse', 'resolution'] as const).map((metric) => ({
		metric,
		agreement: {
			kind,
			targets: [{ metric, targetMs: (index + 2) * 20 * HOUR, countedIn: 'working' }],
			warnAtPercent: [50, 80],
			onReopen: index === 1 ? 'restart' : 'continue',
		} satisfies Pick<Agreement, 'kind' | 'targets' | 'warnAtPercent' | 'onReopen'>,
		calendar: calendarIn(['Europe/Berlin', 'Asia/Shanghai', 'America/New_York'][index] ?? 'UTC'),
	})),
);

/** A long story: it waits, goes on, is handed off, noted, made more and less urgent, solved and reopened. */
const TURNS: readonly FactBody[] = [
	{ kind: 'paused', reason: 'waiting for the customer' },
	{ kind: 'resumed' },
	{ kind: 'updated', note: 'Looked into it' },
	{ kind: 'handedOff', departmentId: 'network' },
	{ kind: 'priorityChanged', priority: 'high' },
	{ kind: 'assigned', assigneeId: 'tom' },
	{ kind: 'handedOff', departmentId: 'it' },
	{ kind: 'priorityChanged', priority: 'normal' },
	{ kind: 'resolved' },
	{ kind: 'reopened', reason: 'it is back' },
];

const facts: readonly Fact[] = Array.from({ length: FACTS }, (_, n): Fact => {
	const body: FactBody =
		n === 0
			? { kind: 'opened', priority: 'normal', departmentId: 'it', assigneeId: undefined }
			: (TURNS[(n - 1) % TURNS.length] ?? { kind: 'updated' });
	// Every tenth is told at the instant of the one before.
	const step = n - (n % 10 === 9 ? 1 : 0);
	return { ...body, at: OPENED + step * 7 * 60_000, source: 'redmine', sourceRef: `journal-${n}` };
});
const NOW = OPENED + FACTS * HOUR;
const booked: readonly BookedFact[] = facts.map((fact, n) => ({ fact, seq: n + 1, recordedAt: NOW }));
const stored = facts.map((fact) => JSON.stringify(fact));

/** @returns something of each clock, so that none of the work can be left out */
function ours(): number {
	const ordered = inOrder(booked).map(({ fact }) => fact);
	const { effective } = foldFacts(ordered);
	const told = ordered.map((fact): Fact => (effective.has(fact) ? fact : { ...fact, hasNoEffect: true }));
	return clocks.reduce((sum, terms) => sum + computeClock(told, terms, NOW).elapsedMs, 0);
}

const peer = (): number => stored.reduce((sum, text) => sum + (JSON.parse(text) as Fact).at, 0);

export async function readClocksRows(): Promise<BenchRow[]> {
	const [oursUs, peerUs] = [medianUs(ours), medianUs(peer)];
	return [
		{
			id: 'read-clocks',
			name: `read ${clocks.length} clocks from ${FACTS} facts`,
			ours: oursUs,
			peer: peerUs,
			peerName: 'JSON.parse of these facts',
			unit: 'µs',
			ratio: peerUs / oursUs,
		},
	];
}

/** Processor time of this thread: for what else runs on the machine, a clock on the wall would answer as well. */
function medianUs(work: () => number): number {
	let sum = 0;
	const times = Array.from({ length: ROUNDS }, () => {
		const before = process.threadCpuUsage();
		for (let n = 0; n < TIMES; n++) sum += work();
		const { user, system } = process.threadCpuUsage(before);
		return (user + system) / TIMES;
	});
	// Used, so that the loop cannot be optimised away.
	if (Number.isNaN(sum)) throw new Error('a clock is not a number');
	return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void readClocksRows().then((rows) => console.table(rows));
