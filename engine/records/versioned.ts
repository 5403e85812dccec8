import type { Engine } from '../engine';
import { attempt, done, valuesOf, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { isChange, isStoredAlike, type Change, type Saved } from './change';
import { saveMany } from './save-many';
import type { VersionedRecord, VersionedRepository } from './versioned-repository';
import { pluck } from '../pluck';

/** A kind of record of which every edit makes a new version. `C` is the record without its version. */
export interface VersionedKind<I extends { readonly id: string }, C extends VersionedRecord> {
	readonly repository: VersionedRepository<C & Versioned>;
	/** @throws IcrmError `invalid` */
	read(input: unknown): I;
	/** Inputs with the same subject follow one another; left out, it is the id. */
	subjectOf?(input: I): string;
	/**
	 * Looks up, together, what the inputs name. The function it gives says what an input becomes.
	 * @throws IcrmError from that function, for an input that cannot be
	 */
	prepare(
		trx: Trx,
		inputs: readonly I[],
		now: number,
	): Promise<(input: I, stored: (C & Versioned) | undefined) => C>;
	/** What follows in the same transaction. */
	after?(engine: Engine, trx: Trx, changed: readonly Version<C & Versioned>[]): Promise<void>;
}

interface Versioned {
	readonly version: number;
}

/** Creates or updates: an edit makes a new version, and what is so already is `unchanged` and writes nothing. */
export const saveVersioned = <I extends { readonly id: string }, C extends VersionedRecord>(
	engine: Engine,
	kind: VersionedKind<I, C>,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<C & Versioned>>[]> =>
	saveMany(engine, inputs, {
		read: (input) => kind.read(input),
		subjectOf: kind.subjectOf ?? ((input) => input.id),
		async write(trx, round) {
			const stored = await kind.repository.find(trx, pluck(round, 'id'));
			const become = await kind.prepare(trx, round, engine.now());
			const outcomes = round.map((input) =>
				attempt(() => versionOf(stored.get(input.id), become(input, stored.get(input.id)))),
			);
			const changed = valuesOf(outcomes).filter(isChange);
			await kind.repository.write(trx, pluck(changed, 'record'), engine.now());
			await kind.after?.(engine, trx, changed);
			return outcomes.map((outcome) => (outcome.ok ? done(savedOf(outcome.value)) : outcome));
		},
	});

/** A record as it will stand, and what saving it does. */
interface Version<T> {
	readonly record: T;
	readonly change: Change;
}

const savedOf = <T extends object>({ record, change }: Version<T>): Saved<T> => ({ ...record, change });

function versionOf<C extends VersionedRecord>(
	stored: (C & Versioned) | undefined,
	next: C,
): Version<C & Versioned> {
	if (!stored) return { record: { ...next, version: 1 }, change: 'created' };
	const isSame = isStoredAlike({ ...next, version: 0 }, { ...stored, version: 0 });
	return isSame
		? { record: stored, change: 'unchanged' }
		: { record: { ...next, version: stored.version + 1 }, change: 'updated' };
}
