import { IcrmError } from '../errors';
import { attempt, type Outcome } from '../outcome';
import type { Departments } from './departments-by-name';
import { parseRow, type PersonRow } from './people-rows';
import { parseMember, type MemberInput } from '../directory/schema';
import { absenceOf, type Terms, type Wish } from './settle-absences';

/** The rows that can be read, each person once. */
export function readRows(inputs: readonly unknown[]): Outcome<PersonRow>[] {
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

export const wishOf = (row: PersonRow, source: string): Omit<Wish, 'index'> => ({
	...row,
	id: `${source}:${row.id}`,
	memberId: row.id,
});

/**
 * The member that a row means.
 *
 * @param heads who leads each department, as the rows before said; this one is added
 * @throws IcrmError `invalid`
 */
export function memberOfRow(
	row: PersonRow,
	terms: Terms,
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
		managerId: row.manager === undefined ? null : terms.colleagues.idOf('manager', row.manager),
		locale: row.locale,
		active: row.active ?? true,
	});
	// Looked at before anything is written: a row goes in whole or not at all.
	if (row.speaksOfAbsence) absenceOf(wishOf(row, terms.source), undefined, terms);
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
