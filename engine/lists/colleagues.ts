import { membersByKey } from '../directory/references';
import type { Member } from '../directory/types';
import { invalid } from '../errors';
import { mapPaced } from '../pace';
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
		const list = (name: string | undefined, id: string) =>
			name === undefined ? undefined : listed.set(nameOf(name), id);
		// What is listed last goes before: a ref before an id, an id before an address.
		await mapPaced(rows, ({ id, email }) => list(email, id));
		await mapPaced(rows, ({ id }) => list(id, id));
		await mapPaced(rows, ({ id, ref }) => list(ref, id));
		const isOther = (name: string | undefined) => name !== undefined && !listed.has(nameOf(name));
		const others = await mapPaced(rows, ({ manager, delegate }) => [manager, delegate].filter(isOther));
		return new Colleagues(listed, await membersByKey(trx, others.flat()));
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
