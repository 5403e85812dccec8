import type { ClockFields } from '../event';
import { toIso } from '../input/instant';
import { formatDuration } from '../working-time';
import type { Agreement, ClockReading, ClockRecord, ClockState, CycleReading } from './types';

/** A clock as a workflow sees it. */
export const describeClock = (clock: ClockRecord, agreement: Described): ClockFields => ({
	clockId: clock.id,
	metric: clock.metric,
	clockState: stateOf(clock),
	cycle: clock.cycle,
	...describeAgreement(agreement),
	calendarId: clock.calendarId,
	...measuresOf(clock),
});

type Described = Pick<Agreement, 'id' | 'name' | 'kind' | 'escalationPolicyId' | 'calendarId'>;

/** What a clock is measured by. */
export const describeAgreement = ({ id, name, kind, escalationPolicyId, calendarId }: Described) => ({
	agreementId: id,
	agreementName: name,
	agreementKind: kind,
	escalationPolicyId: escalationPolicyId ?? null,
	calendarId,
});

/** To whoever listens, what was withdrawn is what nobody needs any more. */
export const stateOf = ({ state }: Pick<ClockRecord, 'state'>): ClockState =>
	state === 'withdrawn' ? 'cancelled' : state;

/** One cycle of a clock, as a workflow sees it. */
export const describeCycle = (cycle: CycleReading): Pick<ClockFields, 'clockState' | 'cycle' | Measure> => ({
	clockState: cycle.state,
	cycle: cycle.cycle,
	...measuresOf(cycle),
});

/** A clock of a request's view, read at the present. */
export interface ClockView extends Pick<
	ClockFields,
	'clockId' | 'metric' | 'agreementId' | 'agreementKind' | 'cycle' | Measure
> {
	readonly state: ClockState;
	/** Negative when overdue; null without a target. */
	readonly remainingSeconds: number | null;
	/** Only of a clock that cannot be computed: why, and what to do about it. */
	readonly problem?: string;
}

export const viewClock = (
	clockId: string,
	agreement: Pick<Agreement, 'id' | 'kind'>,
	reading: ClockReading,
): ClockView => ({
	clockId,
	metric: reading.metric,
	agreementId: agreement.id,
	agreementKind: agreement.kind,
	state: reading.state,
	cycle: reading.cycle,
	...measuresOf(reading),
	remainingSeconds: reading.remainingMs === undefined ? null : toSeconds(reading.remainingMs),
	...(reading.problem === undefined ? {} : { problem: reading.problem }),
});

type Measure = 'dueAt' | 'target' | 'elapsed' | 'elapsedSeconds';

const measuresOf = ({
	dueAt,
	targetMs,
	elapsedMs,
}: Pick<ClockReading, 'dueAt' | 'targetMs' | 'elapsedMs'>): Pick<ClockFields, Measure> => ({
	dueAt: toIso(dueAt),
	target: targetMs === undefined ? null : formatDuration(targetMs),
	elapsed: formatDuration(elapsedMs),
	elapsedSeconds: toSeconds(elapsedMs),
});

/** Whole ones. */
export const toSeconds = (ms: number): number => Math.round(ms / 1000);
