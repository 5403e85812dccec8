import { isDeepStrictEqual } from 'node:util';
import { absencesFrom, removeAbsences, writeAbsences } from '../directory/absence-repository';
import { writeDepartments } from '../directory/department-repository';
import { lockDirectory } from '../directory/lock';
import { members } from '../directory/save-members';
import type { Member } from '../directory/types';
import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { attempt, done, valuesOf, type Outcome } from '../outcome';
import { mapPaced } from '../pace';
import { isChange, type Saved } from '../records';
import type { Trx } from '../store';
import { Colleagues } from './colleagues';
import { Departments } from './departments-by-name';
import { deactivate, missingFrom } from './leavers';
import { checkTogether, planPerson, type Lookup, type PersonPlan } from './plan-people';
import { idOfFaultyRow, parsePersonRow, type PersonRow } from './schema';
import { putOnList, sourcesOf } from './source-repository';
import { pluck } from '../pluck';

export interface SyncOptions {
	/** What becomes of those on the list before and no more: deactivated unless they are to be kept. */
	readonly leavers?: 'deactivate' | 'keep';
	/** More leavers than this share of the list, in percent, are a sign of an incomplete list. Default 20. */
	readonly mostLeaversPercent?: number;
	/** What a department means that nobody knows: it is created, unless it is to be refused. */
	readonly newDepartments?: 'create' | 'refuse';
	/** Tells what would be, and writes nothing. */
	readonly dryRun?: boolean;
}

/** A list of people as another system has it. */
export interface PeopleList {
	/** The name of the list: `ldap`, `hr`. Whoever is on it belongs to it. */
	readonly source: string;
	readonly rows: readonly unknown[];
	/** Where the days of absences begin: an IANA name. */
	readonly timezone: string;
	readonly options?: SyncOptions;
}

export type SyncedMember = Member & { readonly change: Saved<Member>['change'] | 'deactivated' };

export interface SyncedPeople {
	/** One for each row, in their order. */
	readonly rows: readonly Outcome<SyncedMember>[];
	readonly leavers: readonly SyncedMember[];
}

/** Undoes the transaction of a dry run, and carries out what it would have been. */
class DryRun extends Error {
	constructor(readonly people: SyncedPeople) {
		super('dry run');
	}
}

/**
 * Takes over a list of people from another system, in one transaction: creates, changes, and deactivates who is not on it
 * any more. Rows may name one another in any order, by `ref`, id or e-mail address. A faulty row is reported and the rest
 * goes in; it counts as listed, so nobody is deactivated for a typing error. Done twice, the second time writes nothing.
 *
 * @throws IcrmError `conflict` when so many are missing that the list must be incomplete: then nothing was written
 */
export async function syncMembers(engine: Engine, list: PeopleList): Promise<SyncedPeople> {
	try {
		return await engine.transaction(async (trx) => {
			const people = await syncIn(engine, trx, list);
			if (list.options?.dryRun) throw new DryRun(people);
			return people;
		});
	} catch (error) {
		if (error instanceof DryRun) return error.people;
		throw error;
	}
}

/** First everything is looked at, then everything is written: what is refused has left nothing behind. */
async function syncIn(engine: Engine, trx: Trx, list: PeopleList): Promise<SyncedPeople> {
	const { source, options = {} } = list;
	await lockDirectory(trx);
	const rows = await readRows(list.rows);
	const ids = rows.map((row, index) => (row.ok ? row.value.id : idOfFaultyRow(list.rows[index])));
	const leaverIds =
		options.leavers === 'keep' ? [] : await missingFrom(trx, source, ids, options.mostLeaversPercent);
	const lookup = await lookUp(engine, trx, list, valuesOf(rows));
	const heads = new Map<string, string>();
	const plans = await mapPaced(rows, (row) =>
		row.ok ? attempt(() => planPerson(row.value, lookup, heads)) : row,
	);
	const people = await checkTogether(trx, ids, plans, lookup.departments);
	const changed = await write(engine, trx, valuesOf(people), valuesOf(plans), heads, lookup);
	const leavers = await deactivate(engine, trx, leaverIds);
	return {
		rows: people.map((person): Outcome<SyncedMember> => {
			if (!person.ok) return person;
			const more = changed.has(person.value.id) && !isChange(person.value);
			return more ? done({ ...person.value, change: 'updated' }) : person;
		}),
		leavers: leavers.map((member) => ({ ...member, change: 'deactivated' as const })),
	};
}

/** The rows that can be read, each person once. */
async function readRows(inputs: readonly unknown[]): Promise<Outcome<PersonRow>[]> {
	const seen = new Set<string>();
	return await mapPaced(inputs, (input) =>
		attempt(() => {
			const row = parsePersonRow(input);
			if (seen.has(row.id))
				throw new IcrmError('invalid', `Member '${row.id}' is on the list twice`, {
					field: 'id',
					value: row.id,
					hint: 'Keep one of the rows, or map another field to the id.',
				});
			seen.add(row.id);
			return row;
		}),
	);
}

async function lookUp(
	engine: Engine,
	trx: Trx,
	{ source, timezone, options = {} }: PeopleList,
	rows: readonly PersonRow[],
): Promise<Lookup> {
	const areAwaySaid = rows.some(({ speaksOfAbsence }) => speaksOfAbsence);
	return {
		source,
		timezone,
		now: engine.now(),
		colleagues: await Colleagues.of(trx, rows),
		departments: await Departments.load(trx, options.newDepartments ?? 'create'),
		absences: areAwaySaid ? await absencesFrom(trx, source) : new Map(),
	};
}

/**
 * Writes in the order in which the tables refer to one another: departments before the people in them, people before the
 * list they are on, before the absences that name them and their delegates, and before the departments they lead.
 *
 * @returns whose list or absence changed
 */
async function write(
	engine: Engine,
	trx: Trx,
	people: readonly Saved<Member>[],
	plans: readonly PersonPlan[],
	heads: ReadonlyMap<string, string>,
	{ source, departments, absences }: Lookup,
): Promise<Set<string>> {
	const ids = new Set(pluck(people, 'id'));
	await departments.write(trx, new Set(pluck(people, 'departmentId')), engine.now());
	await members.write(engine, trx, people.filter(isChange));

	const lists = await sourcesOf(trx, [...ids]);
	const moved = [...ids].filter((id) => lists.get(id) !== source);
	await putOnList(trx, moved, source);

	const carriedOut = plans.filter(({ member }) => ids.has(member.id));
	const away = carriedOut
		.flatMap(({ absence }) => absence ?? [])
		.filter((absence) => !isDeepStrictEqual(absence, absences.get(absence.id)));
	const ended = carriedOut.flatMap((plan) => plan.ended ?? []);
	await writeAbsences(trx, away);
	await removeAbsences(trx, pluck(ended, 'id'));

	await writeDepartments(trx, departments.ledBy(heads, ids), engine.now());
	return new Set([...moved, ...[...away, ...ended].map(({ memberId }) => memberId)]);
}
