import type { ESCALATION_EVENTS, EventData, RunFields } from '../../engine';
import { EXAMPLE_CLOCK, EXAMPLE_REQUEST } from '../IcrmSlaTrigger/example';
import { exampleOf, type EventExample } from '../shared/trigger';

type EscalationEvent = (typeof ESCALATION_EVENTS)[number];

const runId = `${EXAMPLE_CLOCK.clockId}:1`;
const { assigneeId, assigneeName, assigneeEmail } = EXAMPLE_REQUEST;
const told = [{ memberId: assigneeId, name: assigneeName, email: assigneeEmail }];

const RUN: RunFields = {
	...EXAMPLE_REQUEST,
	...EXAMPLE_CLOCK,
	runId,
	policyId: EXAMPLE_CLOCK.escalationPolicyId,
	broken: [
		{
			clockId: EXAMPLE_CLOCK.clockId,
			metric: EXAMPLE_CLOCK.metric,
			agreementName: EXAMPLE_CLOCK.agreementName,
			dueAt: EXAMPLE_CLOCK.dueAt,
		},
	],
};

const OWNER = { memberId: null, memberName: null, memberEmail: null, memberLocale: 'en', quietUntil: null };

const EXAMPLES: { readonly [T in EscalationEvent]: EventData[T] } = {
	'escalation.notify': {
		...RUN,
		notificationId: `${runId}:1.1:${assigneeId}`,
		policyName: 'IT, up the line',
		pass: 1,
		level: 1,
		levels: 3,
		memberId: assigneeId,
		memberName: assigneeName,
		memberEmail: assigneeEmail,
		memberLocale: 'en',
		why: 'You are notified because the request is assigned to you.',
	},
	'escalation.acknowledged': {
		...RUN,
		acknowledgedBy: assigneeId,
		acknowledgedByName: assigneeName,
		acknowledgedByEmail: assigneeEmail,
		note: null,
		told,
	},
	'escalation.stopped': { ...RUN, reason: 'request.resolved', told },
	'escalation.standDown': {
		...RUN,
		clockState: 'running',
		dueAt: '2026-03-02T15:00:00.000Z',
		reason: 'clock.recovered',
		note: null,
		takenByName: null,
		policyName: 'IT, up the line',
		memberId: assigneeId,
		memberName: assigneeName,
		memberEmail: assigneeEmail,
		memberLocale: 'en',
	},
	'escalation.exhausted': { ...RUN, ...OWNER, policyName: 'IT, up the line' },
	'escalation.summary': {
		notificationId: `${runId}:1.1:${assigneeId}`,
		count: 23,
		worst: [
			{
				requestId: EXAMPLE_REQUEST.requestId,
				externalRef: EXAMPLE_REQUEST.externalRef,
				title: EXAMPLE_REQUEST.title,
				priority: EXAMPLE_REQUEST.priority,
				serviceName: EXAMPLE_REQUEST.serviceName,
				departmentName: EXAMPLE_REQUEST.departmentName,
				metric: EXAMPLE_CLOCK.metric,
				dueAt: EXAMPLE_CLOCK.dueAt,
			},
		],
		memberId: assigneeId,
		memberName: assigneeName,
		memberEmail: assigneeEmail,
		memberLocale: 'en',
	},
	'escalation.stillWaiting': {
		...RUN,
		status: 'paused',
		policyName: 'IT, up the line',
		waitsSince: '2026-03-02T12:00:00.000Z',
		waitsFor: 'An answer from the supplier',
		memberId: assigneeId,
		memberName: assigneeName,
		memberEmail: assigneeEmail,
		memberLocale: 'en',
	},
	'escalation.nobody': { ...RUN, ...OWNER, policyName: 'IT, up the line', pass: 1, level: 2 },
};

/** What a test in the editor shows while nothing has happened yet. */
export const escalationExample = (type: EscalationEvent): EventExample => exampleOf(type, EXAMPLES[type]);
