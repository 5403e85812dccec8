import { endOfWeek, startOfWeek, weekOf } from './week';
import type { Invitation, Response, Survey } from './types';
import { pluck } from '../pluck';

/** A survey may ask for larger groups, never for smaller ones. */
export const SMALLEST_GROUP = 3;
/** A text betrays its writer sooner than a number does. */
export const COMMENT_FACTOR = 2;
/** Clocks of several processes differ, and a transaction may be under way when its week ends. */
const GRACE_MS = 60 * 60 * 1000;

/** Who was asked and when; `sentAt` undefined: not yet. */
export type Asked = Pick<
	Invitation,
	'memberId' | 'departmentId' | 'customerDepartmentId' | 'surveyVersion' | 'sentAt'
>;

/** What an answer was promised on its page: its survey version's. */
export type Promised = Pick<Survey, 'minimumGroup' | 'expiresAfterMs'>;

/** Answers that are counted together for ever, in results of this level and above. */
export interface Group {
	readonly level: 'pair' | 'department' | 'all';
	/** Of a pair and a department. */
	readonly departmentId?: string;
	/** Of a pair. */
	readonly customerDepartmentId?: string;
	readonly answers: readonly Response[];
}

/**
 * Parts the answers of an anonymous survey into groups, each of at least k. Results are computed from whole groups only.
 *
 * Why this betrays nobody: groups are disjoint, have at least k answers, and neither they nor their answers ever change
 * once they are made. Whatever is released, now or later and through any filter, is a union of groups; so sums, differences
 * and every other linear combination of releases are made of whole groups too, and none can single out fewer than k.
 *
 * How groups stay as they are without being stored:
 * - An answer counts from when it is settled: its week is over, and so is the time in which an invitation sent in that
 *   week (or before) takes or changes an answer. What is settled by an instant is the same set at any later time.
 * - Time is replayed from settlement to settlement. At each, a pair of departments whose waiting answers have come to k makes a
 *   group. Who has waited for as long as the page takes answers (so long the rest of their round may come in) may join
 *   others of the rated department in a group that only department and total count, and after that others of the survey
 *   in a group that only the total counts. Who finds no company goes on waiting.
 * - k and the time are those of the version an answer was given under: editing the survey makes no other groups.
 *
 * One person answering on many occasions is no group: no fewer than k different people must have been asked in its time.
 *
 * What it does not do: if all of a group say the same, everybody knows what each said; and k - 1 who tell each other their
 * answers know the k-th. Of an anonymous survey all answers are deleted together or none: a part would make new groups.
 *
 * @param asked every invitation of the survey, so far as sent
 * @param promised what a survey version promised
 * @param now epoch ms
 * @param factor how many times the promised group is wanted; comments want `COMMENT_FACTOR`
 */
export function sealGroups(
	answers: readonly Response[],
	asked: readonly Asked[],
	promised: (surveyVersion: number) => Promised,
	now: number,
	factor = 1,
): Group[] {
	const entries = answers.map((answer): Entry => {
		const { minimumGroup, expiresAfterMs } = promised(answer.surveyVersion);
		const settledAt = settlesAt(answer.week, expiresAfterMs);
		return {
			answer,
			size: factor * Math.max(SMALLEST_GROUP, minimumGroup),
			askedFrom: startOfWeek(answer.week) - expiresAfterMs,
			settledAt,
			mayRiseAt: settledAt + expiresAfterMs,
		};
	});
	const arriving = entries.sort((a, b) => a.settledAt - b.settledAt);
	const instants = [...new Set(entries.flatMap((entry) => [entry.settledAt, entry.mayRiseAt]))];
	const hasCompany = companyAmong(asked);
	const groups: Group[] = [];
	let waiting: Entry[] = [];
	let arrived = 0;
	for (const instant of instants.filter((at) => at <= now).sort((a, b) => a - b)) {
		for (let next = arriving[arrived]; next && next.settledAt <= instant; next = arriving[++arrived])
			waiting.push(next);
		for (const { level, keys } of LEVELS) {
			const ready = waiting.filter(({ mayRiseAt }) => level === 'pair' || mayRiseAt <= instant);
			const sealed = new Set<Entry>();
			for (const cell of Map.groupBy(ready, ({ answer }) => keyOf(answer, keys)).values()) {
				const [first] = cell;
				if (!first || !hasCompany(cell, keys)) continue;
				const where = Object.fromEntries(keys.map((key) => [key, first.answer[key]]));
				groups.push({ level, ...where, answers: pluck(cell, 'answer') });
				for (const entry of cell) sealed.add(entry);
			}
			waiting = waiting.filter((entry) => !sealed.has(entry));
		}
	}
	return groups;
}

/** From when on an answer, or an invitation sent, of a week is counted: nothing about it can change any more. */
const settlesAt = (week: string, expiresAfterMs: number) => endOfWeek(week) + expiresAfterMs + GRACE_MS;

/** The invitations that settled answers can have come from: never fewer than those answers. */
export const settledAsked = (
	asked: readonly Asked[],
	promised: (surveyVersion: number) => Promised,
	now: number,
): Asked[] =>
	asked.filter(
		({ sentAt, surveyVersion }) =>
			sentAt !== undefined && settlesAt(weekOf(sentAt), promised(surveyVersion).expiresAfterMs) <= now,
	);

interface Entry {
	readonly answer: Response;
	/** The fewest that may be shown together with it. */
	readonly size: number;
	/** Its invitation was sent after this, epoch ms. */
	readonly askedFrom: number;
	readonly settledAt: number;
	readonly mayRiseAt: number;
}

type Key = 'departmentId' | 'customerDepartmentId';
const LEVELS: readonly { readonly level: Group['level']; readonly keys: readonly Key[] }[] = [
	{ level: 'pair', keys: ['departmentId', 'customerDepartmentId'] },
	{ level: 'department', keys: ['departmentId'] },
	{ level: 'all', keys: [] },
];

const keyOf = (of: Pick<Response, Key>, keys: readonly Key[]) => JSON.stringify(keys.map((key) => of[key]));

/** Whether enough answered, and enough different people were asked for it to be more than one or two who answered often. */
function companyAmong(asked: readonly Asked[]): (cell: readonly Entry[], keys: readonly Key[]) => boolean {
	const byPlace = new Map(
		LEVELS.map(({ keys }) => [keys, Map.groupBy(asked, (invitation) => keyOf(invitation, keys))]),
	);
	return (cell, keys) => {
		const size = Math.max(...pluck(cell, 'size'));
		const [first] = cell;
		if (!first || cell.length < size) return false;
		const from = Math.min(...pluck(cell, 'askedFrom'));
		const until = Math.max(...cell.map(({ answer }) => endOfWeek(answer.week)));
		const people = new Set<string>();
		for (const { sentAt, memberId } of byPlace.get(keys)?.get(keyOf(first.answer, keys)) ?? [])
			if (sentAt !== undefined && sentAt > from && sentAt < until) people.add(memberId);
		return people.size >= size;
	};
}
