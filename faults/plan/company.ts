import { HOUR_MS, MINUTE_MS } from './types';

/**
 * The company of every run. Its calendar has no nights, so that an instant on which something is due can be computed in a few lines
 * that share nothing with the engine (oracle/due.ts).
 */

const allDay = [['00:00', '24:00']];
const week = Object.fromEntries(
	['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, allDay]),
);

const member = (id: string, departmentId: string, managerId?: string) => ({
	id,
	name: id,
	email: `${id}@acme.example`,
	departmentId,
	...(managerId === undefined ? {} : { managerId }),
});

export const COMPANY = {
	calendars: [{ id: 'always', name: 'Always', spec: { timezone: 'UTC', weekly: week } }],
	departments: [
		{ id: 'board', name: 'Board', headId: 'carla' },
		{ id: 'it', name: 'IT', headId: 'hanna' },
		{ id: 'hr', name: 'Human Resources', headId: 'rosa' },
	],
	members: [
		member('carla', 'board'),
		member('hanna', 'it', 'carla'),
		member('tom', 'it', 'hanna'),
		member('rosa', 'hr', 'carla'),
		member('uwe', 'hr', 'rosa'),
	],
	services: [{ id: 'laptop', name: 'New laptop', departmentId: 'it' }],
};

/** Who gets a request of a department. */
export const HOLDERS = { it: 'tom', hr: 'uwe' } as const;

export const LEVEL_DELAY_MS = 30 * MINUTE_MS;

export const POLICY = {
	id: 'climb',
	name: 'Up the line',
	levels: [
		{ targets: [{ kind: 'assignee' }] },
		{ delay: '30 min', targets: [{ kind: 'manager' }] },
		{ delay: '1h', targets: [{ kind: 'member', memberId: 'carla' }] },
	],
};

/** Of the resolution, by priority. */
export const TARGETS_MS = { high: 30 * MINUTE_MS, normal: HOUR_MS, low: 4 * HOUR_MS } as const;

export const AGREEMENT = {
	id: 'laptop-sla',
	name: 'Laptops',
	serviceId: 'laptop',
	calendarId: 'always',
	escalationPolicyId: 'climb',
	warnAtPercent: [75],
	targets: Object.entries(TARGETS_MS).map(([priority, ms]) => ({
		metric: 'resolution',
		priority,
		target: `${ms / MINUTE_MS} min`,
	})),
};
