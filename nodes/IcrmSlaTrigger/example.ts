import type { SLA_EVENTS, TimelineEvent } from '../../engine';

type SlaEvent = (typeof SLA_EVENTS)[number];

const at = (time: string) => `2026-03-02T${time}:00.000Z`;

/** A request as every event about it tells it. */
export const EXAMPLE_REQUEST = {
	requestId: 'b2f1c1de-5a0c-4a83-9f0f-0d0c6d1b7f11',
	externalRef: 'JIRA-4711',
	title: 'Laptop for the new colleague',
	status: 'open',
	priority: 'high',
	serviceId: 'laptop',
	serviceName: 'New laptop',
	departmentId: 'it',
	departmentName: 'IT',
	customerDepartmentId: 'hr',
	requesterId: 'E-2001',
	requesterName: 'Rosa Lind',
	requesterEmail: 'rosa.lind@acme.example',
	assigneeId: 'E-1042',
	assigneeName: 'Tom Berger',
	assigneeEmail: 'tom.berger@acme.example',
	openedAt: at('09:00'),
	factCount: 2,
};

/** Its clock: what was promised, and how much of the time is gone. */
export const EXAMPLE_CLOCK = {
	clockId: `${EXAMPLE_REQUEST.requestId}:sla:firstResponse`,
	metric: 'firstResponse',
	clockState: 'breached',
	cycle: 1,
	agreementId: 'laptop-sla',
	agreementName: 'Laptops',
	agreementKind: 'sla',
	escalationPolicyId: 'it-default',
	calendarId: 'berlin-office',
	dueAt: at('11:00'),
	target: '2 h',
	elapsed: '2 h',
	elapsedSeconds: 7_200,
};

const CLOCK_EVENTS: Readonly<Record<string, object>> = {
	'clock.warning': {
		clockState: 'running',
		elapsed: '1 h 30 min',
		elapsedSeconds: 5_400,
		percent: 75,
		skipped: [],
	},
	'clock.breached': { percent: 100, skipped: [] },
	'clock.met': { clockState: 'met', elapsed: '1 h 10 min', elapsedSeconds: 4_200 },
	'clock.missed': { clockState: 'missed', elapsed: '2 h 40 min', elapsedSeconds: 9_600 },
};

/** What a test in the editor shows while nothing has happened yet. */
export function slaExample(type: SlaEvent): Pick<TimelineEvent, 'type' | 'data'> {
	const clock = CLOCK_EVENTS[type];
	if (clock) return { type, data: { ...EXAMPLE_REQUEST, ...EXAMPLE_CLOCK, ...clock } };
	const said = { at: at('10:30'), actor: EXAMPLE_REQUEST.assigneeId, source: 'n8n' };
	const fact = { kind: type.replace('request.', ''), ...said };
	return { type, data: { ...EXAMPLE_REQUEST, fact } };
}
