import { isDeepStrictEqual } from 'node:util';
import { attempt } from '../outcome';
import type { Trx } from '../store';
import { absencesFrom, removeAbsences, writeAbsences } from '../directory/absence-repository';
import { endOf, spanOf } from './away';
import type { Colleagues } from './people-rows';
import { findMembers } from '../directory/member-repository';
import type { Absence } from '../directory/types';
import { unknownOnes } from '../directory/did-you-mean';

/** What a row of a list of people says about being away; blank means that they are there. */
export interface Wish {
	readonly id: string;
	readonly memberId: string;
	/** Of the row. */
	readonly index: number;
	readonly awayFrom?: unknown;
	readonly awayUntil?: unknown;
	readonly delegate?: string | undefined;
}

/** What the rows of one list are read by. */
export interface Terms {
	readonly source: string;
	readonly timezone: string;
	readonly colleagues: Colleagues;
	readonly now: number;
}

/** Makes the absences what the rows say, and tells which rows cannot be, and whose absence changed. */
export async function settleAbsences(
	trx: Trx,
	wishes: readonly Wish[],
	terms: Terms,
): Promise<{ faults: Map<number, Error>; changed: Set<string> }> {
	const faults = new Map<number, Error>();
	const changed = new Set<string>();
	if (wishes.length === 0) return { faults, changed };
	const stored = await absencesFrom(trx, terms.source);
	const wanted = wishes.flatMap((wish) => {
		const outcome = attempt(() => absenceOf(wish, stored.get(wish.id), terms));
		if (outcome.ok) return [{ wish, absence: outcome.value }];
		faults.set(wish.index, outcome.error);
		return [];
	});
	const delegates = wanted.flatMap(({ absence }) => absence?.delegateId ?? []);
	const known = await findMembers(trx, [...new Set(delegates)]);
	const unknown = await unknownOnes(
		trx,
		'member',
		delegates.filter((id) => !known.has(id)),
	);
	const good = wanted.filter(({ wish, absence }) => {
		if (absence?.delegateId === undefined || known.has(absence.delegateId)) return true;
		faults.set(wish.index, unknown('delegate', absence.delegateId));
		return false;
	});
	const written = good.flatMap(({ absence }) =>
		absence && !isDeepStrictEqual(absence, stored.get(absence.id)) ? [absence] : [],
	);
	const removed = good.flatMap(({ wish, absence }) => (!absence && stored.has(wish.id) ? [wish] : []));
	await writeAbsences(trx, written);
	await removeAbsences(
		trx,
		removed.map(({ id }) => id),
	);
	for (const { memberId } of [...written, ...removed]) changed.add(memberId);
	return { faults, changed };
}

/** @throws IcrmError `invalid` where dates cannot be read or the delegate is not among the rows */
export function absenceOf(
	wish: Omit<Wish, 'index'>,
	stored: Absence | undefined,
	terms: Terms,
): Absence | undefined {
	const { id, memberId, awayFrom, awayUntil, delegate } = wish;
	if (awayUntil === undefined) return undefined;
	// Without a beginning they are away from when it was first heard, which stays so however often it is heard.
	const { from, until } =
		awayFrom === undefined
			? { from: stored?.from ?? terms.now, until: endOf(awayUntil, terms.timezone) }
			: spanOf(awayFrom, awayUntil, terms.timezone);
	if (until <= terms.now) return undefined;
	return {
		id,
		memberId,
		from,
		until,
		...(delegate === undefined ? {} : { delegateId: terms.colleagues.idOf('delegate', delegate) }),
		source: terms.source,
	};
}
