import type { Calendar } from '../working-time';
import type { Level, Policy } from './types';

/** When a level is told, if the one before was told at `fromMs`. Without a delay it is told at once, by night too. */
export function levelAt(level: Level, fromMs: number, calendar: Calendar): number {
	if (level.delayMs === 0) return fromMs;
	return level.countedIn === 'elapsed' ? fromMs + level.delayMs : calendar.add(fromMs, level.delayMs);
}

/** Where a run stands after a level was told: the next level, a further pass, or the end. */
export function stepAfter(
	policy: Pick<Policy, 'levels' | 'repeat'>,
	pass: number,
	level: number,
): { pass: number; level: number } | undefined {
	if (level < policy.levels.length) return { pass, level: level + 1 };
	return pass <= policy.repeat ? { pass: pass + 1, level: 1 } : undefined;
}

export interface PlannedStep {
	readonly pass: number;
	/** From 1. */
	readonly level: number;
	readonly at: number;
}

/**
 * Every step of a policy that nobody reacts to, from the instant it starts: what the dry run shows, and the runtime does.
 * A level that finds nobody does not use up the delay of the next.
 *
 * @param tell who a step would tell
 */
export function planSteps<Person>(
	policy: Pick<Policy, 'levels' | 'repeat'>,
	startMs: number,
	calendar: Calendar,
	tell: (step: PlannedStep) => readonly Person[],
): (PlannedStep & { readonly told: readonly Person[] })[] {
	const steps: (PlannedStep & { readonly told: readonly Person[] })[] = [];
	let next: { pass: number; level: number } | undefined = { pass: 1, level: 1 };
	let at = startMs;
	while (next) {
		const level = policy.levels[next.level - 1];
		if (!level) break;
		if (steps.at(-1)?.told.length !== 0) at = levelAt(level, at, calendar);
		steps.push({ ...next, at, told: tell({ ...next, at }) });
		next = stepAfter(policy, next.pass, next.level);
	}
	return steps;
}

/** A moment late is on time: the next level counts from when this one was due. After an outage it counts from now. */
const A_MOMENT_MS = 60_000;
export const countingFrom = (dueAt: number, now: number): number => (now - dueAt < A_MOMENT_MS ? dueAt : now);
