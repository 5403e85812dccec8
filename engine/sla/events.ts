import { eventOf, type EventData, type EventSubject, type EventType, type TimelineEvent } from '../event';
import { describeClock } from './describe-clock';
import { describeRequest, type Names } from './describe-request';
import type { Projected } from './project-clocks';
import type { ClockState, Fact, Request } from './types';

/** The event types of this capability, for the trigger's list. */
export const SLA_EVENTS = [
	'clock.warning',
	'clock.breached',
	'clock.met',
	'clock.missed',
	'request.opened',
	'request.responded',
	'request.updated',
	'request.paused',
	'request.resumed',
	'request.priorityChanged',
	'request.assigned',
	'request.handedOff',
	'request.resolved',
	'request.reopened',
	'request.cancelled',
	'request.waived',
] as const satisfies readonly EventType[];

const subjectOf = (
	{ id: requestId, serviceId, departmentId }: Request,
	about: Pick<EventSubject, 'id' | 'subject' | 'at'>,
): EventSubject => ({ ...about, requestId, serviceId, departmentId });

export function factEvent(request: Request, fact: Fact, names: Names): TimelineEvent {
	const { at, sourceRef: _sourceRef, ...said } = fact;
	const type = `request.${fact.kind}` as const;
	const data = { ...describeRequest(request, names), fact: { ...said, at: new Date(at).toISOString() } };
	const about = { id: `${request.id}:${request.lastSeq}`, subject: request.id, at };
	// The kind of the fact is in the type: the compiler does not follow a template text.
	return eventOf(type, subjectOf(request, about), data as EventData[typeof type]);
}

/** The newest threshold only: whoever hears of the breach need not hear that it was coming. */
export function thresholdEvent(projected: Projected, names: Names): TimelineEvent | undefined {
	const threshold = projected.reached.at(-1);
	if (!threshold) return undefined;
	const type = threshold.name === 'breach' ? 'clock.breached' : 'clock.warning';
	const skipped = projected.reached.slice(0, -1).map(({ name }) => name);
	return eventOf(type, clockSubject(projected, threshold.name, threshold.at ?? 0), {
		...clockData(projected, names),
		percent: threshold.percent,
		skipped,
	});
}

/** The verdict, in the transaction that stopped the clock. */
export function verdictEvent(projected: Projected, names: Names): TimelineEvent | undefined {
	const { before, after, reading } = projected;
	const isVerdict = (state: ClockState) => state === 'met' || state === 'missed';
	const { state } = after;
	if (!isVerdict(state) || reading.stoppedAt === undefined) return undefined;
	if (isVerdict(before.state) && before.cycle === after.cycle) return undefined;
	return eventOf(
		state === 'met' ? 'clock.met' : 'clock.missed',
		clockSubject(projected, 'verdict', reading.stoppedAt),
		clockData(projected, names),
	);
}

const clockSubject = ({ after, source }: Projected, name: string, at: number): EventSubject =>
	subjectOf(source.request, { id: `${after.id}:${after.cycle}:${name}`, subject: after.id, at });

const clockData = ({ after, source }: Projected, names: Names) => ({
	...describeRequest(source.request, names),
	...describeClock(after, source.agreement),
});
