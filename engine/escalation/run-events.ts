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
import {
	eventOf,
	type ClockFields,
	type EventData,
	type EventType,
	type RunFields,
	type TimelineEvent,
} from '../event';
import type { Run } from './types';
import { pluck } from '../pluck';

/** The event types of this capability, for the trigger's list. */
export const ESCALATION_EVENTS = [
	'escalation.notify',
	'escalation.acknowledged',
	'escalation.stopped',
	'escalation.standDown',
	'escalation.exhausted',
	'escalation.nobody',
	'escalation.summary',
	'escalation.stillWaiting',
] as const satisfies readonly EventType[];
export type EscalationEvent = (typeof ESCALATION_EVENTS)[number];
/** Those about one run. */
type RunEvent = Exclude<EscalationEvent, 'escalation.summary'>;

/** What is said about a run in each of its events. */
export interface RunStory {
	readonly run: Run;
	readonly request: Request;
	readonly data: RunFields;
}

/** Requests, clocks and agreements of these runs, described for a workflow; by run. */
export async function tellRuns(db: Queryable, runs: readonly Run[]): Promise<Map<string, RunStory>> {
	const requests = await findRequests(db, pluck(runs, 'requestId'), 'id');
	const names = await namesFor(db, requests);
	const clocks = await findClocks(
		db,
		runs.flatMap(({ broken }) => pluck(broken, 'clockId')),
	);
	const agreements = await findAgreements(db, pluck(clocks, 'agreementId'));
	const requestOf = new Map(requests.map((request) => [request.id, request]));
	const clockOf = new Map(clocks.map((clock) => [clock.id, clock]));
	return new Map(
		runs.flatMap((run): [string, RunStory][] => {
			const request = requestOf.get(run.requestId);
			if (!request) return [];
			const broken = run.broken.flatMap(({ clockId }): ClockFields[] => {
				const clock = clockOf.get(clockId);
				const agreement = clock && agreements.get(clock.agreementId);
				return clock && agreement ? [describeClock(clock, agreement)] : [];
			});
			const about = {
				...describeRequest(request, names),
				...broken[0],
				broken: broken.map(({ clockId, metric, agreementName, dueAt }) => ({
					clockId,
					metric,
					agreementName,
					dueAt,
				})),
			};
			return [[run.id, { run, request, data: { ...about, runId: run.id, policyId: run.policyId } }]];
		}),
	);
}

/** An event of a run: its story, and what this type of event adds. `key` is unique within the run. */
export function runEvent<T extends RunEvent>(
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
