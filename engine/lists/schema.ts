import { z } from 'zod';
import { invalid } from '../errors';
import { fieldsOf, flag, isBlank, line } from '../input/fields';
import { validate } from '../input/validate';

/** Rows of lists as other systems have them. What names a person or a department is text here, and looked for later. */

/** LDAP names are long. */
const LONGEST_KEY = 1_000;
const text = (example: string) =>
	z.preprocess(
		(value) => (typeof value === 'number' ? String(value) : isBlank(value) ? undefined : value),
		line(LONGEST_KEY, example).optional(),
	);

const FLAGS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);
const yesOrNo = z.preprocess((value) => {
	if (isBlank(value)) return undefined;
	const isText = typeof value === 'string' || typeof value === 'number';
	return isText ? (FLAGS.get(String(value).trim().toLowerCase()) ?? value) : value;
}, flag.optional());

/** Read where the time zone is known. */
const instant = z.unknown().transform((value) => (isBlank(value) ? undefined : value));

const named = { id: text('e-1042'), email: text('ann@example.com') };

const personRowSchema = fieldsOf('row', {
	/** What other rows call this one: an LDAP DN. */
	ref: text('uid=ann,ou=people,dc=example'),
	...named,
	name: text('Ann Lee'),
	department: text('IT'),
	manager: text('bob@example.com'),
	leads: yesOrNo,
	locale: text('de'),
	active: yesOrNo,
	awayFrom: instant,
	awayUntil: instant,
	delegate: text('carl@example.com'),
});

export type PersonRow = z.output<typeof personRowSchema> & {
	readonly id: string;
	/** Whether the list says of its people if they are away. */
	readonly speaksOfAbsence: boolean;
};

/** @throws IcrmError `invalid`, also where a row has neither id nor e-mail address */
export function parsePersonRow(input: unknown): PersonRow {
	const row = validate(personRowSchema, input, 'row');
	const id = idOf(row);
	if (id === undefined)
		throw invalid(
			'id',
			undefined,
			'The row has neither an id nor an e-mail address',
			'Map one of them to a field of the other system.',
		);
	return { ...row, id, speaksOfAbsence: 'awayUntil' in row || 'awayFrom' in row };
}

const namedSchema = z.object(named);

/** The id of a faulty row, as it would be: who is listed at all has not left. */
export function idOfFaultyRow(input: unknown): string | undefined {
	const row = namedSchema.safeParse(input);
	return row.success ? idOf(row.data) : undefined;
}

const idOf = ({ id, email }: { id?: string | undefined; email?: string | undefined }) => {
	const known = id ?? email;
	return known?.includes('@') ? known.toLowerCase() : known;
};

export const absenceRowSchema = fieldsOf('row', {
	ref: text('event-17'),
	member: text('ann@example.com'),
	from: z.unknown(),
	until: z.unknown(),
	delegate: text('carl@example.com'),
});
export type AbsenceRow = z.output<typeof absenceRowSchema>;
