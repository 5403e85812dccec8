import type { Engine } from './engine';
import { IcrmError } from './errors';
import { isUnavailable, type Trx } from './store';

/** What became of one item of many. */
export type Outcome<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** The outcome of an item that went well. */
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
/** The outcome of an item that did not: the error is its own, the others of the batch go on. */
export const failed = (error: Error): Outcome<never> => ({ ok: false, error });

/** Runs `work`; an `IcrmError` becomes the item's outcome, anything else goes on up. */
export function attempt<T>(work: () => T): Outcome<T> {
	try {
		return done(work());
	} catch (error) {
		if (error instanceof IcrmError) return failed(error);
		throw error;
	}
}

/** The same for work that takes time. */
export async function attemptAsync<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return done(await work());
	} catch (error) {
		return attempt(() => {
			throw error;
		});
	}
}

/** What went well, in order. */
export const valuesOf = <T>(outcomes: readonly Outcome<T>[]): T[] =>
	outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));

/**
 * Takes what went well a step further, all of it together; what failed stays where it is, with its reason.
 *
 * @param step gives one outcome for each value, in their order
 * @example await onward(parsed, (inputs) => inBulk(engine, inputs, subjectOf, write))
 */
export async function onward<I, T>(
	outcomes: readonly Outcome<I>[],
	step: (values: readonly I[]) => Promise<readonly Outcome<T>[]>,
): Promise<Outcome<T>[]> {
	const stepped = await step(valuesOf(outcomes));
	let next = 0;
	return outcomes.map((outcome) => (outcome.ok ? (stepped[next++] as Outcome<T>) : outcome));
}

/** The value, or the error thrown: for callers with a single item. */
export function unwrap<T>(outcome: Outcome<T> | undefined): T {
	if (!outcome) throw new Error('a use case returned fewer outcomes than it was given items');
	if (outcome.ok) return outcome.value;
	throw outcome.error;
}

/**
 * Bulk is normal: writes many items in one transaction, each with its own outcome, in the order given.
 *
 * `write` validates its items one by one and writes the good ones with a handful of statements. Items with the same
 * `subjectOf` go into successive calls of it, each of which sees what the one before it did: nobody else sees a subject
 * in between. Should the joint write fail, it is done subject by subject, and at last item by item, so that only the faulty
 * one fails. `finish` is called once in each transaction, when all of its items are written, with what became of them.
 *
 * @throws IcrmError `unavailable` when the database is down: then nothing of the failing transaction was written
 */
export async function inBulk<I, T>(
	engine: Engine,
	items: readonly I[],
	subjectOf: (item: I) => string | undefined,
	write: (trx: Trx, items: readonly I[]) => Promise<readonly Outcome<T>[]>,
	finish: (trx: Trx, written: readonly Outcome<T>[]) => Promise<void> = async () => {},
): Promise<Outcome<T>[]> {
	const outcomes = new Array<Outcome<T>>(items.length);
	const together = async (indices: readonly number[]): Promise<void> => {
		if (indices.length === 0) return;
		try {
			return await engine.transaction(async (trx) => {
				for (const round of rounds(indices, (index) => subjectOf(items[index] as I))) {
					const written = await write(
						trx,
						round.map((index) => items[index] as I),
					);
					round.forEach((index, position) => (outcomes[index] = written[position] as Outcome<T>));
				}
				await finish(
					trx,
					indices.map((index) => outcomes[index] as Outcome<T>),
				);
			});
		} catch (error) {
			if (isUnavailable(error)) throw error;
			const [only] = indices;
			if (indices.length === 1 && only !== undefined) {
				outcomes[only] = failed(error instanceof Error ? error : new Error(String(error)));
				return;
			}
		}
		const subjects = [...Map.groupBy(indices, (index) => subjectOf(items[index] as I) ?? index).values()];
		for (const some of subjects.length > 1 ? subjects : indices.map((index) => [index])) await together(some);
	};
	await together([...items.keys()]);
	return outcomes;
}

/** Split so that within a round no subject occurs twice. */
function rounds(indices: readonly number[], subjectOf: (index: number) => string | undefined): number[][] {
	const result: number[][] = [];
	const seen = new Map<string, number>();
	for (const index of indices) {
		const subject = subjectOf(index);
		const round = subject === undefined ? 0 : (seen.get(subject) ?? 0);
		if (subject !== undefined) seen.set(subject, round + 1);
		(result[round] ??= []).push(index);
	}
	return result;
}
