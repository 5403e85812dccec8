import type { StepFields } from '../event';
import type { Calendar } from '../working-time';
import { awayAt, type PeopleAround } from './people-around';
import type { Level, Notification, Policy, Told } from './types';
import { whoToTell } from './who-to-tell';
import { pluck } from '../pluck';

/** What does not change while a run goes through its levels. */
export interface StepLookup {
	readonly policy: Pick<Policy, 'levels' | 'repeat'>;
	/** The one that delays in working time are counted in. */
	readonly calendar: Calendar;
	readonly request: { readonly assigneeId?: string | undefined; readonly departmentId: string };
	readonly people: PeopleAround;
}

/** The level that is due next, and when. */
export interface DueStep extends StepFields {
	readonly dueAt: number;
	/** Whom the level before notified. */
	readonly toldBefore: readonly string[];
}

/** A level that had its turn. Where it notified nobody, the next one had its turn at once. */
export interface TriedLevel extends StepFields {
	readonly told: readonly Told[];
}

export interface TakenStep {
	readonly tried: readonly TriedLevel[];
	/** Without one every level has been notified. */
	readonly next: DueStep | undefined;
}

export type Timing = Pick<StepLookup, 'policy' | 'calendar'>;

/** The first level of a policy that is set to work at an instant. */
export const firstStep = ({ policy, calendar }: Timing, startMs: number): DueStep => ({
	pass: 1,
	level: 1,
	dueAt: dueAfter(policy.levels[0], startMs, calendar),
	toldBefore: [],
});

/** Whom the latest level of this pass notified. */
export function toldLast(told: readonly Notification[], pass: number): string[] {
	const inPass = told.filter((notification) => notification.pass === pass);
	const latest = Math.max(...pluck(inPass, 'level'));
	return inPass.filter(({ level }) => level === latest).map(({ memberId }) => memberId);
}

/**
 * What happens when a level is due: it is notified; where it finds nobody, the next has its turn at once, without its delay.
 * The one rule for what the runtime does and what the dry run shows.
 *
 * @param now who is away at this instant is passed over. After an outage it is later than `due.dueAt`, and the next level
 *   still gets its whole delay.
 */
export function takeStep(lookup: StepLookup, due: DueStep, now: number): TakenStep {
	const { policy, request, people, calendar } = lookup;
	const absences = awayAt(people.absences, now);
	const tried: TriedLevel[] = [];
	// By id: of several reasons the first counts, and the database keeps no order among those who were notified together.
	let toldBefore: readonly string[] = [...due.toldBefore].sort();
	let next: StepFields | undefined = { pass: due.pass, level: due.level };
	let told: readonly Told[] = [];
	while (next && told.length === 0) {
		const { pass, level }: StepFields = next;
		// A further pass begins with the first level again: nobody has been notified in it yet.
		if (level === 1) toldBefore = [];
		told = whoToTell(policy.levels[level - 1]?.targets ?? [], {
			assigneeId: request.assigneeId,
			departmentId: request.departmentId,
			members: people.members,
			departments: people.departments,
			absences,
			toldBefore,
		});
		tried.push({ pass, level, told });
		next = stepAfter(policy, pass, level);
	}
	if (!next) return { tried, next: undefined };
	const dueAt = dueAfter(policy.levels[next.level - 1], countingFrom(due.dueAt, now), calendar);
	return { tried, next: { ...next, dueAt, toldBefore: pluck(told, 'memberId') } };
}

/** Every step when nobody reacts and each is taken when it is due: what the dry run shows. */
export function stepsUntilEnd(lookup: StepLookup, startMs: number): (TriedLevel & { readonly at: number })[] {
	const steps: (TriedLevel & { readonly at: number })[] = [];
	let due: DueStep | undefined = firstStep(lookup, startMs);
	while (due) {
		const at: number = due.dueAt;
		const { tried, next }: TakenStep = takeStep(lookup, due, at);
		steps.push(...tried.map((level) => ({ ...level, at })));
		due = next;
	}
	return steps;
}

/** A moment late is on time: the next level counts from when this one was due. After an outage it counts from now. */
const A_MOMENT_MS = 60_000;
export const countingFrom = (dueAt: number, now: number): number => (now - dueAt < A_MOMENT_MS ? dueAt : now);

/** When a level is due, counted from an instant. Without a delay it is due at once, by night too. */
function dueAfter(level: Level | undefined, fromMs: number, calendar: Calendar): number {
	if (level?.delayDays !== undefined) return calendar.addDays(fromMs, level.delayDays);
	if (!level || level.delayMs === 0) return fromMs;
	return level.countedIn === 'elapsed' ? fromMs + level.delayMs : calendar.add(fromMs, level.delayMs);
}

/** The next level, a further pass, or the end. */
function stepAfter(policy: StepLookup['policy'], pass: number, level: number): StepFields | undefined {
	if (level < policy.levels.length) return { pass, level: level + 1 };
	return pass <= policy.repeat ? { pass: pass + 1, level: 1 } : undefined;
}
