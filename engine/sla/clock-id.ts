import type { ClockName } from './stretches';
import { AGREEMENT_KINDS, type ClockRecord } from './types';

/**
 * A request has at most one clock for each kind of agreement and metric, whichever agreement of that kind applies to it.
 *
 * @example clockIdOf('r1', { kind: 'sla', metric: 'resolution' }) // 'r1:sla:resolution'
 */
export const clockIdOf = (requestId: string, { kind, metric }: ClockName): string =>
	`${requestId}:${kind}:${metric}`;

/** Which of its request's clocks this is. @throws Error for an id that is not a clock's */
export function clockNameOf({
	id,
	requestId,
	metric,
}: Pick<ClockRecord, 'id' | 'requestId' | 'metric'>): ClockName {
	const kind = AGREEMENT_KINDS.find((one) => clockIdOf(requestId, { kind: one, metric }) === id);
	if (!kind) throw new Error(`'${id}' is not the id of a clock of request '${requestId}'`);
	return { kind, metric };
}

/** The kind of the timer that looks at a clock; its subject is the clock. */
export const CLOCK_TIMER = 'clock';
