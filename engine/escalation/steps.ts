import type { StepFields } from '../event';
import type { Calendar } from '../working-time';
import { awayAt, type PeopleAround } from './people-around';
import type { Delay, Level, Policy, Told } from './types';
import { ownerOf, whoToTell, type TargetLookup } from './who-to-tell';

type Plan = Pick<
	Policy,
	'levels' | 'repeat' | 'repeatAfter' | 'exhaustedAfter' | 'ownerId' | 'waitingNoticeAfter'
>;

/** What does not change while a run goes through its levels. */
export interface StepLookup {
	readonly policy: Plan;
	/** The one that delays in working time are counted in. */
	readonly calendar: Calendar;
	readonly request: { readonly assigneeId?: string | undefined; readonly departmentId: string };
	readonly people: PeopleAround;
	/** How many passes there are; without it, as many as the policy says. */
	readonly passes?: number | undefined;
	/** How often anybody was ever notified, also if they were called off since; left out, how many are told of. */
	readonly messages?: number;
	/** Who had taken it on, where that has expired or something else is broken since: the first level notifies them as well. */
	readonly acknowledgedBy?: string | undefined;
}

/** The level that is due next, and when. Behind the last one it is said that nobody has reacted. */
export interface DueStep extends StepFields {
	readonly dueAt: number;
}

/** Somebody who was notified in this run, and when, epoch ms. */
export interface ToldAt {
	readonly memberId: string;
	readonly at: number;
}

/** A level that had its turn. Where it found nobody, the next one had its turn at once. */
export interface TriedLevel extends StepFields {
	readonly told: readonly Told[];
	/** Whom it would have notified, had they not been notified a moment ago. */
	readonly justTold: readonly Told[];
}

export interface TakenStep {
	readonly tried: readonly TriedLevel[];
	/** Without one the run is at its end. */
	readonly next: DueStep | undefined;
	/** How it ended: `nobody` where no level ever found anybody. */
	readonly end?: 'exhausted' | 'nobody';
}

export type Timing = Pick<StepLookup, 'policy' | 'calendar'>;

/** Messages of one run. A policy that goes on and on, or a request that goes round and round, ends here. */
export const MESSAGES_A_RUN = 100;
/** Working time in which nobody is notified twice. */
const A_MOMENT_MS = 30 * 60_000;
/** A little late is on time. */
const A_LITTLE_MS = 60_000;

/** The first level of a policy that is set to work at an instant. */
export const firstStep = ({ policy, calendar }: Timing, startMs: number): DueStep => ({
	pass: 1,
	level: 1,
	dueAt: dueAfter(policy.levels[0], startMs, calendar),
});

/** What a level's targets are resolved against at an instant. */
export function lookupAt(
	{ policy, request, people }: Pick<StepLookup, 'policy' | 'request' | 'people'>,
	level: number,
	now: number,
): TargetLookup {
	return {
		assigneeId: request.assigneeId,
		departmentId: request.departmentId,
		members: people.members,
		departments: people.departments,
		absences: awayAt(people.absences, now),
		steps: policy.levels.slice(0, level).filter(isManagers).length,
		ownerId: policy.ownerId,
	};
}

const isManagers = ({ targets }: Level): boolean => targets.some(({ kind }) => kind === 'manager');

/**
 * What happens when a level is due: it is notified, without those who were notified a moment ago; where it finds nobody, the
 * next one of this pass has its turn at once, without its delay. The one rule for what the runtime does and what the dry run
 * shows.
 *
 * @param told whom this run has notified so far
 * @param now who is away at this instant is passed over. After an outage it is later than `due.dueAt`, and the next level
 *   still gets its whole delay.
 */
export function takeStep(lookup: StepLookup, due: DueStep, told: readonly ToldAt[], now: number): TakenStep {
	const { policy, calendar, passes = policy.repeat + 1, messages = told.length } = lookup;
	const isSomebodyTold = messages > 0;
	const { pass } = due;
	const last = policy.levels.length;
	if (due.level > last) return { tried: [], next: undefined, end: 'exhausted' };
	const tried: TriedLevel[] = [];
	let level = due.level;
	for (; ; level++) {
		const found = foundAt(lookup, level, now, isSomebodyTold);
		const { told: fresh, justTold } = apart(lookup, level, found, told, now);
		tried.push({ pass, level, told: fresh.slice(0, Math.max(0, MESSAGES_A_RUN - messages)), justTold });
		if (found.length > 0 || level >= last) break;
	}
	const isSpent = messages + tried.flatMap((one) => one.told).length >= MESSAGES_A_RUN;
	const isNobody = !isSomebodyTold && tried.every((one) => one.told.length === 0);
	const next = isSpent ? { pass, level: last + 1 } : nextAfter({ pass, level }, last, passes);
	if (next.level > last && isNobody) return { tried, next: undefined, end: 'nobody' };
	const delay = delayBefore(policy, next);
	return { tried, next: { ...next, dueAt: dueAfter(delay, countingFrom(due.dueAt, now, delay), calendar) } };
}

