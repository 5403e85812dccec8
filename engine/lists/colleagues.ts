import { membersByKey } from '../directory/references';
import type { Member } from '../directory/types';
import { invalid } from '../errors';
import type { Trx } from '../store';
import type { PersonRow } from './schema';

/** Names of people: DNs are compared without regard to case and to spaces around their signs. */
const nameOf = (name: string): string =>
	name
		.toLowerCase()
		.replace(/\s*([,=])\s*/g, '$1')
		.trim();

/** Managers and delegates, found by ref, id or e-mail address: first among the rows, then in the directory. */
export class Colleagues {
	private constructor(
		private readonly listed: ReadonlyMap<string, string>,
		private readonly stored: (name: string) => Member | undefined,
	) {}

	static async of(trx: Trx, rows: readonly PersonRow[]): Promise<Colleagues> {
		const listed = new Map<string, string>();
		for (const { id, email } of rows) if (email !== undefined) listed.set(nameOf(email), id);
		for (const { id } of rows) listed.set(nameOf(id), id);
		for (const { id, ref } of rows) if (ref !== undefined) listed.set(nameOf(ref), id);
		const others = rows
			.flatMap(({ manager, delegate }) => [manager, delegate])
			.filter((name) => name !== undefined && !listed.has(nameOf(name)));
		return new Colleagues(listed, await membersByKey(trx, others));
	}

	/** @throws IcrmError `invalid` for a DN that no row has; any other name is taken for an id, and refused by the check */
	idOf(field: 'manager' | 'delegate', name: string): string {
		const id = this.listed.get(nameOf(name)) ?? this.stored(name)?.id;
		if (id !== undefined) return id;
		if (!name.includes('=')) return name;
		throw invalid(
			field,
			name,
			`The ${field} '${name}' is not among the rows`,
			`Widen the search so that it finds the ${field} as well, or correct the entry in the other system.`,
		);
	}
}
