import type { StepFields, TimelineEvent } from '../event';
import { codeOf } from '../pages';
import { DEFAULT_CHANNEL } from './channels';
import { explainWhy } from './explain-why';
import type { PeopleAround } from './people-around';
import { runEvent, type RunStory } from './run-events';
import type { Notification, Policy, Run, Told } from './types';

/**
 * That a level notifies this person, as it is stored. Nobody is notified twice at one level of one pass.
 *
 * @param holding tells those apart who were notified at this level before, when the request was theirs the first time
 */
export function notificationOf(
	run: Pick<Run, 'id'>,
	{ pass, level }: StepFields,
	{ memberId, why }: Told,
	now: number,
	holding?: number,
): Notification {
	const id = [run.id, `${pass}.${level}`, holding, memberId].filter((part) => part !== undefined).join(':');
	return {
		memberId,
		why,
		id,
		code: codeOf(id),
		runId: run.id,
		pass,
		level,
		channel: DEFAULT_CHANNEL,
		createdAt: now,
	};
}

/** What a message is made from. */
export interface NotifyLookup {
	readonly policy: Policy;
	readonly story: RunStory;
	readonly people: PeopleAround;
}

/** The event that a workflow makes a message of. */
export function notifyEvent(
	{ id, pass, level, memberId, why }: Notification,
	{ policy, story, people }: NotifyLookup,
	dueAt: number,
): TimelineEvent {
	const member = people.members.get(memberId);
	return runEvent(story, 'escalation.notify', id, dueAt, {
		notificationId: id,
		policyName: policy.name,
		pass,
		level,
		levels: policy.levels.length,
		memberId,
		memberName: member?.name ?? memberId,
		memberEmail: member?.email ?? null,
		memberLocale: member?.locale ?? 'en',
		why: explainWhy(why, people, member?.locale),
	});
}
