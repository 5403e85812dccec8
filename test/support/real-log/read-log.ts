import type { Priority } from '../../../engine/sla/types';

/**
 * The "Incident management process enriched event log" (Amaral, Fantinato, Peres; UCI Machine Learning Repository, 2018;
 * CC BY 4.0): the audit log of the ServiceNow of a real IT company, a row for each change. See test/fixtures/incident-log.md.
 */

/** What a row says of an incident. */
export interface LogRow {
	readonly incident: string;
	/** Its line in the file: rows of one minute stand in the order in which they were written. */
	readonly line: number;
	/** Whole minutes, epoch ms. */
	readonly openedAt: number;
	readonly at: number;
	/** As the log has it: `Awaiting User Info`. */
	readonly said: string;
	readonly state: 'open' | 'waiting' | 'solved';
	/** Whether somebody works on it, or has asked back: whoever called has heard of us. */
	readonly answered: boolean;
	readonly priority: Priority;
	/** Undefined: the row does not say. */
	readonly group: string | undefined;
	readonly resolver: string | undefined;
	readonly title: string;
}

/** The log says no zone. Its authors are from São Paulo; what matters is that its clocks change, which they do there. */
export const LOG_ZONE = 'America/Sao_Paulo';

const PRIORITIES: Readonly<Record<string, Priority>> = {
	'1 - Critical': 'urgent',
	'2 - High': 'high',
	'3 - Moderate': 'normal',
	'4 - Low': 'low',
};

/** Rows by incident, in the order of the file. @throws Error for a file that is not the log, or a value nobody knows */
export function readLog(csv: string): Map<string, LogRow[]> {
	const [head = '', ...lines] = csv.trimEnd().split(/\r?\n/);
	const columns = head.split(',');
	for (const name of [
		'number',
		'incident_state',
		'priority',
		'sys_updated_at',
		'opened_at',
		'assignment_group',
	])
		if (!columns.includes(name)) throw new Error(`This is not the incident log: it has no column '${name}'.`);
	const rows = lines.map((text, index) => {
		const values = text.split(',');
		if (values.length !== columns.length)
			throw new Error(`Line ${index + 2} has ${values.length} values instead of ${columns.length}.`);
		return rowOf(new Map(columns.map((column, position) => [column, values[position] ?? ''])), index + 2);
	});
	return Map.groupBy(rows, ({ incident }) => incident);
}

function rowOf(values: ReadonlyMap<string, string>, line: number): LogRow {
	const said = (column: string): string | undefined => {
		const value = values.get(column);
		return value === undefined || value === '?' || value === '' ? undefined : value;
	};
	const needed = (column: string): string => {
		const value = said(column);
		if (value === undefined) throw new Error(`Line ${line} has no ${column}.`);
		return value;
	};
	const state = needed('incident_state');
	const priority = PRIORITIES[needed('priority')];
	if (!priority)
		throw new Error(`Line ${line} has the priority '${needed('priority')}', which nobody knows.`);
	return {
		incident: needed('number'),
		line,
		openedAt: instantOf(needed('opened_at')),
		at: instantOf(needed('sys_updated_at')),
		said: state,
		state: stateOf(state, line),
		answered: state === 'Active' || state.startsWith('Awaiting'),
		priority,
		group: nameOf(said('assignment_group')),
		resolver: nameOf(said('assigned_to')),
		title: [said('category'), said('u_symptom')].filter(Boolean).join(', ') || needed('number'),
	};
}

function stateOf(state: string, line: number): LogRow['state'] {
	if (state === 'New' || state === 'Active') return 'open';
	if (state.startsWith('Awaiting')) return 'waiting';
	if (state === 'Resolved' || state === 'Closed') return 'solved';
	throw new Error(`Line ${line} has the state '${state}', which nobody knows.`);
}

/** `Group 56` as an id. */
const nameOf = (name: string | undefined) => name?.toLowerCase().replaceAll(/\s+/g, '-');

const shown = new Intl.DateTimeFormat('sv-SE', {
	timeZone: LOG_ZONE,
	...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
});

/** `29-02-2016 01:16`, as the clocks of the zone show it. */
function instantOf(text: string): number {
	const [, day, month, year, time] = /^(\d\d)-(\d\d)-(\d{4}) (\d\d:\d\d)$/.exec(text) ?? [];
	const clock = Date.parse(`${year}-${month}-${day}T${time}Z`);
	if (Number.isNaN(clock)) throw new Error(`'${text}' is not an instant of the log.`);
	const shownAt = (instant: number) => Date.parse(`${shown.format(instant).replace(' ', 'T')}Z`);
	const near = clock - (shownAt(clock) - clock);
	return near - (shownAt(near) - clock);
}