const nextAfter = ({ pass, level }: StepFields, last: number, passes: number): StepFields =>
	level < last || pass >= passes ? { pass, level: level + 1 } : { pass: pass + 1, level: 1 };

/** Whom a level finds. Before anybody was notified at all, the policy's owner is better than nobody. */
function foundAt(lookup: StepLookup, level: number, now: number, isSomebodyTold: boolean): Told[] {
	const at = lookupAt(lookup, level, now);
	const found = withAcknowledger(
		whoToTell(lookup.policy.levels[level - 1]?.targets ?? [], at),
		level,
		lookup,
		at,
	);
	if (found.length > 0 || isSomebodyTold || level < lookup.policy.levels.length) return found;
	const owner = ownerOf(at);
	return owner ? [owner] : [];
}

/** Whoever had taken it on hears first, unless they have left or are away. */
function withAcknowledger(
	found: readonly Told[],
	level: number,
	{ acknowledgedBy: memberId }: StepLookup,
	{ members, absences }: TargetLookup,
): Told[] {
	const isThere = memberId !== undefined && members.get(memberId)?.active === true && !absences.has(memberId);
	if (level !== 1 || !isThere || found.some((one) => one.memberId === memberId)) return [...found];
	return [...found, { memberId, why: { rule: 'acknowledged' } }];
}

/** Those to be notified, and those who were a moment ago. */
function apart(
	{ policy, calendar }: Timing,
	level: number,
	found: readonly Told[],
	told: readonly ToldAt[],
	now: number,
): Pick<TriedLevel, 'told' | 'justTold'> {
	const again = policy.levels[level - 1]?.again === true;
	const isJustTold = ({ memberId }: Told): boolean =>
		!again &&
		told.some(
			(one) => one.memberId === memberId && calendar.between(one.at, now) < A_MOMENT_MS - A_LITTLE_MS,
		);
	return { told: found.filter((one) => !isJustTold(one)), justTold: found.filter(isJustTold) };
}

/** Every step when nobody reacts and each is taken when it is due: what the dry run shows. */
export function stepsUntilEnd(lookup: StepLookup, startMs: number): (TriedLevel & { readonly at: number })[] {
	const steps: (TriedLevel & { readonly at: number })[] = [];
	const told: ToldAt[] = [];
	let due: DueStep | undefined = firstStep(lookup, startMs);
	while (due) {
		const at: number = due.dueAt;
		const { tried, next }: TakenStep = takeStep(lookup, due, told, at);
		steps.push(...tried.map((level) => ({ ...level, at })));
		told.push(...tried.flatMap((level) => level.told.map(({ memberId }) => ({ memberId, at }))));
		due = next;
	}
	return steps;
}

/**
 * What a delay is counted from: when the step before it was due, or from now where that is long ago. Up to a minute is not
 * long, but for a short delay half of it is: nobody is notified several levels in one breath.
 */
export function countingFrom(dueAt: number, now: number, delay?: Delay): number {
	const isShort = delay && delay.delayMs > 0 && delay.delayDays === undefined;
	const little = Math.min(A_LITTLE_MS, isShort ? delay.delayMs / 2 : A_LITTLE_MS);
	return now - dueAt < little ? dueAt : now;
}

/** When a level is due, counted from an instant. Without a delay it is due at once, by night too. */
export function dueAfter(delay: Delay | undefined, fromMs: number, calendar: Calendar): number {
	if (delay?.delayDays !== undefined) return calendar.addDays(fromMs, delay.delayDays);
	if (!delay || delay.delayMs === 0) return fromMs;
	return delay.countedIn === 'elapsed' ? fromMs + delay.delayMs : calendar.add(fromMs, delay.delayMs);
}

const AN_HOUR: Delay = { delayMs: 3_600_000, countedIn: 'working' };
const HALF_AN_HOUR: Delay = { delayMs: 1_800_000, countedIn: 'working' };

/** How long it is until a level, from the one before; behind the last one, until it is said that nobody has reacted. */
export function delayBefore(policy: Plan, { pass, level }: StepFields): Delay | undefined {
	if (level > policy.levels.length) return policy.exhaustedAfter ?? AN_HOUR;
	const delay = policy.levels[level - 1];
	if (pass === 1 || level > 1) return delay;
	// A policy of before the interval was asked for has none.
	return policy.repeatAfter ?? (delay && (delay.delayMs > 0 || delay.delayDays) ? delay : HALF_AN_HOUR);
}
