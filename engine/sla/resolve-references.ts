import {
	findDepartments,
	findMembers,
	findMembersByEmail,
	findServices,
	type Department,
	type Member,
	type Service,
} from '../directory';
import { invalid } from '../errors';
import type { Queryable } from '../store';

/** What the items of one batch refer to, looked up together. */
export interface References {
	service(field: string, id: string): Service;
	department(field: string, id: string): Department;
	/** By id or by e-mail address. */
	member(field: string, idOrEmail: string): Member;
}

export async function resolveReferences(
	db: Queryable,
	wanted: {
		services?: readonly string[];
		departments?: readonly string[];
		members?: readonly (string | undefined)[];
	},
): Promise<References> {
	const services = await findServices(db, [...new Set(wanted.services)]);
	const departments = await findDepartments(db, [...new Set(wanted.departments)]);
	const member = await membersByKey(db, wanted.members ?? []);
	return {
		service: (field, id) => services.get(id) ?? fail(field, id, 'service', 'Service'),
		department: (field, id) => departments.get(id) ?? fail(field, id, 'department', 'Department'),
		member: (field, key) => member(key) ?? fail(field, key, 'member', 'Member'),
	};
}

/** The people another system names, of whom not all need to be in the directory. */
export interface People {
	idOf(idOrEmail: string | undefined): string | undefined;
	/** Sentences about those who are not known and are therefore left out. */
	warningsAbout(said: { requester?: string | undefined; assignee?: string | undefined }): string[];
}

export async function findPeople(db: Queryable, keys: readonly (string | undefined)[]): Promise<People> {
	const find = await membersByKey(db, keys);
	const unknown = (field: string, key: string | undefined) =>
		key === undefined || find(key)
			? []
			: [`The ${field} '${key}' is not in the directory and was left out. Add them with ICRM Directory.`];
	return {
		idOf: (key) => (key === undefined ? undefined : find(key)?.id),
		warningsAbout: ({ requester, assignee }) => [
			...unknown('requester', requester),
			...unknown('assignee', assignee),
		],
	};
}

async function membersByKey(db: Queryable, keys: readonly (string | undefined)[]) {
	const people = [...new Set(keys.filter((key) => key !== undefined))];
	const members = await findMembers(db, people);
	const byEmail = await findMembersByEmail(
		db,
		people.filter((key) => key.includes('@')).map((key) => key.toLowerCase()),
	);
	return (key: string): Member | undefined => members.get(key) ?? byEmail.get(key.toLowerCase());
}

function fail(field: string, id: string, noun: string, resource: string): never {
	throw invalid(
		field,
		id,
		`There is no ${noun} '${id}'`,
		`Choose one from the list, or add it first with ICRM Directory, '${resource}: Create or Update'.`,
	);
}
