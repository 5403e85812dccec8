import type { Engine } from '../engine';
import { distinct } from '../records';
import type { Queryable } from '../store';
import { existingIds } from './candidate-repository';
import { unknownOnes, type Candidate } from './did-you-mean';
import { NOUNS, type Noun } from './nouns';
import { loadCalendars } from './calendar-repository';
import { findDepartments } from './department-repository';
import { findMembers, findMembersByEmail } from './member-repository';
import { findServices } from './service-repository';
import type { Department, LoadedCalendar, Member, Service } from './types';

type Ids = Iterable<string | null | undefined>;

/** What the items of one batch name. Left out, nothing of that kind is named. */
export interface Named {
	readonly calendars?: Ids;
	readonly departments?: Ids;
	/** By id or by e-mail address. */
	readonly members?: Ids;
	readonly services?: Ids;
	/** Escalation policies; they are escalation's affair, so that only their existence is looked at. */
	readonly policies?: Ids;
}

/** Looks a name up. @throws IcrmError `notFound` naming `field`, with what was probably meant */
export type Reference<T> = (field: string, name: string) => T;

/** What a batch names, looked up together. */
export interface References {
	readonly calendar: Reference<LoadedCalendar>;
	readonly department: Reference<Department>;
	readonly member: Reference<Member>;
	readonly service: Reference<Service>;
	readonly policy: Reference<string>;
}

/**
 * Looks up everything that a batch names, each kind once, and says of what is not there what was probably meant. The one
 * way to name a thing: every use case that takes an id of another record goes through here.
 *
 * @example
 * const named = await references(trx, { members: inputs.map(({ assignee }) => assignee) });
 * named.member('assignee', 'ann@acme.example').id // 'ann'
 */
export async function references(db: Queryable, named: Named): Promise<References> {
	const [calendars, departments, members, services, policies] = [
		distinct(named.calendars ?? []),
		distinct(named.departments ?? []),
		distinct(named.members ?? []),
		distinct(named.services ?? []),
		distinct(named.policies ?? []),
	];
	const loaded = await loadCalendars(db, calendars);
	const member = await membersByKey(db, members);
	const foundPolicies = await existingIds(db, NOUNS['escalation policy'].table, policies);
	const foundDepartments = await findDepartments(db, departments);
	const foundServices = await findServices(db, services);
	return {
		calendar: await referenceTo(db, 'calendar', calendars, (id) => loaded.get(id)),
		department: await referenceTo(db, 'department', departments, (id) => foundDepartments.get(id)),
		member: await referenceTo(db, 'member', members, member),
		service: await referenceTo(db, 'service', services, (id) => foundServices.get(id)),
		policy: await referenceTo(db, 'escalation policy', policies, (id) =>
			foundPolicies.has(id) ? id : undefined,
		),
	};
}

async function referenceTo<T>(
	db: Queryable,
	noun: Noun,
	names: readonly string[],
	find: (name: string) => T | undefined,
): Promise<Reference<T>> {
	const unknown = await unknownOnes(
		db,
		noun,
		names.filter((name) => find(name) === undefined),
	);
	return (field, name) => {
		const found = find(name);
		if (found === undefined) throw unknown(field, name);
		return found;
	};
}

/**
 * Looks, together, whether what a batch names by id is there, where nothing more of it is needed. The function it gives
 * throws for an id of something that is not.
 *
 * @param isComing what the same import brings counts as being there
 * @param candidates records of the same import, which may be meant as well
 * @example (await existing(db, 'department', ids))('departmentId', 'itt') // throws: There is no department 'itt'
 */
export async function existing(
	db: Queryable,
	noun: Noun,
	named: Ids,
	isComing: (id: string) => boolean = () => false,
	candidates: Iterable<Candidate> = [],
): Promise<(field: string, id: string | null | undefined) => void> {
	const ids = distinct(named).filter((id) => !isComing(id));
	const found = await existingIds(db, NOUNS[noun].table, ids);
	const missing = new Set(ids.filter((id) => !found.has(id)));
	const unknown = await unknownOnes(db, noun, missing, [...candidates]);
	return (field, id) => {
		if (typeof id === 'string' && missing.has(id)) throw unknown(field, id);
	};
}

/**
 * Members by id or by e-mail address, in any case: of somebody who is named either way, the id counts first.
 *
 * @example (await membersByKey(db, ['Ann@acme.example']))('Ann@acme.example')?.id // 'ann'
 */
export async function membersByKey(db: Queryable, keys: Ids): Promise<(key: string) => Member | undefined> {
	const names = distinct(keys);
	const byId = await findMembers(db, names);
	const byEmail = await findMembersByEmail(
		db,
		names.filter((name) => name.includes('@')).map((name) => name.toLowerCase()),
	);
	return (name) => byId.get(name) ?? byEmail.get(name.toLowerCase());
}

/**
 * The one record of an id.
 *
 * @param find as every repository has it: by ids, to a map
 * @throws IcrmError `notFound`, with what was probably meant
 */
export const oneOf = <T>(engine: Engine, noun: Noun, field: string, id: string, find: Find<T>): Promise<T> =>
	engine.store.read((db) => oneIn(db, noun, field, id, find));

/** The same within a transaction, or among other queries. */
export async function oneIn<T>(
	db: Queryable,
	noun: Noun,
	field: string,
	id: string,
	find: Find<T>,
): Promise<T> {
	const found = (await find(db, [id])).get(id);
	if (found !== undefined) return found;
	throw (await unknownOnes(db, noun, [id]))(field, id);
}

type Find<T> = (db: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;
