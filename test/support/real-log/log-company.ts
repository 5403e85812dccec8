import { importCompany } from '../../../engine/directory';
import type { Engine } from '../../../engine/engine';
import { savePolicies } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { saveAgreements } from '../../../engine/sla';
import type { Priority } from '../../../engine/sla/types';
import type { CalendarSpec, ClockInterval } from '../../../engine/working-time';
import { openMinutes, type OracleWeek } from '../../engine/working-time/oracle';
import { MINUTE, type CountedMetric, type Minutes, type Terms } from '../recount/clock';
import { LOG_ZONE, type LogRow } from './read-log';

/**
 * A company for the log: a service desk, a department for each of its groups, and what such a desk promises. The log says nothing
 * of hours and targets; these are chosen so that a working day has a break, a week has a Saturday and a night, years have
 * holidays, and promises are kept about as often as they are broken.
 */

const DESK = 'service-desk';
export const SERVICE = 'it-incidents';

const HOLIDAYS = [
	...['2016-03-25', '2016-04-21', '2016-05-26', '2016-09-07'],
	...['2016-10-12', '2016-11-02', '2016-11-15'],
];

type Hours = readonly ClockInterval[];
type Week = readonly [sun: Hours, mon: Hours, tue: Hours, wed: Hours, thu: Hours, fri: Hours, sat: Hours];

const DAY: Hours = [
	['08:00', '12:00'],
	['13:00', '18:00'],
];
const SHIFTS: Hours = [['06:00', '22:00']];
const WEEKS = {
	office: [[], DAY, DAY, DAY, DAY, DAY, []],
	// The last shift of the week goes on into Saturday; on Sunday evening the next begins.
	shifts: [[['22:00', '06:00']], SHIFTS, SHIFTS, SHIFTS, SHIFTS, [['06:00', '02:00']], [['08:30', '12:15']]],
} as const satisfies Record<string, Week>;

interface Promised {
	readonly kind: 'sla' | 'ola';
	readonly calendar: keyof typeof WEEKS;
	readonly onReopen: 'continue' | 'restart';
	/** Hours by metric and priority. */
	readonly hours: Readonly<Record<CountedMetric, Readonly<Partial<Record<Priority | 'every', number>>>>>;
}

export const PROMISES: readonly Promised[] = [
	{
		kind: 'sla',
		calendar: 'office',
		onReopen: 'continue',
		hours: {
			firstResponse: { urgent: 0.5, high: 1, every: 4 },
			resolution: { urgent: 4, high: 9, normal: 27, low: 45 },
		},
	},
	{
		kind: 'ola',
		calendar: 'shifts',
		onReopen: 'restart',
		// Nothing is promised for what is not urgent, so that some clocks stand idle.
		hours: { firstResponse: { every: 1 }, resolution: { urgent: 3, high: 8, normal: 40 } },
	},
];

const specOf = (week: Week): CalendarSpec => {
	const [sun, mon, tue, wed, thu, fri, sat] = week;
	return { timezone: LOG_ZONE, weekly: { sun, mon, tue, wed, thu, fri, sat }, holidays: HOLIDAYS };
};

/** @param rows of all incidents: their groups and resolvers are the company's departments and members */
export async function saveLogCompany(engine: Engine, rows: readonly LogRow[]): Promise<void> {
	const groups = new Set(rows.flatMap(({ group }) => group ?? []));
	const groupOf = new Map(
		rows.flatMap(({ resolver, group }) => (resolver ? [[resolver, group ?? DESK]] : [])),
	);
	await importCompany(engine, {
		calendars: Object.entries(WEEKS).map(([id, week]) => ({ id, name: id, spec: specOf(week) })),
		departments: [
			{ id: DESK, name: 'Service desk', calendarId: calendarOf(DESK) },
			...[...groups].sort().map((id) => ({ id, name: id, calendarId: calendarOf(id) })),
		],
		members: [...groupOf].map(([id, departmentId]) => ({
			id,
			name: id,
			email: `${id}@log.example`,
			departmentId,
		})),
		services: [{ id: SERVICE, name: 'IT incidents', departmentId: DESK }],
	});
	const levels = [{ targets: [{ kind: 'assignee' }] }, { delay: '1h', targets: [{ kind: 'assignee' }] }];
	(await savePolicies(engine, [{ id: 'climb', name: 'Up the line', levels }])).forEach(unwrap);
	const agreements = PROMISES.map(({ kind, calendar, onReopen, hours }) => ({
		id: `incidents-${kind}`,
		name: `Incidents (${kind})`,
		kind,
		serviceId: SERVICE,
		calendarId: calendar,
		onReopen,
		warnAtPercent: [50, 80],
		escalationPolicyId: 'climb',
		targets: Object.entries(hours).flatMap(([metric, byPriority]) =>
			Object.entries(byPriority).map(([priority, length]) => ({
				metric,
				target: `${length * 60} min`,
				...(priority === 'every' ? {} : { priority }),
			})),
		),
	}));
	(await saveAgreements(engine, agreements)).forEach(unwrap);
}

/** The same company for the recount. */
export interface CountedCompany {
	/** By kind and metric: `sla:resolution`. */
	readonly terms: ReadonlyMap<string, Terms>;
	readonly calendarOf: (department: string) => string;
	/** When a department works. */
	readonly minutesOf: (department: string) => Minutes;
}

/** Its calendars reach from the first row to well after the last. */
export function countedCompany(rows: readonly LogRow[]): CountedCompany {
	const from = startOfDay(rows.reduce((first, { openedAt, at }) => Math.min(first, openedAt, at), Infinity));
	const last = rows.reduce((latest, { at }) => Math.max(latest, at), 0);
	const length = (last - from) / MINUTE + 40 * DAY_MINUTES;
	const minutes = minutesIn(from, length);
	const terms = PROMISES.flatMap(({ kind, calendar, onReopen, hours }) =>
		(['firstResponse', 'resolution'] as const).map((metric): [string, Terms] => [
			`${kind}:${metric}`,
			{
				metric,
				onReopen,
				minutes: minutes[calendar],
				target: Object.fromEntries(
					Object.entries(hours[metric]).map(([priority, length]) => [priority, length * 60]),
				),
			},
		]),
	);
	return {
		terms: new Map(terms),
		calendarOf,
		minutesOf: (department) => minutes[calendarOf(department)],
	};
}

const calendarOf = (department: string) => (department === DESK ? 'office' : 'shifts');

type Counted = Readonly<Record<keyof typeof WEEKS, Minutes>>;
/** By window: each of its minutes is looked at, which is done once. */
const known = new Map<string, Counted>();

function minutesIn(from: number, length: number): Counted {
	const key = `${from} ${length}`;
	const openIn = (week: Week): Minutes => ({ from, open: openMinutes(forOracle(week), from, length) });
	const counted = known.get(key) ?? { office: openIn(WEEKS.office), shifts: openIn(WEEKS.shifts) };
	known.set(key, counted);
	return counted;
}

const DAY_MINUTES = 1440;
/** Two days before: the window is right from its second day on. */
const startOfDay = (instant: number) =>
	instant - (instant % (DAY_MINUTES * MINUTE)) - 2 * DAY_MINUTES * MINUTE;

function forOracle(week: Week): OracleWeek {
	const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
	const interval = ([start, end]: ClockInterval): readonly [number, number] => [
		minute(start),
		minute(end) + (minute(end) < minute(start) ? DAY_MINUTES : 0),
	];
	return {
		timezone: LOG_ZONE,
		week: week.map((hours) => hours.map(interval)),
		dates: new Map(HOLIDAYS.map((date) => [date, []])),
	};
}
