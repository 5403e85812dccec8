import { calendarsInForce, loadCalendars, type LoadedCalendar } from '../directory';
import type { Queryable } from '../store';
import { agreements, findAgreements } from './agreement-repository';
import type { TermsAt } from './clock';
import { clockNameOf } from './clock-id';
import { clocksOf } from './clock-repository';
import { factsOf } from './fact-repository';
import { courseOf } from './stretches';
import type { PastPromises } from './past-promises';
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
	 * What is new about the promise; left out, nothing.
	 * - `attached`: it is made to a request that was opened before; how cycles ended that were over then is not its affair
	 * - `takenOver`: likewise, from another agreement, whose announcements are none of its business
	 * - `corrected`: it was made from the start, and not what another agreement promised
	 * - `withdrawn`: no agreement promises this to the request any more, or ever did
	 */
	readonly change?: 'attached' | 'takenOver' | 'corrected' | 'withdrawn';
	/** For its earlier cycles. */
	readonly termsAt?: (
		instant: number,
	) => (ReturnType<TermsAt> & { readonly agreement: Agreement }) | undefined;
}

/**
 * Everything the clocks of these requests are computed from. A clock that is not over follows the agreement and the
 * calendar as they now stand; a cycle that is over is judged by those that were in force when it ended, so that an edit
 * never rewrites the past, and news that come late are judged as if they had come in time.
 *
 * @param known the requests' facts, where the caller has them already
 */
export async function clockSources(
	db: Queryable,
	requests: readonly Request[],
	known?: ReadonlyMap<string, readonly Fact[]>,
): Promise<ClockSource[]> {
	const ids = pluck(requests, 'id');
	const records = (await clocksOf(db, ids)).filter(({ state }) => state !== 'withdrawn');
	return await sourcesOf(db, records, { requests, facts: known ?? (await factsOf(db, ids)) });
}

/** What there is to know about the requests of clocks. */
interface About {
	readonly requests: readonly Request[];
	readonly facts: ReadonlyMap<string, readonly Fact[]>;
	/** Left out, earlier cycles are judged by the agreement that the clock names as well. */
	readonly inForce?: PastPromises;
}

/** What these clocks are computed from, by the agreement that each of them names. */
export async function sourcesOf(
	db: Queryable,
	records: readonly ClockRecord[],
	{ requests, facts, inForce }: About,
): Promise<ClockSource[]> {
	const byId = new Map(requests.map((request) => [request.id, request]));
	const clocks = records.map((record) => {
		const about = facts.get(record.requestId) ?? [];
		return { record, facts: about, ...endsOf(about, record) };
	});
	const standing = await standingTerms(
		db,
		clocks.flatMap(({ record, endedAt }) => (endedAt === undefined ? [record] : [])),
	);
	const past = await pastTerms(
		db,
		clocks.flatMap(({ record, endedAt, earlier }) => [
			...(endedAt === undefined ? [] : [{ record, instant: endedAt }]),
			...earlier.flatMap((instant) => {
				if (instant === undefined) return [];
				const agreementId = inForce ? inForce(clockNameOf(record), record, instant) : record.agreementId;
				return agreementId === undefined ? [] : [{ record: { ...record, agreementId }, instant }];
			}),
		]),
	);
	return clocks.flatMap(({ record, facts, endedAt }): ClockSource[] => {
		const request = byId.get(record.requestId);
		const terms = endedAt === undefined ? standing(record) : past(record, endedAt);
		const termsAt: ClockSource['termsAt'] = (instant) => {
			const then = past(record, instant);
			if (then) return { agreement: then.agreement, calendar: then.calendar.calendar };
			return terms && { agreement: { ...terms.agreement, targets: [] }, calendar: terms.calendar.calendar };
		};
		return request && terms ? [{ record, request, facts, ...terms, termsAt }] : [];
	});
}

/** When a clock's cycles ended. That nothing was promised is a way to end as well: a later promise changes nothing. */
function endsOf(facts: readonly Fact[], record: ClockRecord) {
	const { stoppedAt, earlier } = courseOf(facts, clockNameOf(record), 'continue');
	return { endedAt: stoppedAt, earlier: pluck(earlier, 'stoppedAt') };
}

type Terms = Pick<ClockSource, 'agreement' | 'calendar'>;

/** The agreement and its calendar as they now stand. */
async function standingTerms(
	db: Queryable,
	records: readonly ClockRecord[],
): Promise<(record: ClockRecord) => Terms | undefined> {
	const agreed = await findAgreements(db, pluck(records, 'agreementId'));
	const calendars = await loadCalendars(db, pluck([...agreed.values()], 'calendarId'));
	return ({ agreementId }) => {
		const agreement = agreed.get(agreementId);
		const calendar = agreement && calendars.get(agreement.calendarId);
		return agreement && calendar && { agreement, calendar };
	};
}

/** The agreement and its calendar as they stood at an instant; before they were saved, as they were saved first. */
async function pastTerms(
	db: Queryable,
	ends: readonly { readonly record: ClockRecord; readonly instant: number }[],
): Promise<(record: ClockRecord, instant: number) => Terms | undefined> {
	const agreed = await agreements.inForce(
		db,
		ends.map(({ record: { agreementId: id, agreementVersion: known }, instant }) => ({ id, instant, known })),
	);
	const calendars = await calendarsInForce(
		db,
		ends.map(({ record, instant }, index) => ({
			id: agreed[index]?.calendarId ?? '',
			instant,
			known: record.calendarRevision,
		})),
	);
	const terms = ends.map(({ record, instant }, index) => {
		const [agreement, calendar] = [agreed[index], calendars[index]];
		return [`${record.id}@${instant}`, agreement && calendar && { agreement, calendar }] as const;
	});
	const found = new Map(terms);
	return ({ id }, instant) => found.get(`${id}@${instant}`);
}
