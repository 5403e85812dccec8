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

/** Every step of a policy that nobody reacts to, from the instant it starts: what the dry run shows, and the runtime does. */
export function planSteps(policy: Policy, startMs: number, calendar: Calendar): PlannedStep[] {
	const steps: PlannedStep[] = [];
	let next: { pass: number; level: number } | undefined = { pass: 1, level: 1 };
	let at = startMs;
	while (next) {
		const level = policy.levels[next.level - 1];
		if (!level) break;
		at = levelAt(level, at, calendar);
		steps.push({ ...next, at });
		next = stepAfter(policy, next.pass, next.level);
	}
	return steps;
}
