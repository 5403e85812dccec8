import type { Heard } from './heard-source-repository';
import { VERDICTS, type Announcement, type ClockReading, type CycleReading, type Threshold } from './types';

/** On what occasion a clock is read again, and what has been said of it. */
export interface Hearing {
	readonly said: readonly Announcement[];
	/** When its timer was to look next: unless the due instant moves, what passes from then on was known in advance. */
	readonly expectedAt: number | undefined;
	/** The due instant as it was read last. */
	readonly dueBefore: number | undefined;
	/** Something that had passed was waiting for its source when it was read last: it was known in advance. */
	readonly wasHeld?: boolean;
	readonly now: number;
	readonly settlingMs: number;
	/**
	 * Of a request that is mirrored: how far its source has been heard, and since when it could be heard at all. A threshold
	 * after that waits for it.
	 */
	readonly heard?: (Heard & { readonly since: number }) | undefined;
	/**
	 * - `facts`: something was said of the request; thresholds wait for their timer
	 * - `timer`: the timer fired; thresholds that it was set for are announced
	 * - `history`: the past is brought in; nothing of it is announced
	 */
	readonly by: 'facts' | 'timer' | 'history';
	/** Another promise than the one that was announced: thresholds that were said of that one are taken back. */
	readonly isOther?: boolean;
}

/** Something that is true of a clock: a threshold that was passed, or how it ended. */
interface Claim {
	readonly name: string;
	/** The cycle it is true of. */
	readonly of: CycleReading;
	/** The instant it is told of, epoch ms: of a breach, when it was due. */
	readonly at: number;
	/** The first instant at which it is true. */
	readonly from: number;
	/** Until when it waits for its source at most, where that has not been heard up to it. */
	readonly heldUntil?: number | undefined;
	/** Of the target. */
	readonly percent: number;
}

/** A claim that is announced now. */
export interface Said extends Claim {
	readonly arming: number;
	/** It had passed before it was heard of. */
	readonly late: boolean;
	/** It is history: nobody is to hear of it. */
	readonly isQuiet: boolean;
	/** Names of lower thresholds passed since the last announcement, which this one stands for. */
	readonly skipped: readonly string[];
}

export interface AnnouncementPlan {
	readonly announcements: readonly Announcement[];
	readonly threshold: Said | undefined;
	/** How cycles ended, in their order; news that come late may end one long ago. Those of history are among them. */
	readonly verdicts: readonly Said[];
	/** Breaches that were announced and do not hold any more. */
	readonly recovered: readonly Announcement[];
	/** When to look at the clock next, epoch ms; undefined when nothing is to come. */
	readonly nextAt: number | undefined;
	/** Something has passed, and waits until its source has been heard. */
	readonly isHeld: boolean;
}

/**
 * Compares what is true of a clock with what has been said of it: what no longer holds is taken back, what holds and was
 * not said is announced, once an arming. Of several thresholds only the newest is said, since whoever hears of a breach
 * need not hear that it was coming. It makes no difference what moved the due instant: priority, agreement, calendar,
 * time-zone data, or a fact that was told late, be it a reopening that numbers the cycles anew.
 */
export function planAnnouncements(reading: ClockReading, hearing: Hearing): AnnouncementPlan {
	const { all, passed, coming } = claimsOf(reading, hearing);
	const isMoved = reading.dueAt !== hearing.dueBefore;
	const stands = (one: Announcement) =>
		!(hearing.isOther && isOfOther(one, reading)) &&
		holds(one, reading, all, isMoved ? hearing.now : Math.max(hearing.now, one.since));
	const before = hearing.said.filter((one) => one.state !== 'noticed' || stands(one));
	const kept = before.map((one): Announcement =>
		one.state === 'takenBack' || stands(one) ? one : { ...one, state: 'takenBack', since: hearing.now },
	);
	const claims = withTheNewest(
		[...passed, ...verdictsOf(reading).filter((claim) => !isForgotten(claim, kept))].map((claim) =>
			entryOf(claim, kept, reading, hearing),
		),
		hearing.now,
	);
	const entered = claims.flatMap(({ entry }) => entry ?? []);
	const newlySaid = claims.filter(({ entry, live }) => entry?.state === 'announced' && live !== entry);
	const judged = passed.filter(({ heldUntil }) => heldUntil === undefined);
	const newest = newlySaid.find(({ claim }) => claim === judged.at(-1));
	const waiting = claims.flatMap(({ claim, entry }) => {
		const { from, heldUntil = from } = claim;
		if (entry?.state === 'noticed') return [Math.max(entry.since + hearing.settlingMs, heldUntil)];
		return entry ? [] : [heldUntil];
	});
	const nextAt = Math.min(...waiting, ...coming);
	return {
		announcements: [...kept.filter((one) => !entered.some((entry) => isSame(entry, one))), ...entered],
		threshold:
			newest &&
			saidOf(
				newest,
				newlySaid.filter((one) => one !== newest).map(({ claim }) => claim.name),
			),
		verdicts: claims
			.filter(({ claim, entry, live }) => isVerdict(claim.name) && entry !== live)
			.map((verdict) => saidOf(verdict, [])),
		recovered: kept.filter(
			(one, index) =>
				one.name === 'breach' && one.state === 'takenBack' && before[index]?.state === 'announced',
		),
		nextAt: Number.isFinite(nextAt) ? nextAt : undefined,
		isHeld: passed.some(({ heldUntil }) => heldUntil !== undefined),
	};
}

