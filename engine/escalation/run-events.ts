import {
	describeClock,
	describeRequest,
	findAgreements,
	findClocks,
	findRequests,
	namesFor,
	type Request,
} from '../sla';
import type { Queryable } from '../store';
import { eventOf, type EventData, type EventType, type RunFields, type TimelineEvent } from '../event';
import { notificationsOf } from './repository';
import type { Notification, Policy, Run } from './types';

/** The event types of this capability, for the trigger's list. */
export const ESCALATION_EVENTS = [
	'escalation.notify',
	'escalation.acknowledged',
	'escalation.stopped',
	'escalation.exhausted',
	'escalation.nobody',
] as const satisfies readonly EventType[];
export type EscalationEvent = (typeof ESCALATION_EVENTS)[number];

/** What is said about a run in each of its events. */
export interface RunStory {
	readonly run: Run;
	readonly request: Request;
	readonly data: RunFields;
}

/** Requests, clocks and agreements of these runs, described for a workflow. */
export async function tellRuns(db: Queryable, runs: readonly Run[]): Promise<Map<string, RunStory>> {
	const requests = await findRequests(db, [...new Set(runs.map((run) => run.requestId))], 'id');
	const names = await namesFor(db, requests);
	const clocks = await findClocks(
		db,
		runs.flatMap((run) => run.clockId ?? []),
	);
	const agreements = await findAgreements(db, [...new Set(clocks.map((clock) => clock.agreementId))]);
	const stories = runs.flatMap((run): [string, RunStory][] => {
		const request = requests.find(({ id }) => id === run.requestId);
		if (!request) return [];
		const clock = clocks.find(({ id }) => id === run.clockId);
		const agreement = clock && agreements.get(clock.agreementId);
		const measured = clock && agreement ? describeClock(clock, agreement) : {};
		return [
			[
				run.id,
				{
					run,
					request,
					data: { ...describeRequest(request, names), ...measured, runId: run.id, policyId: run.policyId },
				},
			],
		];
	});
	return new Map(stories);
}

/** An event of a run: its story, and what this type of event adds. `key` is unique within the run. */
export function runEvent<T extends EscalationEvent>(
	{ request, run, data }: RunStory,
	type: T,
	key: string,
	at: number,
	extra: Omit<EventData[T], keyof RunFields>,
): TimelineEvent<T> {
	const subject = {
		id: key.startsWith(run.id) ? key : `${run.id}:${key}`,
		subject: run.id,
		requestId: request.id,
		serviceId: request.serviceId,
		departmentId: request.departmentId,
		at,
	};
	return eventOf(type, subject, { ...data, ...extra } as EventData[T]);
}

/** Those who were told of a run so far: whom a stand-down goes to. */
export async function toldOf(db: Queryable, runIds: readonly string[]): Promise<Map<string, Notification[]>> {
	return Map.groupBy(await notificationsOf(db, runIds), (notification) => notification.runId);
}

export const policyOf = (run: Run, versions: ReadonlyMap<string, Policy>): Policy | undefined =>
	versions.get(`${run.policyId}@${run.policyVersion}`);
