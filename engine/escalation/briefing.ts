import { findMembers, readerZone } from '../directory';
import type { Engine } from '../engine';
import type { EventData } from '../event';
import type { Briefing } from './channels/channel';
import { isTold, toldOf } from './notification-repository';
import { namedBy, peopleAround } from './people-around';
import { findRun } from './run-repository';
import { timedRuns } from './run-timing';
import { shownDescription } from '../sla';
import { takeStep } from './steps';
import { pluck } from '../pluck';

/** As things stand now: the run may have gone on since the event. */
export const briefingOf = (
	engine: Engine,
	{ runId, notificationId, memberId }: EventData['escalation.notify'],
): Promise<Briefing> =>
	engine.store.read(async (db) => {
		const timezone = await readerZone(db, memberId);
		const run = await findRun(db, runId);
		const [timed] = run ? await timedRuns(db, [run]) : [];
		if (!run || !timed) return { toldBefore: [], next: undefined, note: undefined, timezone };
		const all = (await toldOf(db, [runId])).get(runId) ?? [];
		const own = all.find(({ id }) => id === notificationId);
		const before = all.filter(
			(one) => isTold(one) && one.id !== notificationId && one.createdAt < (own?.createdAt ?? 0),
		);
		const { story, policy } = timed;
		const at = run.state === 'active' ? run.nextAt : undefined;
		const people = await peopleAround(db, namedBy(policy, story.request), at ?? 0, at ?? 0);
		const known = await findMembers(db, [...pluck(before, 'memberId'), run.notedBy]);
		const nameOf = (id: string) => people.members.get(id)?.name ?? known.get(id)?.name ?? id;
		const told = all.flatMap(({ memberId: id, createdAt, calledOffAt }) =>
			calledOffAt === undefined ? [{ memberId: id, at: createdAt }] : [],
		);
		const due = { pass: run.pass, level: run.level, dueAt: at ?? 0 };
		const step = {
			...timed,
			request: story.request,
			people,
			passes: run.passes,
			acknowledgedBy: run.acknowledgedBy,
		};
		const found = at === undefined ? [] : takeStep(step, due, told, at).tried.flatMap((level) => level.told);
		return {
			description: await shownDescription(db, story.request),
			timezone,
			note: run.note === undefined ? undefined : { by: nameOf(run.notedBy ?? ''), text: run.note },
			toldBefore: before.map((one) => ({ name: nameOf(one.memberId), at: one.createdAt })),
			next:
				at === undefined || found.length === 0
					? undefined
					: { names: found.map((one) => nameOf(one.memberId)), at },
		};
	});