/** What is history stays so, whichever agreement it is measured by. */
const isOfOther = ({ name, cycle, state }: Announcement, reading: ClockReading): boolean =>
	cycle === reading.cycle && !isVerdict(name) && state !== 'quiet';

/** Stands for how a cycle ended of which a store of before knows no more. */
export const UNKNOWN_VERDICT = 'verdict';

const isForgotten = ({ of }: Claim, kept: readonly Announcement[]): boolean =>
	kept.some(({ name, cycle }) => name === UNKNOWN_VERDICT && cycle === of.cycle);

const isVerdict = (name: string): boolean => VERDICTS.some((verdict) => verdict === name);

const isSame = (one: Announcement, other: Announcement): boolean =>
	one.name === other.name && one.cycle === other.cycle && one.arming === other.arming;

/** Thresholds of a clock. */
interface Claims {
	readonly all: readonly Claim[];
	/** Those that were passed, lowest first. */
	readonly passed: readonly Claim[];
	/** The instants of those to come. */
	readonly coming: readonly number[];
}

/** None once the clock is over. */
function claimsOf(reading: ClockReading, { now, heard, by }: Hearing): Claims {
	if (isVerdict(reading.state)) return { all: [], passed: [], coming: [] };
	const claims = reading.thresholds.flatMap((threshold) => {
		const from = trueFrom(threshold, reading.cycleStartedAt);
		if (from === undefined || threshold.at === undefined) return [];
		const at = Math.max(threshold.at, reading.cycleStartedAt);
		const until = Math.max(from, heard?.since ?? 0) + (heard?.patienceMs ?? 0);
		// The past that is brought in waits for nothing.
		const isHeld = heard !== undefined && by !== 'history' && at > heard.upTo && now < until;
		return [{ ...threshold, at, from, of: reading, heldUntil: isHeld ? until : undefined }];
	});
	return {
		all: claims,
		passed: claims.filter(({ from }) => from <= now),
		coming: claims.flatMap(({ from }) => (from > now ? [from] : [])),
	};
}

/**
 * A breach is `now > due`: the first instant that is one comes a millisecond after. A request that is reopened late is late
 * from then on; warnings of the time before belong to the cycle before.
 */
function trueFrom({ name, at }: Threshold, cycleStartedAt: number): number | undefined {
	if (at === undefined) return undefined;
	if (name === 'breach') return Math.max(at + 1, cycleStartedAt);
	return at < cycleStartedAt ? undefined : at;
}

const verdictsOf = (reading: ClockReading): Claim[] =>
	[...reading.earlier, reading].flatMap((of) => {
		const { state, stoppedAt } = of;
		return isVerdict(state) && stoppedAt !== undefined
			? [{ name: state, of, at: stoppedAt, from: stoppedAt, percent: 100 }]
			: [];
	});

/**
 * Whether what was said, or noticed, is true as the clock reads now.
 *
 * @param known the latest instant at which a threshold is known to have passed, epoch ms: a clock of ours that steps back takes nothing
 *   back, what was true once stays true unless the instant moves
 */
