import { eventOf, type EventData, type EventSubject, type EventType, type TimelineEvent } from '../event';
import { toIso } from '../input/instant';
import { describeAgreement, describeClock, describeCycle } from './describe-clock';
import { describeRequest, type Names } from './describe-request';
import { announcedFact } from './fact-repository';
import type { Projected } from './project-clocks';
import { VERDICTS, type Fact, type Request } from './types';

/** The event types of this capability, for the trigger's list. */
export const SLA_EVENTS = [
	'clock.warning',
	'clock.breached',
	'clock.met',
	'clock.missed',
	'clock.recovered',
	'clock.waived',
	'clock.cancelled',
	'request.opened',
	'request.corrected',
	'request.responded',
	'request.updated',
	'request.paused',
	'request.resumed',
	'request.priorityChanged',
	'request.assigned',
	'request.unassigned',
	'request.handedOff',
	'request.resolved',
	'request.reopened',
	'request.cancelled',
	'request.waived',
] as const satisfies readonly EventType[];

const PAST = { isHistory: true } as const;

const subjectOf = (
	{ id: requestId, serviceId, departmentId }: Request,
	about: Pick<EventSubject, 'id' | 'subject' | 'at' | 'isHistory'>,
): EventSubject => ({ ...about, requestId, serviceId, departmentId });

export function factEvent(
	request: Request,
	seq: number,
	fact: Fact,
	{ names, isHistory }: { readonly names: Names; readonly isHistory: boolean },
): TimelineEvent {
	const { at, sourceRef: _sourceRef, ...said } = announcedFact(fact);
	const type = `request.${fact.kind}` as const;
	const data = { ...describeRequest(request, names), fact: { ...said, at: new Date(at).toISOString() } };
	const about = { id: `${request.id}:${seq}`, subject: request.id, at, ...(isHistory && PAST) };
	// The kind of the fact is in the type: the compiler does not follow a template text.
	return eventOf(type, subjectOf(request, about), data as EventData[typeof type]);
}

/** What is announced of a clock now: what was taken back first, then a threshold or how it ended. */
export function clockEvents(projected: Projected, names: Names): TimelineEvent[] {
	const { plan, before, reading, source } = projected;
	const data = clockData(projected, names);
	const { recovered, threshold, verdicts } = plan;
	const events: TimelineEvent[] = recovered.map(({ cycle, arming, since, dueAt = before.breachedAt }) => {
		// Delivered in the order of their instants: that it was no breach comes before how it ended.
		const ended = verdicts.find(({ of }) => of.cycle === cycle)?.at ?? Infinity;
		const at = Math.min(since, ended - 1);
		return eventOf('clock.recovered', clockSubject(projected, { name: 'recovered', cycle, arming, at }), {
			...data,
			cycle,
			arming,
			wasDueAt: toIso(dueAt),
		});
	});
	if (threshold) {
		const { percent, skipped, arming, late } = threshold;
		const type = threshold.name === 'breach' ? 'clock.breached' : 'clock.warning';
		const about = clockSubject(projected, { ...threshold, cycle: reading.cycle });
		events.push(eventOf(type, about, { ...data, percent, skipped, arming, late }));
	}
	for (const verdict of verdicts) {
		const ended = VERDICTS.find((one) => one === verdict.name);
		const about = {
			...clockSubject(projected, { ...verdict, cycle: verdict.of.cycle }),
			...(verdict.isQuiet && PAST),
		};
		// A cycle of before may have ended under another agreement.
		const { agreement } = (verdict.of !== reading && source.termsAt?.(verdict.at)) || source;
		const judged = { ...data, ...describeAgreement(agreement), ...describeCycle(verdict.of) };
		if (ended) events.push(eventOf(`clock.${ended}`, about, judged));
	}
	return events;
}

/** The first arming has no number in its id. */
const clockSubject = (
	{ after, source }: Projected,
	{ name, cycle, arming, at }: { name: string; cycle: number; arming: number; at: number },
): EventSubject =>
	subjectOf(source.request, {
		id: `${after.id}:${cycle}:${name}${arming > 1 ? `:${arming}` : ''}`,
		subject: after.id,
		at,
	});

const clockData = ({ after, source }: Projected, names: Names) => ({
	...describeRequest(source.request, names),
	...describeClock(after, source.agreement),
});
