import type { Engine } from '../engine';
import { attempt, done, failed, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { Departments } from './departments-by-name';
import { deactivate, missingFrom } from './leavers';
import { memberOfRow, readRows, wishOf } from './member-of-row';
import type { PeopleList, SyncedPeople } from './people-list';
import { Colleagues, idAsListed, type PersonRow } from './people-rows';
import { writeDepartments } from '../directory/department-repository';
import { lockDirectory } from '../directory/lock';
import { findMembersByEmail } from '../directory/member-repository';
import { members } from '../directory/save-members';
import type { MemberInput } from '../directory/schema';
import { settleAbsences, type Wish } from './settle-absences';
import { putOnList, sourcesOf } from './source-repository';
import type { Member } from '../directory/types';
import { isChange, type Saved } from '../records';

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
	const terms = { source, timezone: list.timezone, colleagues, now: engine.now() };
	const inputs = parsed.map((outcome): Outcome<MemberInput> =>
		outcome.ok ? attempt(() => memberOfRow(outcome.value, terms, departments, heads)) : outcome,
	);
	const checked = await check(trx, inputs, list.rows, departments);
	const good = checked.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const used = new Set(good.map(({ departmentId }) => departmentId));
	await departments.write(trx, used, engine.now());
	await members.write(engine, trx, good.filter(isChange));
	const moved = await move(trx, good, source);
	const wishes = parsed.flatMap((row, index): Wish[] =>
		row.ok && row.value.speaksOfAbsence && checked[index]?.ok
			? [{ ...wishOf(row.value, source), index }]
			: [],
	);
	const settled = await settleAbsences(trx, wishes, terms);
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

async function storedByEmail(trx: Trx, rows: readonly PersonRow[]) {
	const named = rows.flatMap(({ manager, delegate }) => [manager, delegate]);
	const addresses = named.flatMap((name) => (name?.includes('@') ? name.toLowerCase() : []));
	return await findMembersByEmail(trx, [...new Set(addresses)]);
}

async function check(
	trx: Trx,
	inputs: readonly Outcome<MemberInput>[],
	rows: readonly unknown[],
	departments: Departments,
): Promise<Outcome<Saved<Member>>[]> {
	const faulty = new Map(
		inputs.flatMap((outcome, index): [string, Error][] => {
			const id = idAsListed(rows[index]);
			return outcome.ok || id === undefined ? [] : [[id, outcome.error]];
		}),
	);
	const good = inputs.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const checked = await members.check(trx, good, {
		faulty,
		isComing: (noun, id) => noun === 'department' && departments.isComing(id),
	});
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
