import { z } from 'zod';
import { invalid } from '../errors';
import { says, typed, validate } from '../input/validate';

/** Rows of people as another system delivers them: what each names is looked for among the others. */

const ROW_HINT =
	'A row has the fields ref, id, name, email, department, manager, leads, locale, active, awayFrom, awayUntil, delegate.';

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);
const flagOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number'
		? (FLAGS.get(String(value).trim().toLowerCase()) ?? value)
		: value;
const blankAsMissing = (value: unknown) =>
	value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;

const text = (what: string) =>
	z.preprocess(
		(value) => (typeof value === 'number' ? String(value) : blankAsMissing(value)),
		z
			.string(typed(`is not ${what}`, 'Write it as text.'))
			.trim()
			.optional(),
	);
const flag = z.preprocess(
	(value) => flagOf(blankAsMissing(value)),
	z.boolean(typed('is neither true nor false', 'Write true or false.')).optional(),
);
const instant = z.unknown().transform(blankAsMissing);

const rowSchema = z
	.object(
		{
			/** What other rows call this one: an LDAP DN. */
			ref: text('a name'),
			id: text('an id'),
			name: text('a name'),
			email: text('an e-mail address'),
			department: text('a department'),
			manager: text('a manager'),
			leads: flag,
			locale: text('a language'),
			active: flag,
			awayFrom: instant,
			awayUntil: instant,
			delegate: text('a delegate'),
		},
		typed('is not a row', ROW_HINT),
	)
	.strict(says('is not a field of a row', ROW_HINT));

const namedSchema = z.object({ id: text('an id'), email: text('an e-mail address') });

export type PersonRow = z.output<typeof rowSchema> & {
	readonly id: string;
	readonly speaksOfAbsence: boolean;
};

/** @throws IcrmError `invalid`, also where a row has neither id nor e-mail address */
export function parseRow(input: unknown): PersonRow {
	const row = validate(rowSchema, input, 'row');
	const id = idOf(row);
	if (id === undefined)
		throw invalid(
			'id',
			undefined,
			'The row has neither an id nor an e-mail address',
			'Map one of them to a field of the other system.',
		);
	const speaksOfAbsence =
		typeof input === 'object' && input !== null && ('awayUntil' in input || 'awayFrom' in input);
	return { ...row, id, speaksOfAbsence };
}

/** The id of a row that may be faulty, as it would be: whoever is listed at all has not left. */
export function idAsListed(input: unknown): string | undefined {
	const row = namedSchema.safeParse(input);
	return row.success ? idOf(row.data) : undefined;
}

const idOf = ({ id, email }: { id?: string | undefined; email?: string | undefined }) => {
	const known = id ?? email;
	return known?.includes('@') ? known.toLowerCase() : known;
};

/** By which other rows people are named: DNs are compared without regard to case and to spaces around their signs. */
export const keyOf = (name: string): string =>
	name
		.toLowerCase()
		.replace(/\s*([,=])\s*/g, '$1')
		.trim();

/** A manager or delegate, found by ref, id or e-mail address. */
export class Colleagues {
	private readonly ids = new Map<string, string>();

	/** @param stored e-mail addresses of the directory and whose they are */
	constructor(rows: readonly PersonRow[], stored: ReadonlyMap<string, { readonly id: string }>) {
		for (const [email, { id }] of stored) this.ids.set(keyOf(email), id);
		for (const { id, email } of rows) if (email !== undefined) this.ids.set(keyOf(email), id);
		for (const { id } of rows) this.ids.set(keyOf(id), id);
		for (const { id, ref } of rows) if (ref !== undefined) this.ids.set(keyOf(ref), id);
	}

	/** @throws IcrmError `invalid` for a DN that no row has; any other name is taken for an id, and looked up later */
	idOf(field: 'manager' | 'delegate', name: string): string {
		const id = this.ids.get(keyOf(name));
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

/** The id of a department that is first heard of in a list: its name, in small letters and without spaces. */
export const slugOf = (name: string): string =>
	name
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 64);
