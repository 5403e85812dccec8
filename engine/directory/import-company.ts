import { z } from 'zod';
import type { Engine } from '../engine';
import { IcrmError, invalid } from '../errors';
import type { Queryable, Trx } from '../store';
import { says, typed, under, validate } from '../input/validate';
import { lockDirectory } from './lock';
import { calendars } from './save-calendars';
import { departments } from './save-departments';
import { faultyOf, parseAll, type Kind, type Lookup } from './save-many';
import { members } from './save-members';
import { services } from './save-services';
import { isChange, type Saved } from '../records';
import { pluck } from '../pluck';

export interface ImportCounts {
	readonly created: number;
	readonly updated: number;
	readonly unchanged: number;
}

/** What importing did, by kind of record. */
export interface CompanyImport {
	readonly calendars: ImportCounts;
	readonly departments: ImportCounts;
	readonly members: ImportCounts;
	readonly services: ImportCounts;
}

const FAULTS_SHOWN = 10;
const HINT = 'A company has the lists calendars, departments, members and services; each may be left out.';
const list = z.array(z.unknown(), typed('is not a list', HINT)).default([]);
/** A company as it comes: its records are read one by one. */
export const companySchema = z
	.object(
		{ calendars: list, departments: list, members: list, services: list },
		typed('is not an object of lists', HINT),
	)
	.strict(says('is not a field of a company', HINT));

/**
 * Brings a whole company in, in one transaction: all of it or nothing. Records may name one another in any
 * order; a department's head may be among the members. Done twice, the second time changes nothing.
 *
 * @param company `{ calendars?, departments?, members?, services? }`, records as the save use cases take them
 * @throws IcrmError `invalid`: the message counts the faults and lists the first ten with their paths
 *   (`members[3].managerId`); field, value and hint are those of the first
 */
export async function importCompany(engine: Engine, company: unknown): Promise<CompanyImport> {
	const lists = validate(companySchema, company, 'company');
	const all = {
		calendar: await read(calendars, lists.calendars),
		department: await read(departments, lists.departments),
		member: await read(members, lists.members),
		service: await read(services, lists.services),
	};
	const isComing: Lookup['isComing'] = (noun, id) => all[noun].ids.has(id);
	return engine.transaction(async (trx) => {
		await lockDirectory(trx);
		const checked = {
			calendars: await all.calendar.check(trx, isComing),
			departments: await all.department.check(trx, isComing),
			members: await all.member.check(trx, isComing),
			services: await all.service.check(trx, isComing),
		};
		// In the order in which they refer to one another.
		const kinds = [checked.calendars, checked.departments, checked.members, checked.services];
		refuse(kinds.flatMap(({ faults }) => faults));
		for (const { write } of kinds) await write(engine, trx);
		return {
			calendars: checked.calendars.counts,
			departments: checked.departments.counts,
			members: checked.members.counts,
			services: checked.services.counts,
		};
	});
}

/** One kind's list, read: its ids, and how to check it against the database. */
async function read<I extends { readonly id: string }, T>(kind: Kind<I, T>, inputs: readonly unknown[]) {
	const at = (index: number) => `${kind.noun}s[${index}]`;
	const parsed = await parseAll(kind, inputs);
	const first = new Map<string, number>();
	parsed.forEach(({ id }, index) => id !== undefined && !first.has(id) && first.set(id, index));
	const good = parsed.flatMap(({ outcome }, index) =>
		outcome.ok && first.get(outcome.value.id) === index ? [{ input: outcome.value, index }] : [],
	);
	const unread = parsed.flatMap(({ outcome }, index): Fault[] => {
		if (!outcome.ok) return [{ index, error: outcome.error }];
		const before = first.get(outcome.value.id);
		return before === undefined || before === index
			? []
			: [{ index, error: twice(kind.noun, outcome.value.id, at(before)) }];
	});
	return {
		ids: new Set(first.keys()),
		async check(db: Queryable, isComing: Lookup['isComing']) {
			const outcomes = await kind.check(db, pluck(good, 'input'), { faulty: faultyOf(parsed), isComing });
			const refused = outcomes.flatMap((outcome, position): Fault[] => {
				const index = good[position]?.index;
				return outcome.ok || index === undefined ? [] : [{ index, error: outcome.error }];
			});
			const records = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
			return {
				faults: [...unread, ...refused]
					.sort((a, b) => a.index - b.index)
					.map(({ index, error }) => under(at(index), error, kind.noun)),
				counts: countsOf(records),
				write: (engine: Engine, trx: Trx) => kind.write(engine, trx, records.filter(isChange)),
			};
		},
	};
}

interface Fault {
	readonly index: number;
	readonly error: Error;
}

const twice = (noun: string, id: string, at: string) =>
	invalid(
		'id',
		id,
		`The ${noun} '${id}' is already at ${at}`,
		'Keep one of them, or correct the id of the other.',
	);

function countsOf(records: readonly Saved<unknown>[]): ImportCounts {
	const count = (change: Saved<unknown>['change']) =>
		records.filter((record) => record.change === change).length;
	return { created: count('created'), updated: count('updated'), unchanged: count('unchanged') };
}

function refuse(faults: readonly IcrmError[]): void {
	const [first] = faults;
	if (!first) return;
	const lines = faults.slice(0, FAULTS_SHOWN).map(({ field, message }) => `- ${field}: ${message}`);
	if (faults.length > FAULTS_SHOWN) lines.push(`- and ${faults.length - FAULTS_SHOWN} more`);
	const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
	throw new IcrmError('invalid', `The company has ${count}; nothing was imported:\n${lines.join('\n')}`, {
		...(first.field === undefined ? {} : { field: first.field }),
		value: first.value,
		hint: first.hint,
		cause: first,
	});
}
