import type { Engine } from '../engine';
import type { EventData, OverdueFields } from '../event';
import { pluck } from '../pluck';
import { distinct } from '../records';
import { byUrgency } from '../sla';
import type { Queryable } from '../store';
import { tellRuns, type RunStory } from './run-events';
import { summedUpIn } from './notification-repository';
import { findRuns } from './run-repository';
import type { Notification } from './types';

/** A request that somebody was notified of, as it stands now. */
export interface Overdue {
	readonly story: RunStory;
	readonly fields: OverdueFields;
}

/** What these notifications are about, by run. */
export async function findOverdue(
	db: Queryable,
	notifications: readonly Pick<Notification, 'runId'>[],
): Promise<ReadonlyMap<string, Overdue>> {
	const runs = [...(await findRuns(db, distinct(pluck(notifications, 'runId')))).values()];
	const stories = await tellRuns(db, runs);
	return new Map([...stories].map(([runId, story]) => [runId, { story, fields: fieldsOf(story) }]));
}

const fieldsOf = ({ data }: RunStory): OverdueFields => ({
	requestId: data.requestId,
	externalRef: data.externalRef,
	title: data.title,
	priority: data.priority,
	serviceName: data.serviceName,
	departmentName: data.departmentName,
	metric: data.metric ?? 'resolution',
	dueAt: data.dueAt ?? null,
});

/** A request counts once, whatever number of messages or of policies is about it. */
export const eachOnce = (overdue: readonly Overdue[]): Overdue[] => [
	...new Map(overdue.map((one) => [one.fields.requestId, one])).values(),
];

const NAMED = 5;

/** The most urgent first, and of those the longest overdue. */
export const worstOf = (overdue: readonly Overdue[], most = NAMED): Overdue[] =>
	[...overdue]
		.sort(
			(a, b) => byUrgency(a.fields, b.fields) || (a.fields.dueAt ?? '').localeCompare(b.fields.dueAt ?? ''),
		)
		.slice(0, most);

/** What is still so of a summary, for its message: some of it may have been settled since. */
export const summaryNow = (
	engine: Engine,
	summaryId: string,
	data: EventData['escalation.summary'],
): Promise<EventData['escalation.summary']> =>
	engine.store.read(async (db) => {
		const overdue = await findOverdue(db, await summedUpIn(db, summaryId));
		// Nothing is left only while it is on its way already: then it says what was so.
		if (overdue.size === 0) return data;
		const all = eachOnce([...overdue.values()]);
		return { ...data, count: all.length, worst: worstOf(all).map(({ fields }) => fields) };
	});