function holds(one: Announcement, reading: ClockReading, claims: readonly Claim[], known: number): boolean {
	const state = [...reading.earlier, reading].find(({ cycle }) => cycle === one.cycle)?.state;
	if (state === undefined) return false;
	if (one.name === UNKNOWN_VERDICT) return true;
	if (isVerdict(one.name)) return state === one.name;
	if (!isVerdict(state) && one.cycle === reading.cycle)
		return claims.some(({ name, from }) => name === one.name && from <= known);
	// The clock is over. What was not said yet is said by the verdict; a breach was none if the promise was kept.
	return one.state !== 'noticed' && (one.name !== 'breach' || (state !== 'met' && state !== 'idle'));
}

interface Entered {
	readonly claim: Claim;
	/** What stood in the book for it before; not what was taken back. */
	readonly live: Announcement | undefined;
	/** What stands there now; undefined where its timer is to announce it at once. */
	readonly entry: Announcement | undefined;
}

function entryOf(
	claim: Claim,
	kept: readonly Announcement[],
	{ dueAt, thresholds }: ClockReading,
	hearing: Hearing,
): Entered {
	const { cycle } = claim.of;
	const ofName = kept.filter((one) => one.name === claim.name && one.cycle === cycle);
	const live = ofName.find((one) => one.state !== 'takenBack');
	const isSaid = ({ name }: Threshold) =>
		kept.some((one) => one.name === name && one.cycle === cycle && one.state !== 'takenBack');
	const next = thresholds.find((threshold) => !isSaid(threshold));
	const state = stateOf(claim, live, hearing, {
		isMoved: dueAt !== hearing.dueBefore,
		wasDue: wasDue(hearing, claim.name === next?.name),
	});
	if (state === live?.state) return { claim, live, entry: live };
	const arming = live?.arming ?? Math.max(0, ...ofName.map((one) => one.arming)) + 1;
	const due = claim.name === 'breach' && dueAt !== undefined ? { dueAt } : {};
	const entry = state && { name: claim.name, cycle, arming, state, since: hearing.now, ...due };
	return { claim, live, entry };
}

/**
 * A threshold is announced together with the newest, or as the newest: while a later one settles it waits too, and comes
 * alone if the later one turns out not to hold.
 */
function withTheNewest(entered: readonly Entered[], now: number): readonly Entered[] {
	const newest = entered.findLast(
		({ claim, entry }) => !isVerdict(claim.name) && (entry !== undefined || claim.heldUntil === undefined),
	);
	if (newest?.entry?.state !== 'noticed') return entered;
	return entered.map((one): Entered => {
		const { entry, live, claim } = one;
		if (entry?.state !== 'announced' || live === entry || isVerdict(claim.name)) return one;
		return { ...one, entry: live ?? { ...entry, state: 'noticed', since: now } };
	});
}

function stateOf(
	claim: Claim,
	live: Announcement | undefined,
	{ by, now, expectedAt, wasHeld, settlingMs, isOther = false }: Hearing,
	{ isMoved, wasDue }: { readonly isMoved: boolean; readonly wasDue: boolean },
): Announcement['state'] | undefined {
	const isHeld = claim.heldUntil !== undefined;
	if (live)
		return live.state === 'noticed' && by === 'timer' && live.since + settlingMs <= now && !isHeld
			? 'announced'
			: live.state;
	if (isVerdict(claim.name)) return by === 'history' ? 'quiet' : 'announced';
	if (by === 'timer') {
		// An edit that its own timer has not come to yet: what it has made late is news here as well.
		if ((isMoved || isOther) && claim.from < now) return 'noticed';
		return isHeld ? undefined : 'announced';
	}
	const isExpected = wasHeld === true || (expectedAt !== undefined && expectedAt <= claim.from);
	if (claim.from >= now || (!isMoved && isExpected)) return undefined;
	if (by !== 'history') return 'noticed';
	return wasDue ? undefined : 'quiet';
}

/**
 * Whether a threshold had passed by what was known before, and its timer had not come to it yet: history explains no more than
 * by how much. What the timer waited for was the next threshold, and all of them once the due instant had passed.
 */
const wasDue = ({ expectedAt = Infinity, dueBefore = Infinity, wasHeld, now }: Hearing, isNext: boolean) =>
	(wasHeld === true || expectedAt <= now) && (isNext || dueBefore < now);

const saidOf = ({ claim, live, entry }: Entered, skipped: readonly string[]): Said => ({
	...claim,
	arming: entry?.arming ?? 1,
	late: live?.state === 'noticed',
	isQuiet: entry?.state === 'quiet',
	skipped,
});
