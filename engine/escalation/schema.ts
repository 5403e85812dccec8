import { z } from 'zod';
import { choice, duration, fieldsOf, flag, given, id, key, listOf, name, wholeNumber } from '../input/fields';
import { says, typed } from '../input/validate';

const targetHint =
	'Write {"kind": "assignee"}, {"kind": "manager"}, {"kind": "departmentHead"} or {"kind": "member", "memberId": "…"}.';

/** Who is notified. The kinds of `TargetSpec`, one for one. */
const target = z.discriminatedUnion(
	'kind',
	[
		fieldsOf('target "assignee"', { kind: z.literal('assignee') }),
		fieldsOf('target "member"', { kind: z.literal('member'), memberId: key('E-1042') }),
		fieldsOf('target "departmentHead"', { kind: z.literal('departmentHead'), departmentId: given(id) }),
		fieldsOf('target "manager"', { kind: z.literal('manager') }),
	],
	typed('does not say who is told', targetHint),
);

const countedIn = choice(['working', 'elapsed']).optional();

const level = fieldsOf('level', {
	/** As people write it: `0 min`, `30 min`, `2 working hours`. */
	delay: duration.default('0 min'),
	countedIn,
	again: flag.optional(),
	targets: listOf(target, 'targets', 100).min(1, says('A level needs at least one target', targetHint)),
});

export const policyInput = fieldsOf('escalation policy', {
	id,
	name: given(name),
	levels: listOf(level, 'levels', 20).min(
		1,
		says('A policy needs at least one level', 'Say who is told first: {"targets": [{"kind": "assignee"}]}.'),
	),
	repeat: wholeNumber(0, 20).default(0),
	repeatAfter: given(duration),
	exhaustedAfter: given(duration),
	acknowledgedFor: given(duration),
	waitingNoticeAfter: given(duration),
	/** By id or e-mail address. */
	ownerId: given(key('ann@example.com')),
	calendarId: given(id),
	/** What 'Get' puts out beside the policy, so that it can be given back as it came. */
	version: z.unknown().optional(),
	change: z.unknown().optional(),
});
export type PolicyInput = z.infer<typeof policyInput>;
