import { isDeepStrictEqual } from 'node:util';
import type { Engine } from '../../../engine/engine';
import { unwrap } from '../../../engine/outcome';
import { explainRequest } from '../../../engine/sla';
import { fireTimers } from '../../../engine/timeline';
import { handlers } from '../../../engine/wiring';
import { mirrorTickets } from '../../../engine/tickets';
import { MINUTE, countClock, countVerdicts } from '../recount/clock';
import { countHops, type CountedMinutes } from '../recount/ledger';
import type { CountedCompany } from './log-company';
import { momentsOf, noticeOf } from './readings';
import type { LogRow } from './read-log';

/** The same order for the same seed: Fisher and Yates, with the generator of Park and Miller. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
	const result = [...items];
	let state = seed % 2_147_483_647 || 1;
	for (let last = result.length - 1; last > 0; last--) {
		state = (state * 48_271) % 2_147_483_647;
		const other = state % (last + 1);
		[result[last], result[other]] = [result[other] as T, result[last] as T];
	}
	return result;
}

/**
 * Mirrors rows as a workflow does that gets `size` of them at a time, in this order, while the pump runs.
 *
 * @param history whether it is the past that is brought in, of which nobody is to hear
 */
export async function mirrorRows(
	engine: Engine,
	rows: readonly LogRow[],
	{ size, history = false }: { readonly size: number; readonly history?: boolean },
): Promise<void> {
	for (let from = 0; from < rows.length; from += size) {
		const notices = rows.slice(from, from + size).map((row) => ({ ...noticeOf(row), history }));
		(await mirrorTickets(engine, notices)).forEach(unwrap);
		await fireAll(engine);
	}
}

/** Lets happen what is due now. */
export async function fireAll(engine: Engine): Promise<void> {
	const fire = () =>
		fireTimers(engine, handlers, (error) => {
			throw error;
		});
	while ((await fire()).fired > 0);
}

/** What is said of an incident: its clocks by kind and metric, and who held it. */
export interface Account {
	readonly clocks: Readonly<Record<string, unknown>>;
	readonly hops: readonly unknown[];
}

/** As the engine has it. */
export async function accountOf(engine: Engine, incident: string): Promise<Account> {
	const { clocks, hops } = await explainRequest(engine, incident);
	return {
		clocks: Object.fromEntries(
			clocks.map(
				({ agreementKind, metric, state, cycle, dueAt, elapsedSeconds, remainingSeconds, segments }) => [
					`${agreementKind}:${metric}`,
					{ state, cycle, dueAt, elapsedSeconds, remainingSeconds, countedSeconds: countedIn(segments) },
				],
			),
		),
		// Whoever gets a request in the very instant in which it is over has it for no minute.
		hops: hops.filter(hasLength).map((hop) => ({ ...hop, parts: hop.parts.filter(hasLength) })),
	};
}

const hasLength = ({ from, to }: { readonly from: string; readonly to: string | null }) => from !== to;

const countedIn = (segments: readonly Record<string, unknown>[]): number =>
	segments.reduce((sum, { kind, seconds }) => sum + (kind === 'counted' ? Number(seconds) : 0), 0);

/** As it is counted by hand. */
export function countedAccount(
	rows: readonly LogRow[],
	{ terms, calendarOf, minutesOf }: CountedCompany,
	now: number,
): Account {
	const moments = momentsOf(rows);
	return {
		clocks: Object.fromEntries(
			[...terms].map(([name, one]) => {
				const { state, cycle, dueAt, elapsedMinutes, targetMinutes } = countClock(moments, one, now);
				return [
					name,
					{
						state,
						cycle,
						dueAt: iso(dueAt),
						elapsedSeconds: elapsedMinutes * 60,
						remainingSeconds: targetMinutes === undefined ? null : (targetMinutes - elapsedMinutes) * 60,
						countedSeconds: elapsedMinutes * 60,
					},
				];
			}),
		),
		hops: countHops(moments, now, minutesOf).map((hop) => ({
			departmentId: hop.department,
			calendarId: calendarOf(hop.department),
			...secondsOf(hop),
			parts: hop.parts.map((part) => ({
				state: part.assignee === undefined ? 'unowned' : 'held',
				assigneeId: part.assignee ?? null,
				...secondsOf(part),
			})),
		})),
	};
}

const secondsOf = ({ from, to, held, unowned, paused, heldWorking, unownedWorking }: CountedMinutes) => ({
	from: iso(from),
	to: iso(to),
	heldSeconds: held * 60,
	unownedSeconds: unowned * 60,
	pausedSeconds: paused * 60,
	heldWorkingSeconds: heldWorking * 60,
	unownedWorkingSeconds: unownedWorking * 60,
});

const iso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());

/** What is to be said of incidents, by their clocks: how each cycle ended. Nothing of what was so only in between. */
export const countedVerdicts = (
	incidents: ReadonlyMap<string, readonly LogRow[]>,
	{ terms }: CountedCompany,
	now: number,
): string[] =>
	[...incidents].flatMap(([incident, rows]) =>
		[...terms].flatMap(([name, one]) =>
			countVerdicts(momentsOf(rows), one, now).map((verdict) => `${incident} ${name} ${verdict}`),
		),
	);

export interface Difference {
	readonly incident: string;
	readonly engine: Account;
	readonly counted: Account;
}

/** Where the engine and the recount are not of one mind. */
export async function differences(
	engine: Engine,
	incidents: ReadonlyMap<string, readonly LogRow[]>,
	company: CountedCompany,
): Promise<Difference[]> {
	const found: Difference[] = [];
	for (const [incident, rows] of incidents) {
		const read = await accountOf(engine, incident);
		const wanted = countedAccount(rows, company, engine.now());
		if (!isDeepStrictEqual(read, wanted)) found.push({ incident, engine: read, counted: wanted });
	}
	return found;
}

/** After the last row, on a whole minute. */
export const minuteAfter = (rows: readonly LogRow[]): number =>
	rows.reduce((last, { at }) => Math.max(last, at), 0) + MINUTE;
