import type { Engine } from '../engine';
import { mapPaced } from '../pace';
import type { Trx } from '../store';
import { cancelTimers, precedenceOf, setTimers, type Precedence, type Timer } from '../timeline';
import { planAnnouncements, UNKNOWN_VERDICT, type AnnouncementPlan, type Hearing } from './announcements';
import { CLOCK_TIMER } from './clock-id';
import { saveClocks } from './clock-repository';
import type { ClockSource } from './clock-sources';
import { OURSELVES } from './fact-step';
import { heardSources, type Heard } from './heard-source-repository';
import { readClock } from './read-clock';
import type { Announcement, ClockReading, ClockRecord, Request } from './types';
import { pluck } from '../pluck';

/** A clock before and after it was read again. */
export interface Projected {
	readonly source: ClockSource;
	readonly before: ClockRecord;
	readonly after: ClockRecord;
	readonly reading: ClockReading;
	/** What is announced and taken back. The caller writes the events. */
	readonly plan: AnnouncementPlan;
}

/** On what occasion clocks are projected. */
export interface Occasion {
	readonly engine: Pick<Engine, 'now' | 'openedAt' | 'settlingMs'>;
	readonly by: Hearing['by'] | ((request: Request) => Hearing['by']);
}

/**
 * Reads clocks from their facts, writes what they say, and sets or cancels each one's timer: the only place that does.
 * Rebuilding everything from the facts is this with every clock there is.
 */
export async function projectClocks(
	trx: Trx,
	sources: readonly ClockSource[],
	occasion: Occasion,
): Promise<Projected[]> {
	const heard = await heardSources(trx, sources.flatMap(sourceOf));
	const projected = await mapPaced(sources, (source) =>
		projectClock(source, heard.get(sourceOf(source)[0] ?? ''), occasion),
	);
	const changed = projected.filter(({ before, after }) => isChanged(before, after));
	await saveClocks(trx, pluck(changed, 'after'));
	await setTimers(trx, changed.flatMap(timerOf));
	const idle = changed.filter(
		({ before, after }) => before.nextAt !== undefined && after.nextAt === undefined,
	);
	await cancelTimers(
		trx,
		idle.map(({ after }) => after.id),
	);
	return projected;
}

const isChanged = (before: ClockRecord, after: ClockRecord): boolean =>
	(Object.keys(after) as (keyof ClockRecord)[]).some((key) =>
		key === 'fired'
			? JSON.stringify(before.fired) !== JSON.stringify(after.fired)
			: before[key] !== after[key],
	);

/** When a clock wants to be looked at again, if ever. */
export function timerOf({ source: { request }, after: clock }: Projected): (Timer & Precedence)[] {
	const { id: subject, nextAt: dueAt } = clock;
	const revision = request.lastSeq;
	return dueAt === undefined
		? []
		: [{ subject, kind: CLOCK_TIMER, dueAt, revision, ...precedenceOf(request) }];
}

/** The system that a request is mirrored from, if it is. */
const sourceOf = ({ facts: [opening] }: ClockSource): string[] =>
	opening && opening.source !== OURSELVES ? [opening.source] : [];

function projectClock(source: ClockSource, heard: Heard | undefined, { engine, by }: Occasion): Projected {
	const { record: before, agreement, calendar, change } = source;
	const now = engine.now();
	const read = readClock(source, now);
	const reading = change === 'withdrawn' ? withdrawn(read, now) : read;
	const plan = planOf(reading, {
		said: isLaterPromise(source) ? withClosedPast(before.fired, reading) : before.fired,
		isOther: change !== undefined,
		expectedAt: change === undefined ? before.nextAt : undefined,
		dueBefore: before.dueAt,
		now,
		settlingMs: agreement.settlingMs ?? engine.settlingMs,
		heard: heard && { ...heard, since: outageEnd(heard, engine.openedAt) },
		wasHeld: before.heldFor !== undefined,
		by: typeof by === 'function' ? by(source.request) : by,
	});
	const after: ClockRecord = {
		...before,
		// Of one that cannot be computed as well: only what corrects it makes it outdated again.
		agreementId: agreement.id,
		agreementVersion: agreement.version,
		calendarId: calendar.id,
		calendarRevision: calendar.revision,
		tzVersion: process.versions.tz ?? '',
		cycle: reading.cycle,
		state: change === 'withdrawn' ? change : reading.state,
		targetMs: reading.targetMs,
		elapsedMs: reading.elapsedMs,
		dueAt: reading.dueAt,
		nextAt: plan.nextAt,
		fired: plan.announcements,
		breachedAt: breachedAt(before, plan),
		heldFor: plan.isHeld ? sourceOf(source)[0] : undefined,
	};
	return { source, before, after, reading, plan };
}

const isLaterPromise = ({ change }: ClockSource): boolean => change === 'attached' || change === 'takenOver';

/** How cycles ended before anybody promised this is nothing to be said, nor to be taken back. */
const withClosedPast = (
	said: readonly Announcement[],
	{ cycle: present, earlier }: ClockReading,
): Announcement[] => [
	...said.filter(({ cycle }) => cycle === present),
	...earlier.map(({ cycle }): Announcement => ({
		name: UNKNOWN_VERDICT,
		cycle,
		arming: 1,
		state: 'announced',
		since: 0,
	})),
];

/** Nobody promised it: it ends without a verdict, whatever the wrong agreement would have said. */
const withdrawn = (reading: ClockReading, now: number): ClockReading => {
	const { problem: _none, ...rest } = reading;
	return { ...rest, state: 'cancelled', stoppedAt: now };
};

/** A source that was long silent when this process began has had nobody to listen: it is given its time from then on. */
const outageEnd = ({ heardAt }: Heard, openedAt: number): number =>
	openedAt - heardAt > OUTAGE_MS ? openedAt : 0;

const OUTAGE_MS = 30 * 60_000;

/** Of a clock that cannot be computed nothing new is known: what was said of it stands, and no timer waits for it. */
const planOf = (reading: ClockReading, hearing: Hearing): AnnouncementPlan =>
	reading.problem === undefined
		? planAnnouncements(reading, hearing)
		: {
				announcements: hearing.said,
				threshold: undefined,
				verdicts: [],
				recovered: [],
				nextAt: undefined,
				isHeld: false,
			};

/** A store of before knows of one breach only. */
function breachedAt({ breachedAt: known }: ClockRecord, { announcements }: AnnouncementPlan) {
	const standing = announcements
		.filter(({ name, state }) => name === 'breach' && state === 'announced')
		.sort((a, b) => a.cycle - b.cycle)
		.at(-1);
	return standing && (standing.dueAt ?? known);
}
