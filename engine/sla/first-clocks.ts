import { loadCalendars } from '../directory';
import type { Trx } from '../store';
import { agreementsFor } from './agreement-repository';
import { applicableTo, promisedBy } from './applicable';
import { clockIdOf } from './clock-id';
import type { ClockSource } from './clock-sources';
import type { Metric } from './metrics';
import type { Agreement, ClockRecord, Fact, Request } from './types';
import { pluck } from '../pluck';

/** A clock for everything that the agreements promise about these requests. */
export async function firstClocks(
	trx: Trx,
	openings: readonly { readonly request: Request; readonly fact: Fact }[],
): Promise<ClockSource[]> {
	const agreements = await agreementsFor(trx, pluck(pluck(openings, 'request'), 'serviceId'));
	const calendars = await loadCalendars(trx, pluck(agreements, 'calendarId'));
	return openings.flatMap(({ request, fact }) =>
		applicableTo(request, agreements).flatMap((agreement) => {
			const calendar = calendars.get(agreement.calendarId);
			const clockFor = (metric: Metric): ClockSource[] =>
				calendar
					? [{ record: newClock(request.id, agreement, metric), request, facts: [fact], agreement, calendar }]
					: [];
			return promisedBy(agreement).flatMap(clockFor);
		}),
	);
}

/** A clock that has not been read yet. */
export function newClock(requestId: string, agreement: Agreement, metric: Metric): ClockRecord {
	return {
		id: clockIdOf(requestId, { kind: agreement.kind, metric }),
		requestId,
		agreementId: agreement.id,
		agreementVersion: agreement.version,
		calendarId: agreement.calendarId,
		calendarRevision: 0,
		tzVersion: '',
		metric,
		cycle: 1,
		state: 'running',
		targetMs: undefined,
		elapsedMs: 0,
		dueAt: undefined,
		nextAt: undefined,
		fired: [],
		breachedAt: undefined,
		heldFor: undefined,
	};
}
