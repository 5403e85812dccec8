import type { Calendar } from '../working-time';
import { standingsOf, type Standing } from './fold-facts';
import type { Fact } from './types';

/** What became of a stretch of time: the three of wall time sum up to it, to the second. */
export interface HoldingTimes {
	/** Somebody had it. */
	readonly heldMs: number;
	/** Nobody had it: it lay in the department's queue. */
	readonly unownedMs: number;
	/** It waited for somebody else, whoever had it. */
	readonly pausedMs: number;
	/** The first two in working time of the department; undefined where no calendar says when it works. */
	readonly working: { readonly heldMs: number; readonly unownedMs: number } | undefined;
}

interface Stretch {
	readonly from: number;
	/** Undefined: it goes on. */
	readonly to: number | undefined;
}

/** The part of a hop during which one person, or nobody, had it. The parts of a hop sum up to it. */
export interface SubHop extends Stretch, HoldingTimes {
	/** Undefined: unowned. */
	readonly assigneeId: string | undefined;
}

/** The stretch during which one department held a request. */
export interface Hop extends Stretch, HoldingTimes {
	readonly departmentId: string;
	readonly parts: readonly SubHop[];
}

/**
 * Who held the request how long. The parts sum to the whole: held, unowned and paused over all hops are the wall time from
 * the opening to the end (or to `now`), to the second. The time between a solution and a reopening belongs to nobody
 * and is left out. What is moved on in the very instant it came was never held.
 *
 * @param facts of one request, oldest first
 * @param now epoch ms, not before the last fact
 * @param calendarOf the calendar by which a department works, where there is one
 */
export function hopsOf(
	facts: readonly Fact[],
	now: number,
	calendarOf: (departmentId: string) => Calendar | undefined = () => undefined,
): Hop[] {
	return together(staysOf(facts), isOfOneDepartment).map((hop) => {
		const departmentId = hop[0]?.departmentId ?? '';
		const calendar = calendarOf(departmentId);
		const parts = together(hop, (one, other) => one.assigneeId === other.assigneeId).map((part) => ({
			assigneeId: part[0]?.assigneeId,
			...timesOf(part, now, calendar),
		}));
		return { departmentId, ...timesOf(hop, now, calendar), parts };
	});
}

/** A reopening begins a new hop, also in the very instant of the solution. */
const isOfOneDepartment = (one: Stay, other: Stay): boolean =>
	one.departmentId === other.departmentId && one.rests === other.rests;

/** A stretch with one department and one person, or nobody, that is paused or is not. */
interface Stay extends Stretch {
	readonly departmentId: string;
	readonly assigneeId: string | undefined;
	readonly isPaused: boolean;
	/** How often the request had been at rest before. */
	readonly rests: number;
}

function staysOf(facts: readonly Fact[]): Stay[] {
	const steps = standingsOf(facts);
	let rests = 0;
	return steps.flatMap(({ fact: { at: from }, standing }, index): Stay[] => {
		const { departmentId, assigneeId } = standing;
		const next = steps[index + 1];
		if (isAtRest(standing)) rests++;
		// Moved on in the instant it came. Over in that instant it was somebody's all the same.
		const isPassing = next?.fact.at === from && !isAtRest(next.standing);
		if (isAtRest(standing) || isPassing) return [];
		return [
			{ from, to: next?.fact.at, departmentId, assigneeId, isPaused: standing.status === 'paused', rests },
		];
	});
}

const isAtRest = ({ status }: Standing): boolean => status === 'resolved' || status === 'cancelled';

/** Those that follow one another without a gap and have the same in common. */
function together(stays: readonly Stay[], isSame: (one: Stay, other: Stay) => boolean): Stay[][] {
	const groups: Stay[][] = [];
	for (const stay of stays) {
		const group = groups.at(-1);
		const last = group?.at(-1);
		if (group && last && last.to === stay.from && isSame(last, stay)) group.push(stay);
		else groups.push([stay]);
	}
	return groups;
}

/** Counted from whole second to whole second, so that seconds add up as well. */
const wholeSecond = (ms: number): number => Math.round(ms / 1000) * 1000;

function timesOf(
	stays: readonly Stay[],
	now: number,
	calendar: Calendar | undefined,
): Stretch & HoldingTimes {
	const isHeld = ({ assigneeId, isPaused }: Stay) => assigneeId !== undefined && !isPaused;
	const isUnowned = ({ assigneeId, isPaused }: Stay) => assigneeId === undefined && !isPaused;
	const sumOf = (which: (stay: Stay) => boolean, measure: (from: number, to: number) => number) =>
		stays
			.filter(which)
			.reduce((sum, { from, to }) => sum + measure(wholeSecond(from), wholeSecond(to ?? now)), 0);
	const wall = (from: number, to: number) => to - from;
	const open = (from: number, to: number) => calendar?.between(from, to) ?? 0;
	return {
		from: stays[0]?.from ?? now,
		to: stays.at(-1)?.to,
		heldMs: sumOf(isHeld, wall),
		unownedMs: sumOf(isUnowned, wall),
		pausedMs: sumOf(({ isPaused }) => isPaused, wall),
		working: calendar && { heldMs: sumOf(isHeld, open), unownedMs: sumOf(isUnowned, open) },
	};
}
