import { z } from 'zod';
import { invalid } from '../errors';
import {
	email,
	fieldsOf,
	flag,
	given,
	id,
	ID_HINT,
	locale,
	memberId,
	name,
	removable,
} from '../input/fields';
import { under, validate } from '../input/validate';
import { parseCalendarSpec } from '../working-time';
import type { CalendarSpec } from '../working-time';

const LONGEST_ID = 64;

const departmentSchema = fieldsOf('department', {
	id,
	name: name.optional(),
	headId: removable(memberId),
	calendarId: removable(id),
});

const memberSchema = fieldsOf('member', {
	id: given(memberId),
	name: name.optional(),
	email: email.optional(),
	departmentId: id.optional(),
	managerId: removable(memberId),
	locale: given(locale),
	active: given(flag),
});

const serviceSchema = fieldsOf('service', {
	id,
	name: name.optional(),
	departmentId: id.optional(),
	confidential: given(flag),
});

const calendarSchema = fieldsOf('calendar', { id, name: name.optional(), spec: z.unknown() });

/** A field not given keeps its value, or is demanded where the record is new; `null` takes a reference away. */
export type DepartmentInput = z.output<typeof departmentSchema>;
export type MemberInput = z.output<typeof memberSchema> & { readonly id: string };
export type ServiceInput = z.output<typeof serviceSchema>;
export type CalendarInput = Omit<z.output<typeof calendarSchema>, 'spec'> & {
	readonly spec?: CalendarSpec | undefined;
};

/** @throws IcrmError `invalid` naming field, value and remedy; so do its three neighbours */
export const parseDepartment = (input: unknown): DepartmentInput =>
	validate(departmentSchema, input, 'department');

export const parseService = (input: unknown): ServiceInput => validate(serviceSchema, input, 'service');

/** Without an id, a member goes by their e-mail address. */
export function parseMember(input: unknown): MemberInput {
	const member = validate(memberSchema, input, 'member');
	const known = member.id ?? member.email;
	if (known === undefined)
		throw invalid(
			'id',
			undefined,
			'The member has neither an id nor an e-mail address',
			'Give the id the HR system knows them by, or their e-mail address.',
		);
	if (known.length > LONGEST_ID)
		throw invalid(
			'id',
			known,
			`The e-mail address '${known}' is too long to serve as the member's id`,
			`Give the member an id of its own. ${ID_HINT}`,
		);
	return { ...member, id: known };
}

export function parseCalendar(input: unknown): CalendarInput {
	const { spec, ...rest } = validate(calendarSchema, input, 'calendar');
	return spec === undefined || spec === null ? rest : { ...rest, spec: parseSpec(spec) };
}

function parseSpec(spec: unknown): CalendarSpec {
	try {
		const parsed = parseCalendarSpec(spec);
		refuseBusyDays(parsed);
		return parsed;
	} catch (error) {
		throw error instanceof Error ? under('spec', error, 'calendar') : error;
	}
}

/** Two or three are usual. Each costs time in every year that a due date is looked for in: hundreds stop everything else. */
const MOST_INTERVALS_A_DAY = 12;

/** At the door alone: what is stored already is still computed with. */
function refuseBusyDays({ weekly, overrides = {} }: CalendarSpec): void {
	const days = [
		...Object.entries(weekly).map(([day, intervals = []]) => ({ field: `weekly.${day}`, intervals })),
		...Object.entries(overrides).map(([date, override]) => ({
			field: `overrides.${date}`,
			intervals: 'intervals' in override ? override.intervals : override,
		})),
	];
	const busy = days.find(({ intervals }) => intervals.length > MOST_INTERVALS_A_DAY);
	if (busy)
		throw invalid(
			busy.field,
			busy.intervals.length,
			`The calendar's ${busy.field} has ${busy.intervals.length} intervals, and a day has ${MOST_INTERVALS_A_DAY} at most`,
			'Join intervals that belong together: breaks of minutes do not change what people promise one another.',
		);
}
