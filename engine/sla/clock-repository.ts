import { inChunks, nounsOf, type Queryable } from '../store';
import { UNKNOWN_VERDICT } from './announcements';
import { VERDICTS, type Announcement, type ClockRecord } from './types';
import { pluck } from '../pluck';

const clocks = nounsOf<'clock', ClockRecord>('clock');

export const clocksOf = async (db: Queryable, requestIds: readonly string[]): Promise<ClockRecord[]> =>
	(await clocks.among(db, 'request_id', requestIds, ['id'])).map(asOfToday);

/** The clocks with these ids as they were last written, in no particular order; unknown ids are left out. */
export const findClocks = async (
	db: Queryable,
	ids: readonly (string | undefined)[],
): Promise<ClockRecord[]> => (await clocks.among(db, 'id', ids)).map(asOfToday);

/**
 * Before there were armings, a clock kept the names of the thresholds of its cycle, and its verdict in its state alone. How
 * the cycles before it ended was not kept, and is not news today.
 */
function asOfToday(clock: ClockRecord): ClockRecord {
	const { state } = clock;
	const said = (name: string, cycle = clock.cycle): Announcement => ({
		name,
		cycle,
		arming: 1,
		state: 'announced',
		since: 0,
	});
	const stored: readonly (Announcement | string)[] = clock.fired;
	const fired = stored.map((one) => (typeof one === 'string' ? said(one) : one));
	const tells = (cycle: number) =>
		fired.some((one) => one.cycle === cycle && (one.name === UNKNOWN_VERDICT || isVerdict(one.name)));
	for (let cycle = 1; cycle < clock.cycle; cycle++)
		if (!tells(cycle)) fired.push(said(UNKNOWN_VERDICT, cycle));
	if (isVerdict(state) && !tells(clock.cycle)) fired.push(said(state));
	return { ...clock, fired };
}

const isVerdict = (name: string) => VERDICTS.some((verdict) => verdict === name);

/** The requests that these clocks belong to. */
export async function requestIdsOfClocks(
	db: Queryable,
	clockIds: readonly string[],
): Promise<Map<string, string>> {
	const rows = await inChunks(clockIds, (chunk) =>
		db.selectFrom('clock').select(['id', 'request_id']).where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, row.request_id]));
}

export const saveClocks = clocks.save;

/**
 * Requests with an open clock that was computed with what is no longer current, in the order of their ids.
 *
 * @param after only those behind this id: what keeps its terms is found again and again, and must not stop the others
 */
export async function outdatedRequests(
	db: Queryable,
	tzVersion: string,
	{ after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
	const rows = await db
		.selectFrom('clock')
		.innerJoin('agreement', 'agreement.id', 'clock.agreement_id')
		.innerJoin('calendar', 'calendar.id', 'clock.calendar_id')
		.innerJoin('request', 'request.id', 'clock.request_id')
		.select('clock.request_id')
		.distinct()
		.where('clock.request_id', '>', after)
		.where((eb) =>
			eb.or([
				eb('clock.state', 'in', ['running', 'paused', 'breached']),
				// Of an open request these two may not be over: nothing was promised yet, or it was reopened after a waiver.
				eb.and([eb('clock.state', 'in', ['idle', 'waived']), eb('request.status', 'in', ['open', 'paused'])]),
			]),
		)
		.where((eb) =>
			eb.or([
				eb('clock.tz_version', '!=', tzVersion),
				eb('clock.agreement_version', '<', eb.ref('agreement.version')),
				eb('clock.calendar_revision', '<', eb.ref('calendar.revision')),
			]),
		)
		.orderBy('clock.request_id')
		.limit(limit)
		.execute();
	return pluck(rows, 'request_id');
}
