import { loadCalendarRevisions, loadCalendars, type LoadedCalendar } from '../directory';
import type { Queryable } from '../store';
import { agreements, findAgreements } from './agreement-repository';
import { clockNameOf } from './clock-id';
import { clocksOf } from './clock-repository';
import { factsOf } from './fact-repository';
import { courseOf } from './stretches';
import type { Agreement, ClockRecord, Fact, Request } from './types';
import { pluck } from '../pluck';

/** A clock and everything it is computed from. */
export interface ClockSource {
	readonly record: ClockRecord;
	readonly request: Request;
	readonly facts: readonly Fact[];
	readonly agreement: Agreement;
	readonly calendar: LoadedCalendar;
	/**
	 * - `replaced`: another agreement has taken over: what was announced under the one before is none of its business
	 * - `withdrawn`: no agreement promises this to the request any more, or ever did
	 */
	readonly change?: 'replaced' | 'withdrawn';
}

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
	which: 'that stand' | 'withdrawn as well' = 'that stand',
): Promise<ClockSource[]> {
	const byId = new Map(requests.map((request) => [request.id, request]));
	const rows = await clocksOf(db, [...byId.keys()]);
	const records = which === 'that stand' ? rows.filter(({ state }) => state !== 'withdrawn') : rows;
	const facts = known ?? (await factsOf(db, [...byId.keys()]));
	const factsAbout = ({ requestId }: ClockRecord) => facts.get(requestId) ?? [];
	const over = new Set(records.filter((record) => isOver(record, factsAbout(record))));
	const standing = await standingTerms(db, records);
	const past = await pastTerms(db, [...over]);
	return records.flatMap((record): ClockSource[] => {
		const request = byId.get(record.requestId);
		const terms = (over.has(record) ? past : standing)(record);
		return request && terms ? [{ record, request, facts: factsAbout(record), ...terms }] : [];
	});
}

type Terms = Pick<ClockSource, 'agreement' | 'calendar'>;
type TermsOf = (record: ClockRecord) => Terms | undefined;

/** The agreement and its calendar as they now stand. */
async function standingTerms(db: Queryable, records: readonly ClockRecord[]): Promise<TermsOf> {
	const agreed = await findAgreements(db, pluck(records, 'agreementId'));
	const calendars = await loadCalendars(db, pluck([...agreed.values()], 'calendarId'));
	return ({ agreementId }) => {
		const agreement = agreed.get(agreementId);
		const calendar = agreement && calendars.get(agreement.calendarId);
		return agreement && calendar && { agreement, calendar };
	};
}

/** The version and the revision that a clock was last read with. */
async function pastTerms(db: Queryable, records: readonly ClockRecord[]): Promise<TermsOf> {
	const versions = await agreements.at(
		db,
		records.map((record) => ({ id: record.agreementId, number: record.agreementVersion })),
	);
	const revisions = await loadCalendarRevisions(
		db,
		records.map((record) => ({ id: record.calendarId, revision: record.calendarRevision })),
	);
	return (record) => {
		const agreement = versions.get(`${record.agreementId}@${record.agreementVersion}`);
		const calendar = revisions.get(`${record.calendarId}@${record.calendarRevision}`);
		return agreement && calendar && { agreement, calendar };
	};
}

const OVER = new Set(['met', 'missed', 'waived', 'cancelled', 'idle']);

/** Over, and not just being reopened. That nothing was promised is a way to end as well: a later promise changes nothing. */
const isOver = (record: ClockRecord, facts: readonly Fact[]): boolean =>
	OVER.has(record.state) && courseOf(facts, clockNameOf(record), 'continue').end !== 'open';
