import {
	absencesFrom,
	queryAbsences,
	removeAbsences,
	writeAbsences,
	type AbsenceListing,
} from '../directory/absence-repository';
import { lockDirectory } from '../directory/lock';
import { references, type References } from '../directory/references';
import type { Absence } from '../directory/types';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { validate } from '../input/validate';
import { attempt, valuesOf, type Outcome } from '../outcome';
import { changeOf, isChange, type Saved } from '../records';
import { spanOf } from './away';
import { absenceRowSchema, type AbsenceRow } from './schema';
import { pluck } from '../pluck';

export interface AbsenceList {
	/** The name of the list: what it does not say any more is removed. */
	readonly source: string;
	/** `{ ref?, member, from, until, delegate? }`; people by id or e-mail address. */
	readonly rows: readonly unknown[];
	/** Where the days begin: an IANA name. */
	readonly timezone: string;
}

export type SyncedAbsence = Absence & { readonly change: Saved<Absence>['change'] | 'removed' };

/**
 * Makes the absences of one list what it says now: a calendar feed, or a table of who is out of office. A faulty row is
 * reported, and what it stood for stays as it was while any row is faulty. Done twice, the second time writes nothing.
 */
export async function syncAbsences(
	engine: Engine,
	list: AbsenceList,
): Promise<{ rows: Outcome<SyncedAbsence>[]; removed: SyncedAbsence[] }> {
	return await engine.transaction(async (trx) => {
		await lockDirectory(trx);
		const parsed = list.rows.map((row) => attempt(() => validate(absenceRowSchema, row, 'row')));
		const named = await references(trx, {
			members: valuesOf(parsed).flatMap(({ member, delegate }) => [member, delegate]),
		});
		const stored = await absencesFrom(trx, list.source);
		const rows = parsed.map((outcome) =>
			outcome.ok ? attempt(() => absenceOf(outcome.value, list, named, stored)) : outcome,
		);
		const good = valuesOf(rows);
		const listed = new Set(pluck(good, 'id'));
		const gone = rows.every(({ ok }) => ok) ? [...stored.values()].filter(({ id }) => !listed.has(id)) : [];
		const written = new Map(good.filter(isChange).map((one) => [one.id, one]));
		await writeAbsences(trx, [...written.values()]);
		await removeAbsences(trx, pluck(gone, 'id'));
		return { rows, removed: gone.map((absence) => ({ ...absence, change: 'removed' as const })) };
	});
}

/**
 * Absences by their beginning; `notOverAt` (epoch ms) leaves out those that were over then.
 *
 * @example await listAbsences(engine, { notOverAt: Date.now(), limit: 50 })
 */
export const listAbsences = (engine: Engine, wanted: AbsenceListing): Promise<Absence[]> =>
	engine.store.read((db) => queryAbsences(db, wanted));

function absenceOf(
	{ ref, member, from, until, delegate }: AbsenceRow,
	{ source, timezone }: AbsenceList,
	named: References,
	stored: ReadonlyMap<string, Absence>,
): Saved<Absence> {
	if (member === undefined)
		throw invalid(
			'member',
			member,
			'The row does not say who is away',
			'Map the id or the e-mail address to member.',
		);
	const memberId = named.member('member', member).id;
	const span = spanOf(from, until, timezone);
	const id = `${source}:${ref ?? `${memberId}:${span.from}`}`;
	const delegateId = delegate === undefined ? undefined : named.member('delegate', delegate).id;
	const absence = { id, memberId, ...span, ...(delegateId === undefined ? {} : { delegateId }), source };
	return changeOf(stored.get(id), absence);
}
