import { formatDuration } from '../working-time';
import type { TimelineEvent } from '../timeline';
import { describeRequest, type Names } from './describe-request';
import type { ClockRecord } from './repository';
import type { Projected } from './project-clocks';
import type { Agreement, Fact, Request, Threshold } from './types';

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
] as const;

const aboutRequest = (request: Request) => ({
	requestId: request.id,
	serviceId: request.serviceId,
	departmentId: request.departmentId,
});

export function factEvent(request: Request, fact: Fact, names: Names): TimelineEvent {
	const { kind, at, sourceRef: _sourceRef, ...said } = fact;
	return {
		id: `${request.id}:${request.lastSeq}`,
		type: `request.${kind}`,
		subject: request.id,
		...aboutRequest(request),
		at,
		data: { ...describeRequest(request, names), fact: { kind, at: new Date(at).toISOString(), ...said } },
	};
}

/** The newest threshold only: who is told of the breach need not be told that it was coming. */
export function thresholdEvent(projected: Projected, names: Names): TimelineEvent | undefined {
	const threshold = projected.reached.at(-1);
	if (!threshold) return undefined;
	const type = threshold.name === 'breach' ? 'clock.breached' : 'clock.warning';
	const skipped = projected.reached.slice(0, -1).map(({ name }) => name);
	return clockEvent(projected, names, type, threshold.name, threshold.at ?? 0, {
		...percentOf(threshold),
		skipped,
	});
}

/** The verdict, in the transaction that stopped the clock. */
export function verdictEvent(projected: Projected, names: Names): TimelineEvent | undefined {
	const { before, after, reading } = projected;
	const over = (state: string) => state === 'met' || state === 'missed';
	if (
		!over(after.state) ||
		(over(before.state) && before.cycle === after.cycle) ||
		reading.stoppedAt === undefined
	)
		return undefined;
	return clockEvent(projected, names, `clock.${after.state}`, 'verdict', reading.stoppedAt, {});
}

const percentOf = ({ percent }: Threshold) => ({ percent });

function clockEvent(
	projected: Projected,
	names: Names,
	type: string,
	name: string,
	at: number,
	extra: Record<string, unknown>,
): TimelineEvent {
	const { after, source } = projected;
	return {
		id: `${after.id}:${after.cycle}:${name}`,
		type,
		subject: after.id,
		...aboutRequest(source.request),
		at,
		data: { ...describeRequest(source.request, names), ...describeClock(after, source.agreement), ...extra },
	};
}

/** A clock as a workflow sees it. */
export function describeClock(
	clock: ClockRecord,
	agreement: Pick<Agreement, 'id' | 'name' | 'kind' | 'escalationPolicyId'>,
): Record<string, unknown> {
	return {
		clockId: clock.id,
		metric: clock.metric,
		clockState: clock.state,
		cycle: clock.cycle,
		agreementId: agreement.id,
		agreementName: agreement.name,
		agreementKind: agreement.kind,
		escalationPolicyId: agreement.escalationPolicyId ?? null,
		calendarId: clock.calendarId,
		dueAt: clock.dueAt === undefined ? null : new Date(clock.dueAt).toISOString(),
		target: clock.targetMs === undefined ? null : formatDuration(clock.targetMs),
		elapsed: formatDuration(clock.elapsedMs),
		elapsedSeconds: Math.round(clock.elapsedMs / 1000),
	};
}
