import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { attempt, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { says, typed, validate } from '../input/validate';
import {
	absencesFrom,
	queryAbsences,
	removeAbsences,
	writeAbsences,
	type AbsenceListing,
} from '../directory/absence-repository';
import { spanOf } from './away';
import { lockDirectory } from '../directory/lock';
import { findMembers, findMembersByEmail } from '../directory/member-repository';
import type { Absence, Member } from '../directory/types';
import type { Saved } from '../records';

export interface AbsenceList {
	/** The name of the list: what it does not say any more is removed. */
	readonly source: string;
	/** `{ ref?, member, from, until, delegate? }`; people by id or e-mail address. */
	readonly rows: readonly unknown[];
	/** Where the days begin: an IANA name. */
	readonly timezone: string;
}

export type SyncedAbsence = Absence & { readonly change: Saved<Absence>['change'] | 'removed' };

const HINT = 'A row has the fields ref, member, from, until, delegate.';
const text = z.preprocess(
	(value) => (typeof value === 'number' ? String(value) : value === null || value === '' ? undefined : value),
	z.string(typed('is not a text', 'Write it as text.')).trim().optional(),
);
const rowSchema = z
	.object(
		{ ref: text, member: text, from: z.unknown(), until: z.unknown(), delegate: text },
		typed('is not a row', HINT),
	)
	.strict(says('is not a field of a row', HINT));
type Row = z.output<typeof rowSchema>;

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
		const parsed = list.rows.map((row) => attempt(() => validate(rowSchema, row, 'row')));
		const findMember = await memberFinder(trx, parsed);
		const stored = await absencesFrom(trx, list.source);
		const rows = parsed.map((outcome): Outcome<SyncedAbsence> =>
			outcome.ok ? attempt(() => absenceOf(outcome.value, list, findMember, stored)) : outcome,
		);
		const good = rows.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
		const listed = new Set(good.map(({ id }) => id));
		const gone = rows.every(({ ok }) => ok) ? [...stored.values()].filter(({ id }) => !listed.has(id)) : [];
		const written = new Map(good.filter(({ change }) => change !== 'unchanged').map((one) => [one.id, one]));
		await writeAbsences(trx, [...written.values()]);
		await removeAbsences(
			trx,
			gone.map(({ id }) => id),
		);
		return { rows, removed: gone.map((absence) => ({ ...absence, change: 'removed' as const })) };
	});
}

/** @example await listAbsences(engine, { notOverAt: Date.now(), limit: 50 }) */
export const listAbsences = (engine: Engine, wanted: AbsenceListing): Promise<Absence[]> =>
	engine.store.read((db) => queryAbsences(db, wanted));

type FindMember = (field: 'member' | 'delegate', name: string) => Member;

async function memberFinder(trx: Trx, parsed: readonly Outcome<Row>[]): Promise<FindMember> {
	const names = parsed.flatMap((outcome) =>
		outcome.ok ? [outcome.value.member, outcome.value.delegate].filter((name) => name !== undefined) : [],
	);
	const byId = await findMembers(trx, [...new Set(names)]);
	const byEmail = await findMembersByEmail(trx, [...new Set(names.map((name) => name.toLowerCase()))]);
	return (field, name) => {
		const member = byId.get(name) ?? byEmail.get(name.toLowerCase());
		if (member) return member;
		throw invalid(
			field,
			name,
			`There is no member '${name}'`,
			'Sync the people first, or map the id or the e-mail address that the directory knows them by.',
		);
	};
}

function absenceOf(
	{ ref, member, from, until, delegate }: Row,
	{ source, timezone }: AbsenceList,
	find: FindMember,
	stored: ReadonlyMap<string, Absence>,
): SyncedAbsence {
	if (member === undefined)
		throw invalid(
			'member',
			member,
			'The row does not say who is away',
			'Map the id or the e-mail address to member.',
		);
	const memberId = find('member', member).id;
	const span = spanOf(from, until, timezone);
	const id = `${source}:${ref ?? `${memberId}:${span.from}`}`;
	const delegateId = delegate === undefined ? undefined : find('delegate', delegate).id;
	const absence = { id, memberId, ...span, ...(delegateId === undefined ? {} : { delegateId }), source };
	const before = stored.get(id);
	const change = !before ? 'created' : isDeepStrictEqual(before, absence) ? 'unchanged' : 'updated';
	return { ...absence, change };
}
