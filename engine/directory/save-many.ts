import type { Engine } from '../engine';
import { attempt, inBulk, onward, valuesOf, type Outcome } from '../outcome';
import type { Queryable, Trx } from '../store';
import { mapPaced } from '../pace';
import { lockDirectory } from './lock';
import { isChange, type Saved } from '../records';
import { pluck } from '../pluck';

export type Noun = 'calendar' | 'department' | 'member' | 'service';

/** One kind of record: how it is read, checked and written. Saving and importing share it. */
export interface Kind<I extends { readonly id: string }, T> {
	readonly noun: Noun;
	/** @throws IcrmError `invalid` */
	parse(input: unknown): I;
	/** What each would become, or why it cannot be. No id occurs twice. Reads only. */
	check(db: Queryable, inputs: readonly I[], lookup: Lookup): Promise<Outcome<Saved<T>>[]>;
	/** Writes what `check` let through and something changed in. */
	write(engine: Engine, trx: Trx, records: readonly Saved<T>[]): Promise<void>;
}

/** What a batch is checked by, beside what is stored. */
export interface Lookup {
	/** Members of the same batch that cannot be read, with the reason. */
	readonly faulty: ReadonlyMap<string, Error>;
	/** Whether the same import brings a record of that id: then it counts as being there. */
	readonly isComing: (noun: Noun, id: string) => boolean;
}

/** What was typed, read: or why it cannot be. */
export interface Parsed<I> {
	readonly id: string | undefined;
	readonly outcome: Outcome<I>;
}

export async function parseAll<I extends { readonly id: string }>(
	kind: Pick<Kind<I, unknown>, 'parse'>,
	inputs: readonly unknown[],
): Promise<Parsed<I>[]> {
	return await mapPaced(inputs, (input) => {
		const outcome = attempt(() => kind.parse(input));
		return { id: outcome.ok ? outcome.value.id : idAsTyped(input), outcome };
	});
}

/** Why members of the batch cannot be read, by the id they would have had. */
export const faultyOf = (parsed: readonly Parsed<unknown>[]): Map<string, Error> =>
	new Map(parsed.flatMap(({ id, outcome }) => (outcome.ok || id === undefined ? [] : [[id, outcome.error]])));

/** Saves many, each with its own outcome. What is already so is `unchanged`, and nothing is written for it. */
export async function saveRecords<I extends { readonly id: string }, T>(
	engine: Engine,
	kind: Kind<I, T>,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<T>>[]> {
	const parsed = await parseAll(kind, inputs);
	const lookup: Lookup = { faulty: faultyOf(parsed), isComing: () => false };
	return await onward(pluck(parsed, 'outcome'), (good) =>
		inBulk(
			engine,
			good,
			(input) => input.id,
			async (trx, round) => {
				await lockDirectory(trx);
				const checked = await kind.check(trx, round, lookup);
				await kind.write(engine, trx, valuesOf(checked).filter(isChange));
				return checked;
			},
		),
	);
}

/** The id in something that may be anything. */
function idAsTyped(input: unknown): string | undefined {
	if (typeof input !== 'object' || input === null) return undefined;
	const of = (field: string): string | undefined => {
		const value: unknown = Reflect.get(input, field);
		const text = typeof value === 'number' ? String(value) : value;
		return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
	};
	const id = of('id') ?? of('email');
	return id?.includes('@') ? id.toLowerCase() : id;
}
