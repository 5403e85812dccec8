import type { ESCALATION_EVENTS, TimelineEvent } from '../../engine';
import { EXAMPLE_CLOCK, EXAMPLE_REQUEST } from '../IcrmSlaTrigger/example';

type EscalationEvent = (typeof ESCALATION_EVENTS)[number];

const runId = `${EXAMPLE_CLOCK.clockId}:1`;
const { assigneeId, assigneeName, assigneeEmail } = EXAMPLE_REQUEST;
const told = [{ memberId: assigneeId, name: assigneeName, email: assigneeEmail }];

const EXTRA: Readonly<Record<EscalationEvent, object>> = {
	'escalation.notify': {
		notificationId: `${runId}:1.1:${assigneeId}`,
		policyName: 'IT, up the line',
		pass: 1,
		level: 1,
		levels: 3,
		memberId: assigneeId,
		memberName: assigneeName,
		memberEmail: assigneeEmail,
		memberLocale: 'en',
		why: 'You are told because the request is assigned to you.',
	},
	'escalation.acknowledged': {
		acknowledgedBy: assigneeId,
		acknowledgedByName: assigneeName,
		acknowledgedByEmail: assigneeEmail,
		told,
	},
	'escalation.stopped': { reason: 'request.resolved', told },
	'escalation.exhausted': { policyName: 'IT, up the line' },
	'escalation.nobody': { policyName: 'IT, up the line', pass: 1, level: 2 },
};

/** What a test in the editor shows while nothing has happened yet. */
export const escalationExample = (type: EscalationEvent): Pick<TimelineEvent, 'type' | 'data'> => ({
	type,
	data: {
		...EXAMPLE_REQUEST,
		...EXAMPLE_CLOCK,
		runId,
		policyId: EXAMPLE_CLOCK.escalationPolicyId,
		...EXTRA[type],
	},
});
