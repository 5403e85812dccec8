import type { Stage } from '../../scripts/stage/stage';
import { operate } from './operate';

const DOMAIN = 'acme.example';
export const ADMIN = `icrm-admin@${DOMAIN}`;
export const mailboxOf = (memberId: string): string => `${memberId}@${DOMAIN}`;

const member = (id: string, name: string, departmentId: string, managerId?: string) => ({
	id,
	name,
	email: mailboxOf(id),
	departmentId,
	locale: 'en',
	...(managerId === undefined ? {} : { managerId }),
});
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Facilities has no head. Whoever works in IT reports to Jonas, whoever works in Network to Ute. */
const COMPANY = {
	calendars: [
		{
			id: 'always',
			name: 'Around the clock',
			spec: { timezone: 'UTC', weekly: Object.fromEntries(DAYS.map((day) => [day, [['00:00', '24:00']]])) },
		},
	],
	departments: [
		{ id: 'board', name: 'Board', headId: 'helena' },
		{ id: 'it', name: 'IT', headId: 'jonas' },
		{ id: 'network', name: 'Network', headId: 'ute' },
		{ id: 'facilities', name: 'Facilities' },
	],
	members: [
		member('helena', 'Helena Vogt', 'board'),
		member('olga', 'Olga Novak', 'board', 'helena'),
		member('jonas', 'Jonas Brandt', 'it', 'helena'),
		member('tom', 'Tom Becker', 'it', 'jonas'),
		member('mia', 'Mia Lang', 'it', 'jonas'),
		member('nina', 'Nina Roth', 'it', 'jonas'),
		member('ute', 'Ute Krause', 'network', 'helena'),
		member('karl', 'Karl Weber', 'network', 'ute'),
	],
	services: [
		{ id: 'badge', name: 'Badge', departmentId: 'facilities' },
		{ id: 'key', name: 'Key', departmentId: 'facilities' },
		{ id: 'laptop', name: 'Laptop', departmentId: 'it' },
		{ id: 'access', name: 'Access', departmentId: 'it' },
		{ id: 'printer', name: 'Printer', departmentId: 'it' },
	],
};

const ASSIGNEE = { kind: 'assignee' };
const MANAGER = { kind: 'manager' };
const after = (delay: string, ...targets: object[]) => ({ delay, countedIn: 'elapsed', targets });

/**
 * Between the last mail that somebody reacts to and the level that must not come, or comes elsewhere, a machine under load has
 * time enough to send the mail, open the page and write the answer.
 */
const POLICIES = [
	{ id: 'ownerless', name: 'Nobody owns it', levels: [after('0 s', ASSIGNEE), after('2 s', MANAGER)] },
	{
		id: 'owned',
		name: 'Olga owns it',
		ownerId: 'olga',
		levels: [after('0 s', ASSIGNEE), after('2 s', MANAGER)],
	},
	{ id: 'up', name: 'Up the line', levels: [after('0 s', ASSIGNEE), after('30 s', MANAGER)] },
	{
		id: 'expires',
		name: 'Seen to for half a minute',
		acknowledgedFor: '35 s',
		levels: [
			after('0 s', ASSIGNEE),
			after('4 s', { kind: 'member', memberId: 'tom' }),
			after('30 s', MANAGER),
		],
	},
	{
		id: 'both',
		name: 'Two promises',
		levels: [
			after('0 s', ASSIGNEE),
			after('10 s', { kind: 'member', memberId: 'mia' }),
			after('25 s', MANAGER),
		],
	},
];

const FIRST_RESPONSE = { metric: 'firstResponse', target: '4 s', countedIn: 'elapsed' };
const RESOLUTION = { metric: 'resolution', target: '8 s', countedIn: 'elapsed' };
const agreement = (serviceId: string, escalationPolicyId: string, ...targets: object[]) => ({
	id: serviceId,
	name: `Agreement on ${serviceId}`,
	serviceId,
	calendarId: 'always',
	escalationPolicyId,
	warnAtPercent: [],
	targets,
});
const AGREEMENTS = [
	agreement('badge', 'ownerless', FIRST_RESPONSE),
	agreement('key', 'owned', FIRST_RESPONSE),
	agreement('laptop', 'up', FIRST_RESPONSE),
	agreement('access', 'expires', FIRST_RESPONSE),
	agreement('printer', 'both', FIRST_RESPONSE, RESOLUTION),
];

/** Saves the company, its policies and agreements through our nodes. */
export async function saveCompany(stage: Stage): Promise<void> {
	await operate(stage, { node: 'icrmDirectory', parameters: { resource: 'company' } }, [COMPANY]);
	await operate(stage, { node: 'icrmEscalation', parameters: { specify: 'json' } }, POLICIES);
	await operate(stage, { node: 'icrmAgreement', parameters: { specify: 'json' } }, AGREEMENTS);
}
