import { findMembers, readerZone } from '../directory';
import type { Engine } from '../engine';
import type { EventData } from '../event';
import { shownDescription } from '../sla';
import { pluck } from '../pluck';
import type { Briefing } from './channels/channel';
import { isTold, toldOf } from './notification-repository';
import { lookUpRuns, type RunLookup } from './run-lookup';
import { findRun } from './run-repository';
import { takeStep } from './steps';
import type { Told } from './types';

/** As things stand now: the run may have gone on since the event. */
export const briefingOf = (
	engine: Engine,
	{ runId, notificationId, memberId }: EventData['escalation.notify'],
): Promise<Briefing> =>
	engine.store.read(async (db) => {
		const timezone = await readerZone(db, memberId);
		const run = await findRun(db, runId);
		const at = run?.state === 'active' ? run.nextAt : undefined;
		// Who will be there when the next level is due.
		const [lookup] = run ? await lookUpRuns(db, [run], at ?? engine.now()) : [];
		if (!run || !lookup)
			return { toldBefore: [], next: undefined, takenBefore: undefined, note: undefined, timezone };
		const all = (await toldOf(db, [runId])).get(runId) ?? [];
		const own = all.find(({ id }) => id === notificationId);
		const before = all.filter(
			(one) => isTold(one) && one.id !== notificationId && one.createdAt < (own?.createdAt ?? 0),
		);
		const known = await findMembers(db, [...pluck(before, 'memberId'), run.notedBy, run.acknowledgedBy]);
		const nameOf = (id: string) => lookup.people.members.get(id)?.name ?? known.get(id)?.name ?? id;
		const next = at === undefined ? [] : nextTold(lookup, at);
		return {
			description: await shownDescription(db, lookup.request),
			timezone,
			takenBefore: run.acknowledgedBy === undefined ? undefined : nameOf(run.acknowledgedBy),
			note: run.note === undefined ? undefined : { by: nameOf(run.notedBy ?? ''), text: run.note },
			toldBefore: before.map((one) => ({ name: nameOf(one.memberId), at: one.createdAt })),
			next:
				at === undefined || next.length === 0
					? undefined
					: { names: next.map((one) => nameOf(one.memberId)), at },
		};
	});

/** Whom the level that is due next notifies if nobody reacts. */
function nextTold(lookup: RunLookup, at: number): Told[] {
	const { run, toldBefore } = lookup;
	const { tried } = takeStep(lookup, { pass: run.pass, level: run.level, dueAt: at }, toldBefore, at);
	return tried.flatMap((level) => level.told);
}
