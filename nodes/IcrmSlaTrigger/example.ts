import type { ClockFields, EventData, RequestFields } from '../../engine';
import { exampleOf, type EventExample } from '../shared/trigger';
import type { SlaEvent } from './events';

const at = (time: string) => `2026-03-02T${time}:00.000Z`;

/** A request as every event about it carries it. */
export const EXAMPLE_REQUEST = {
	requestId: 'b2f1c1de-5a0c-4a83-9f0f-0d0c6d1b7f11',
	externalRef: 'JIRA-4711',
	externalUrl: 'https://jira.acme.example/browse/JIRA-4711',
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
} as const satisfies RequestFields;

/** Its clock: the target, and how much of the time is gone. */
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
} as const satisfies ClockFields;

const CLOCK = { ...EXAMPLE_REQUEST, ...EXAMPLE_CLOCK };

const said = <Body extends object>(body: Body) => ({
	...EXAMPLE_REQUEST,
	fact: { ...body, at: at('10:30'), actor: EXAMPLE_REQUEST.assigneeId, source: 'n8n' } as const,
});

const EXAMPLES: { readonly [T in SlaEvent]: EventData[T] } = {
	'clock.warning': {
		...CLOCK,
		clockState: 'running',
		elapsed: '1 h 30 min',
		elapsedSeconds: 5_400,
		percent: 75,
		skipped: [],
		arming: 1,
		late: false,
	},
	'clock.breached': { ...CLOCK, percent: 100, skipped: [], arming: 1, late: false },
	'clock.recovered': {
		...CLOCK,
		clockState: 'running',
		dueAt: at('15:00'),
		target: '6 h',
		elapsed: '2 h 5 min',
		elapsedSeconds: 7_500,
		arming: 1,
		wasDueAt: at('11:00'),
	},
	'clock.waived': { ...CLOCK, clockState: 'waived' },
	'clock.cancelled': { ...CLOCK, clockState: 'cancelled' },
	'clock.met': { ...CLOCK, clockState: 'met', elapsed: '1 h 10 min', elapsedSeconds: 4_200 },
	'clock.missed': { ...CLOCK, clockState: 'missed', elapsed: '2 h 40 min', elapsedSeconds: 9_600 },
	'request.opened': said({
		kind: 'opened',
		priority: 'high',
		departmentId: 'it',
		title: EXAMPLE_REQUEST.title,
		externalUrl: EXAMPLE_REQUEST.externalUrl,
		serviceId: EXAMPLE_REQUEST.serviceId,
		requesterId: EXAMPLE_REQUEST.requesterId,
		customerDepartmentId: EXAMPLE_REQUEST.customerDepartmentId,
	} as const),
	'request.corrected': said({ kind: 'corrected', serviceId: EXAMPLE_REQUEST.serviceId } as const),
	'request.responded': said({ kind: 'responded' } as const),
	'request.updated': said({ kind: 'updated' } as const),
	'request.paused': said({ kind: 'paused' } as const),
	'request.resumed': said({ kind: 'resumed' } as const),
	'request.priorityChanged': said({ kind: 'priorityChanged', priority: 'high' } as const),
	'request.assigned': said({ kind: 'assigned', assigneeId: EXAMPLE_REQUEST.assigneeId } as const),
	'request.unassigned': said({ kind: 'unassigned' } as const),
	'request.handedOff': said({ kind: 'handedOff', departmentId: 'it' } as const),
	'request.resolved': said({ kind: 'resolved' } as const),
	'request.reopened': said({ kind: 'reopened' } as const),
	'request.cancelled': said({ kind: 'cancelled' } as const),
	'request.waived': said({
		kind: 'waived',
		metric: 'firstResponse',
		agreementKind: 'sla',
		reason: 'The supplier was closed',
		approvedBy: 'E-1001',
	} as const),
};

/** What a test in the editor shows while nothing has happened yet. */
export const slaExample = (type: SlaEvent): EventExample => exampleOf(type, EXAMPLES[type]);
