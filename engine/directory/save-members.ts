import type { Engine } from '../engine';
import { attempt, done, failed, valuesOf, type Outcome } from '../outcome';
import { mapPaced } from '../pace';
import type { Queryable } from '../store';
import { changeOf, demand, distinct, referenceOf, type Saved } from '../records';
import { findManagers, findMembers, findMembersByEmail, writeMembers } from './member-repository';
import { existing } from './references';
import { saveRecords, type Kind, type Lookup } from './save-many';
import { parseMember, type MemberInput } from './schema';
import { faultsOf, type MemberLookup, type Proposal } from './member-faults';
import type { Member } from './types';
import { unknownOnes } from './did-you-mean';
import { pluck } from '../pluck';

export const members: Kind<MemberInput, Member> = {
	noun: 'member',
	parse: parseMember,
	async check(db, inputs, lookup) {
		const proposed = await propose(db, inputs, lookup);
		const proposals = valuesOf(proposed);
		const faulty = new Map(lookup.faulty);
		proposed.forEach((outcome, index) => {
			const id = inputs[index]?.id;
			if (!outcome.ok && id !== undefined) faulty.set(id, outcome.error);
		});
		const faults = faultsOf(proposals, await lookUp(db, proposals, faulty));
		return await mapPaced(proposed, (outcome): Outcome<Saved<Member>> => {
			if (!outcome.ok) return outcome;
			const { before, after } = outcome.value;
			const fault = faults.get(after.id);
			return fault ? failed(fault) : done(changeOf(before, after));
		});
	},
	async write(engine, trx, records) {
		const existing = records.filter(({ change }) => change === 'updated').map(({ id }) => id);
		await writeMembers(trx, records, existing, engine.now());
	},
};

/**
 * Creates or changes members: `{ id?, name, email, departmentId, managerId?, locale?, active? }`. Without an id
 * they go by their e-mail address. A manager may come in the same batch, in any order; if the manager fails, so
 * do those who name them, unless the manager is there already. On a member that exists, what is not given stays.
 *
 * @example await saveMembers(engine, [{ name: 'Ann', email: 'ann@acme.example', departmentId: 'it' }])
 */
export const saveMembers = (engine: Engine, inputs: readonly unknown[]): Promise<Outcome<Saved<Member>>[]> =>
	saveRecords(engine, members, inputs);

/** Each input on its own: merged with what is stored, its department looked up. */
async function propose(
	db: Queryable,
	inputs: readonly MemberInput[],
	{ isComing }: Lookup,
): Promise<Outcome<Proposal>[]> {
	const demandDepartment = await existing(db, 'department', pluck(inputs, 'departmentId'), (id) =>
		isComing('department', id),
	);
	const stored = await findMembers(db, pluck(inputs, 'id'));
	return await mapPaced(inputs, (input) =>
		attempt(() => {
			demandDepartment('departmentId', input.departmentId);
			const before = stored.get(input.id);
			return { before, after: merge(input, before) };
		}),
	);
}

function merge(input: MemberInput, before: Member | undefined): Member {
	const { id } = input;
	return {
		id,
		name: demand('member', id, 'name', input.name, before?.name),
		email: demand('member', id, 'email', input.email, before?.email),
		departmentId: demand('member', id, 'departmentId', input.departmentId, before?.departmentId),
		managerId: referenceOf(input.managerId, before?.managerId),
		locale: input.locale ?? before?.locale ?? 'en',
		active: input.active ?? before?.active ?? true,
	};
}

/** Reads only what somebody changes: re-saving what is already so looks up no address and no manager. */
async function lookUp(
	db: Queryable,
	proposals: readonly Proposal[],
	faulty: ReadonlyMap<string, Error>,
): Promise<MemberLookup> {
	const claims = proposals.filter(
		({ before, after }) => after.active && !(before?.active && before.email === after.email),
	);
	const holders = await findMembersByEmail(db, pluck(pluck(claims, 'after'), 'email'));
	const moves = proposals.filter(({ before, after }) => before?.managerId !== after.managerId);
	const named = distinct(moves.map(({ after }) => after.managerId));
	const stored = await findMembers(db, named);
	// Whoever fails keeps the manager they have: that chain counts too.
	const above =
		moves.length > 0
			? proposals.flatMap(({ before, after }) => [after.id, before?.managerId, after.managerId])
			: [];
	const managers = await findManagers(db, distinct(above));
	const batch = new Map(proposals.map(({ after }) => [after.id, after]));
	const strangers = named.filter((id) => !stored.has(id) && !batch.has(id) && !faulty.has(id));
	return {
		exists: (id) => stored.has(id),
		holderOf: (email) => {
			const holder = holders.get(email);
			return holder?.active ? holder : undefined;
		},
		managerOf: (id) => managers.get(id),
		faulty,
		unknownManager: await unknownOnes(db, 'member', strangers, [...batch.values()]),
	};
}
