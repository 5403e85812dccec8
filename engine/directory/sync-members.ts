import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import { attempt, done, failed, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { settleAbsences, type Wish } from './settle-absences';
import { changeOf } from './change';
import { Departments } from './departments-by-name';
import { findMembers, findMembersByEmail, lockDirectory, writeDepartments } from './repository';
import { Colleagues, idAsListed, parseRow, type PersonRow } from './people-rows';
import { isChange } from './save-many';
import { members } from './save-members';
import { parseMember, type MemberInput } from './schema';
import { activeOnList, putOnList, sourcesOf } from './source-repository';
import type { Member, Saved } from './types';

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

/** A few may leave at once in a company of any size. */
const FEW = 5;
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

async function syncIn(engine: Engine, trx: Trx, list: PeopleList): Promise<SyncedPeople> {
	const { source, options = {} } = list;
	await lockDirectory(trx);
	const leaverIds = options.leavers === 'keep' ? [] : await missingFrom(trx, list);
	const parsed = readRows(list.rows);
	const rows = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const colleagues = new Colleagues(rows, await storedByEmail(trx, rows));
	const departments = await Departments.load(trx, options.newDepartments ?? 'create');
	const heads = new Map<string, string>();
	const inputs = parsed.map((outcome): Outcome<MemberInput> =>
		outcome.ok ? attempt(() => inputOf(outcome.value, colleagues, departments, heads)) : outcome,
	);
	await departments.write(trx, engine.now());
	const checked = await check(trx, inputs, list.rows);
	const good = checked.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	await members.write(engine, trx, good.filter(isChange));
	const moved = await move(trx, good, source);
	const wishes = parsed.flatMap((row, index): Wish[] =>
		row.ok && row.value.speaksOfAbsence && checked[index]?.ok
			? [{ ...row.value, id: `${source}:${row.value.id}`, memberId: row.value.id, index }]
			: [],
	);
	const settled = await settleAbsences(engine, trx, { ...list, wishes, colleagues });
	await writeDepartments(trx, departments.ledBy(heads, new Set(good.map(({ id }) => id))), engine.now());
	const leavers = await deactivate(engine, trx, leaverIds);
	return {
		leavers,
		rows: checked.map((outcome, index) => {
			const fault = settled.faults.get(index);
			if (!outcome.ok || !fault) {
				if (!outcome.ok) return outcome;
				const more = settled.changed.has(outcome.value.id) || moved.has(outcome.value.id);
				return done(
					more && outcome.value.change === 'unchanged'
						? { ...outcome.value, change: 'updated' }
						: outcome.value,
				);
			}
			return failed(fault);
		}),
	};
}

/** @throws IcrmError `conflict` when they are too many to have left */
async function missingFrom(trx: Trx, { source, rows, options = {} }: PeopleList): Promise<string[]> {
	const before = await activeOnList(trx, source);
	const listed = rows.map(idAsListed);
	// Somebody is on the list and nobody can tell who.
	if (listed.includes(undefined)) return [];
	const present = new Set(listed);
	const missing = before.filter((id) => !present.has(id));
	const percent = options.mostLeaversPercent ?? 20;
	const tooMany = missing.length > FEW && missing.length * 100 > before.length * percent;
	if (!tooMany && (rows.length > 0 || missing.length === 0)) return missing;
	throw new IcrmError(
		'conflict',
		`${missing.length} of the ${before.length} people of '${source}' are not on the list any more, which is more than ${percent} %. Nothing was written.`,
		{
			field: 'mostLeaversPercent',
			value: percent,
			hint: "Look whether the list is whole: an interrupted search or a missing page looks the same. If they have really left, raise 'Most Leavers' for one run.",
		},
	);
}

function readRows(inputs: readonly unknown[]): Outcome<PersonRow>[] {
	const seen = new Set<string>();
	return inputs.map((input) =>
		attempt(() => {
			const row = parseRow(input);
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

async function storedByEmail(trx: Trx, rows: readonly PersonRow[]) {
	const named = rows.flatMap(({ manager, delegate }) => [manager, delegate]);
	const addresses = named.flatMap((name) => (name?.includes('@') ? name.toLowerCase() : []));
	return await findMembersByEmail(trx, [...new Set(addresses)]);
}

function inputOf(
	row: PersonRow,
	colleagues: Colleagues,
	departments: Departments,
	heads: Map<string, string>,
): MemberInput {
	if (row.department === undefined)
		throw new IcrmError('invalid', `'${row.name ?? row.id}' has no department`, {
			field: 'department',
			hint: 'Give their department in the other system, or map another field to it.',
		});
	const input = parseMember({
		id: row.id,
		name: row.name,
		email: row.email,
		departmentId: departments.idOf(row.department),
		managerId: row.manager === undefined ? null : colleagues.idOf('manager', row.manager),
		locale: row.locale,
		active: row.active ?? true,
	});
	const { departmentId = '' } = input;
	const leader = heads.get(departmentId);
	if (row.leads && leader !== undefined)
		throw new IcrmError(
			'invalid',
			`'${leader}' and '${row.id}' both lead the department '${row.department}'`,
			{
				field: 'leads',
				value: true,
				hint: 'Say of one of them only that they lead it.',
			},
		);
	if (row.leads) heads.set(departmentId, row.id);
	return input;
}

async function check(
	trx: Trx,
	inputs: readonly Outcome<MemberInput>[],
	rows: readonly unknown[],
): Promise<Outcome<Saved<Member>>[]> {
	const faulty = new Map(
		inputs.flatMap((outcome, index): [string, Error][] => {
			const id = idAsListed(rows[index]);
			return outcome.ok || id === undefined ? [] : [[id, outcome.error]];
		}),
	);
	const good = inputs.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const checked = await members.check(trx, good, { faulty, isComing: () => false });
	let next = 0;
	return inputs.map((outcome) => (outcome.ok ? (checked[next++] as Outcome<Saved<Member>>) : outcome));
}

/** Who was on another list, or on none, is on this one now. */
async function move(trx: Trx, good: readonly Saved<Member>[], source: string): Promise<Set<string>> {
	const ids = good.map(({ id }) => id);
	const before = await sourcesOf(trx, ids);
	const moved = ids.filter((id) => before.get(id) !== source);
	await putOnList(trx, moved, source);
	return new Set(moved);
}

async function deactivate(engine: Engine, trx: Trx, ids: readonly string[]): Promise<SyncedMember[]> {
	const stored = await findMembers(trx, ids);
	const leavers = ids.flatMap((id) => stored.get(id) ?? []).map((member) => ({ ...member, active: false }));
	await members.write(
		engine,
		trx,
		leavers.map((member) => changeOf(stored.get(member.id), member)),
	);
	return leavers.map((member) => ({ ...member, change: 'deactivated' as const }));
}
