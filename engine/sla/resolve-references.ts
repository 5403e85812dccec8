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
	const unique = (ids: readonly (string | undefined)[] = []) => [
		...new Set(ids.filter((id) => id !== undefined)),
	];
	const services = await findServices(db, unique(wanted.services));
	const departments = await findDepartments(db, unique(wanted.departments));
	const people = unique(wanted.members);
	const members = await findMembers(db, people);
	const byEmail = await findMembersByEmail(
		db,
		people.filter((key) => key.includes('@')).map((key) => key.toLowerCase()),
	);
	return {
		service: (field, id) => services.get(id) ?? fail(field, id, 'service', 'Service'),
		department: (field, id) => departments.get(id) ?? fail(field, id, 'department', 'Department'),
		member: (field, key) =>
			members.get(key) ?? byEmail.get(key.toLowerCase()) ?? fail(field, key, 'member', 'Member'),
	};
}

function fail(field: string, id: string, noun: string, resource: string): never {
	throw invalid(
		field,
		id,
		`There is no ${noun} '${id}'`,
		`Choose one from the list, or add it first with ICRM Directory, '${resource}: Create or Update'.`,
	);
}
