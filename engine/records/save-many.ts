import type { Engine } from '../engine';
import { attempt, inBulk, onward, type Outcome } from '../outcome';
import { mapPaced } from '../pace';
import type { Trx } from '../store';

/** How many inputs of one kind are taken in. */
export interface Intake<R, I, T> {
	/** Reads one input as it came. @throws IcrmError, which becomes the outcome of that input alone */
	read(raw: R): I;
	/** Inputs about the same subject follow one another, so that each sees what the one before it did. */
	subjectOf(input: I): string | undefined;
	/** Writes those of one transaction; no subject occurs twice among them. One outcome for each, in order. */
	write(trx: Trx, inputs: readonly I[]): Promise<readonly Outcome<T>[]>;
	/** Called once in each transaction, when all of its inputs are written, with what became of them. */
	finish?(trx: Trx, written: readonly Outcome<T>[]): Promise<void>;
}

/**
 * Takes many raw inputs in, each with its own outcome, in the order given: reads them one by one, writes the good ones
 * together, and one by one should that fail.
 *
 * @example
 * saveMany(engine, inputs, { read: parsePolicy, subjectOf: ({ id }) => id, write: (trx, round) => … })
 * @throws IcrmError `unavailable` when the database is down
 */
export const saveMany = async <R, I, T>(
	engine: Engine,
	raws: readonly R[],
	{ read, subjectOf, write, finish }: Intake<R, I, T>,
): Promise<Outcome<T>[]> =>
	await onward(await mapPaced(raws, (raw) => attempt(() => read(raw))), (inputs) =>
		inBulk(engine, inputs, subjectOf, write, finish),
	);
