import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import {
	compileCalendar,
	type Calendar,
	type CalendarSpec,
	type ClockInterval,
} from '../engine/working-time';
import type { BenchRow } from './row';

/**
 * Adding 40 and 400 working hours in New York with ten holidays, against
 * - the fastest library on npm that gives the same answers (asked on random starts, both DST changes within);
 * - a bare pair of binary searches over ready-made sums, which is the least that any code has to do.
 */

type Add = (startMs: number, hours: number) => number;

interface Peer {
	readonly name: string;
	readonly add: Add;
	/** Calls per round: libraries take milliseconds each. */
	readonly calls: number;
}

const HOUR = 3_600_000;
const ZONE = 'America/New_York';
const ROUNDS = 15;
const FAST_CALLS = 200_000;

const hours: readonly ClockInterval[] = [['09:00', '17:00']];
const holidays = [
	...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19'],
	...['2026-07-03', '2026-09-07', '2026-10-12', '2026-11-26', '2026-12-25'],
];
const spec: CalendarSpec = {
	timezone: ZONE,
	weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
	holidays,
};

/** Whole minutes of 2026, the same in every run; so many that the processor cannot learn them by heart. */
const STARTS = 1 << 16;
const starts = new Float64Array(STARTS);
for (let i = 0, seed = 2026; i < STARTS; i++) {
	seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
	starts[i] = Date.UTC(2026, 0, 1, 5) + (seed % (365 * 24 * 60)) * 60_000;
}

export async function workingTimeRows(): Promise<BenchRow[]> {
	const zoneBefore = process.env['TZ'];
	// The libraries reckon in the process's zone.
	process.env['TZ'] = ZONE;
	try {
		const calendar = compileCalendar(spec);
		const ours: Peer = { name: 'ours', add: (start, h) => calendar.add(start, h * HOUR), calls: FAST_CALLS };
		const right = [momentBusinessTime(), dayjsBusinessTime()].filter((peer) => agrees(peer, ours));
		const bare = bareSearch(calendar);
		if (!agrees(bare, ours)) throw new Error('the bare search disagrees with the calendar');
		return [40, 400].flatMap((amount) => {
			const [oursNs = NaN, bareNs = NaN, ...libraryNs] = medians([ours, bare, ...right], amount);
			const fastest = Math.min(...libraryNs);
			const library = right[libraryNs.indexOf(fastest)]?.name ?? 'no library agrees';
			return [row(amount, oursNs, fastest, library), row(amount, oursNs, bareNs, bare.name)];
		});
	} finally {
		if (zoneBefore === undefined) delete process.env['TZ'];
		else process.env['TZ'] = zoneBefore;
	}
}

function row(amount: number, ours: number, peer: number, peerName: string): BenchRow {
	return { name: `add ${amount} working hours`, ours, peer, peerName, unit: 'ns/call', ratio: peer / ours };
}

function agrees(peer: Peer, ours: Peer): boolean {
	return [8, 40].every((amount) =>
		starts.slice(0, 300).every((start) => peer.add(start, amount) === ours.add(start, amount)),
	);
}

/** Ns per call, each the median of rounds in which all take their turn. */
function medians(peers: readonly Peer[], amount: number): number[] {
	for (const peer of peers) nsPerCall(peer, amount);
	const rounds = Array.from({ length: ROUNDS }, () => peers.map((peer) => nsPerCall(peer, amount)));
	return peers.map((_, i) => {
		const sorted = rounds.map((round) => round[i] ?? NaN).sort((a, b) => a - b);
		return sorted[ROUNDS >> 1] ?? NaN;
	});
}

function nsPerCall({ add, calls }: Peer, amount: number): number {
	let sum = 0;
	const begin = process.hrtime.bigint();
	for (let i = 0; i < calls; i++) sum += add(starts[i & (STARTS - 1)] ?? 0, amount);
	const ns = Number(process.hrtime.bigint() - begin);
	// Used, so that the loop cannot be optimised away.
	if (Number.isNaN(sum)) throw new Error('a peer answered NaN');
	return ns / calls;
}

/** Twenty years of sums, the same as the calendar then holds, and nothing around the two searches. */
function bareSearch(calendar: Calendar): Peer {
	calendar.between(Date.UTC(2020, 0, 1), Date.UTC(2039, 11, 31));
	const openings: number[] = [];
	const closings: number[] = [];
	for (let t = Date.UTC(2020, 0, 1); t < Date.UTC(2040, 0, 1); t = closings.at(-1) ?? NaN) {
		openings.push(calendar.nextOpening(t) ?? NaN);
		closings.push(calendar.nextClosing(t) ?? NaN);
	}
	const n = openings.length;
	const opens = Float64Array.from(openings);
	const closes = Float64Array.from(closings);
	const sums = new Float64Array(n + 1);
	for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + closes[i]! - opens[i]!;
	const add: Add = (start, h) => {
		let low = 0;
		let high = n;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (closes[middle]! > start) high = middle;
			else low = middle + 1;
		}
		const target = sums[low]! + Math.max(0, start - opens[low]!) + h * HOUR;
		high = n;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (sums[middle + 1]! >= target) high = middle;
			else low = middle + 1;
		}
		return opens[low]! + target - sums[low]!;
	};
	return { name: 'two bare binary searches', add, calls: FAST_CALLS };
}

const load = createRequire(__filename);

function momentBusinessTime(): Peer {
	interface Moment {
		addWorkingTime(amount: number, unit: 'hours'): Moment;
		valueOf(): number;
	}
	const moment: {
		(ms: number): Moment;
		locale(): string;
		updateLocale(locale: string, data: object): void;
	} = load('moment-business-time');
	const day = ['09:00:00', '17:00:00'];
	const workinghours = { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null };
	moment.updateLocale(moment.locale(), { workinghours, holidays });
	const add: Add = (start, h) => moment(start).addWorkingTime(h, 'hours').valueOf();
	return { name: 'moment-business-time', add, calls: 30 };
}

function dayjsBusinessTime(): Peer {
	interface Dayjs {
		addBusinessHours(amount: number): Dayjs;
		valueOf(): number;
	}
	const dayjs: {
		(ms: number): Dayjs;
		extend(plugin: unknown): void;
		setHolidays(dates: readonly string[]): void;
	} = load('dayjs');
	// Monday to Friday, 9 to 5, is its default.
	dayjs.extend(load('dayjs-business-time'));
	dayjs.setHolidays(holidays);
	return {
		name: 'dayjs-business-time',
		add: (start, h) => dayjs(start).addBusinessHours(h).valueOf(),
		calls: 30,
	};
}

if (pathToFileURL(process.argv[1] ?? '').href === pathToFileURL(__filename).href)
	void workingTimeRows().then((rows) => console.table(rows));
