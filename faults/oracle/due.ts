import { TARGETS_MS } from '../plan/company';
import type { StoredFact } from './account';

type Priority = keyof typeof TARGETS_MS;
const isPriority = (text: unknown): text is Priority => typeof text === 'string' && text in TARGETS_MS;

/**
 * When a request is due by what was said of it, epoch ms: slow, obvious, and of no line of the engine's. Its calendar has no nights,
 * so that every ms counts that it was not paused; a change of priority keeps what was used. Undefined where it is paused or done
 * before that.
 *
 * @param facts of one request, in their order
 */
export function dueOf(facts: readonly StoredFact[]): number | undefined {
	let priority: Priority = 'normal';
	let runsSince: number | undefined;
	const stretches: { from: number; to: number }[] = [];
	const stop = (at: number): void => {
		if (runsSince !== undefined) stretches.push({ from: runsSince, to: at });
		runsSince = undefined;
	};
	for (const { kind, at, said } of facts) {
		if (isPriority(said.priority)) priority = said.priority;
		if (kind === 'opened' || kind === 'resumed') runsSince ??= at;
		if (kind === 'paused' || kind === 'resolved') stop(at);
	}
	if (runsSince !== undefined) stretches.push({ from: runsSince, to: Infinity });
	let left: number = TARGETS_MS[priority];
	for (const { from, to } of stretches) {
		if (to - from >= left) return from + left;
		left -= to - from;
	}
	return undefined;
}

export const isOver = (facts: readonly StoredFact[]): boolean =>
	facts.some(({ kind }) => kind === 'resolved');
export const isPaused = (facts: readonly StoredFact[]): boolean =>
	facts.findLast(({ kind }) => kind === 'paused' || kind === 'resumed')?.kind === 'paused';
