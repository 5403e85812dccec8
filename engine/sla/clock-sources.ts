import { loadCalendarRevisions, loadCalendars, type LoadedCalendar } from '../directory';
import type { Queryable } from '../store';
import type { ClockSource } from './project-clocks';
import { agreementVersions, findAgreements } from './agreement-repository';
import { clocksOf, factsOf, type ClockRecord } from './repository';
import type { Agreement, Fact, Request } from './types';

/**
 * Everything the clocks of these requests are computed from. A clock that is not over follows the agreement and the
 * calendar as they now stand; one that is over keeps those it was judged by, so that an edit never rewrites the past.
 *
 * @param known the requests' facts, where the caller has them already
 */
export async function clockSources(
	db: Queryable,
	requests: readonly Request[],
	known?: ReadonlyMap<string, readonly Fact[]>,
): Promise<ClockSource[]> {
	const byId = new Map(requests.map((request) => [request.id, request]));
	const records = await clocksOf(db, [...byId.keys()]);
	const facts = known ?? (await factsOf(db, [...byId.keys()]));
	const termsOf = await loadTerms(db, records, byId);
	return records.flatMap((record): ClockSource[] => {
		const request = byId.get(record.requestId);
		const terms = termsOf(record);
		return request && terms ? [{ record, request, facts: facts.get(request.id) ?? [], ...terms }] : [];
	});
}

interface Terms {
	readonly agreement: Agreement;
	readonly calendar: LoadedCalendar;
}

async function loadTerms(
	db: Queryable,
	records: readonly ClockRecord[],
	requests: ReadonlyMap<string, Request>,
): Promise<(record: ClockRecord) => Terms | undefined> {
	const over = records.filter((record) => isOver(record, requests.get(record.requestId)));
	const current = await findAgreements(db, [...new Set(records.map((record) => record.agreementId))]);
	const calendars = await loadCalendars(db, [
		...new Set([...current.values()].map((agreement) => agreement.calendarId)),
	]);
	const past = await agreementVersions(
		db,
		over.map(({ agreementId, agreementVersion }) => ({ id: agreementId, version: agreementVersion })),
	);
	const revisions = await loadCalendarRevisions(
		db,
		over.map(({ calendarId, calendarRevision }) => ({ id: calendarId, revision: calendarRevision })),
	);
	return (record) => {
		const judged = isOver(record, requests.get(record.requestId));
		const agreement = judged
			? past.get(`${record.agreementId}@${record.agreementVersion}`)
			: current.get(record.agreementId);
		const calendar = judged
			? revisions.get(`${record.calendarId}@${record.calendarRevision}`)
			: agreement && calendars.get(agreement.calendarId);
		return agreement && calendar && { agreement, calendar };
	};
}

const OVER = new Set(['met', 'missed', 'waived', 'cancelled']);

/** Over, and not just being reopened. */
function isOver(record: ClockRecord, request: Request | undefined): boolean {
	const reopening =
		record.metric === 'resolution' && (request?.status === 'open' || request?.status === 'paused');
	return OVER.has(record.state) && (!reopening || record.state === 'waived');
}
