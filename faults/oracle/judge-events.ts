import { MINUTE_MS } from '../plan/types';
import { dueOf, isOver } from './due';
import type { Finding } from './findings';
import type { Account, Store, StoredEvent, StoredFact } from './account';

const VERDICTS = ['clock.met', 'clock.missed', 'clock.cancelled'];
/**
 * Between asking for the time and writing, a process may be stopped, or wait for a lock. So long before something was written,
 * something else that says otherwise may have been written, by the clock.
 */
const LATE_MS = 60 * MINUTE_MS;

/** Whether what was written follows from the facts, all of it and once. */
export function judgeEvents({ store, plan }: Account, undisturbed: Store): Finding[] {
	const factsOf = Map.groupBy(store.facts, ({ requestId }) => requestId);
	const eventsOf = Map.groupBy(store.events, ({ requestId }) => requestId);
	const expectedOf = Map.groupBy(undisturbed.events, ({ requestId }) => requestId);
	const mayLeap = plan.faults.some(({ kind }) => kind === 'leap');
	return [
		...twice(store.events),
		...[...factsOf].flatMap(([requestId, facts]) => {
			const events = eventsOf.get(requestId) ?? [];
			const expected = expectedOf.get(requestId) ?? [];
			return [
				...compared(events, expected, isOfFacts),
				...net(facts, events, expected),
				...warned(facts, events, expected),
				...events.flatMap((event) => untrue(event, facts, mayLeap)),
			];
		}),
	];
}

/** What happened, whatever id it got. */
const nameOf = ({ type, subject, data }: StoredEvent): string =>
	JSON.stringify([
		type,
		subject,
		data.notificationId,
		data.cycle,
		data.arming,
		data.percent,
		data.fact,
		data.memberId,
	]);

function twice(events: readonly StoredEvent[]): Finding[] {
	const named = Map.groupBy(
		events.filter(
			({ type }) => type.startsWith('clock.') || type.startsWith('request.') || type === 'escalation.notify',
		),
		nameOf,
	);
	return [...named.values()].flatMap((same) =>
		same.slice(1).map(({ id, type }): Finding => ({ fault: 'twice', text: `${type} ${id}` })),
	);
}

/** What follows from the facts alone, whenever a pump comes by: each fact itself, and how a clock ended. */
const isOfFacts = ({ type }: StoredEvent): boolean => type.startsWith('request.') || VERDICTS.includes(type);

function compared(
	events: readonly StoredEvent[],
	expected: readonly StoredEvent[],
	isMeant: (event: StoredEvent) => boolean,
): Finding[] {
	const there = new Set(events.map(({ id }) => id));
	const known = new Set(expected.map(({ id }) => id));
	return [
		...expected
			.filter((event) => isMeant(event) && !there.has(event.id))
			.map(({ type, id }): Finding => ({ fault: 'lost', text: `${type} ${id}` })),
		...events
			.filter((event) => isMeant(event) && !known.has(event.id))
			.map(({ type, id }): Finding => ({ fault: 'unknown', text: `${type} ${id}` })),
	];
}

const ofType = (events: readonly StoredEvent[], type: string): StoredEvent[] =>
	events.filter((event) => event.type === type).sort((a, b) => a.at - b.at);

/**
 * Of breaches that were taken back, a pump that was late may have seen none. What stands at the end is the same for all: so many
 * announced as taken back, or one more. Only of what was done before any pump came by nothing may be announced but `clock.missed`.
 */
function net(
	facts: readonly StoredFact[],
	events: readonly StoredEvent[],
	expected: readonly StoredEvent[],
): Finding[] {
	const standing = (all: readonly StoredEvent[]): number =>
		ofType(all, 'clock.breached').length - ofType(all, 'clock.recovered').length;
	const [is, should] = [standing(events), standing(expected)];
	const about = `breach of ${facts[0]?.externalRef}: ${is} stand announced, undisturbed ${should}`;
	if (is > should) return [{ fault: 'twice', text: about }];
	if (is < should && !isOver(facts)) return [{ fault: 'lost', text: about }];
	const last = ofType(events, 'clock.breached').at(-1)?.at;
	if (is === 1 && last !== undefined && isTakenBack(facts, last))
		return [{ fault: 'lost', text: `${about}, and the deadline has moved since` }];
	return [];
}

/**
 * Whether a breach of this instant cannot stand: the deadline is another now, and lay ahead when it moved there. One that moves from
 * one instant of the past to another is the same breach.
 */
function isTakenBack(facts: readonly StoredFact[], breachedAt: number): boolean {
	const dues = facts.map((_, index) => dueOf(facts.slice(0, index + 1)));
	const due = dues.at(-1);
	const movedBy = facts[dues.findLastIndex((one) => one !== due) + 1];
	return due !== undefined && due !== breachedAt && movedBy !== undefined && due > movedBy.recordedAt;
}

/** A warning may be left out where the breach names it among those that it stands for. Told where nothing moved the deadline. */
function warned(
	facts: readonly StoredFact[],
	events: readonly StoredEvent[],
	expected: readonly StoredEvent[],
): Finding[] {
	if (facts.some(({ kind }) => !['opened', 'handedOff'].includes(kind))) return [];
	const skipped = events.flatMap(({ data }) => (Array.isArray(data.skipped) ? data.skipped.map(String) : []));
	return ofType(expected, 'clock.warning')
		.filter(
			({ id, data }) =>
				!events.some((event) => event.id === id) && !skipped.includes(`warning${String(data.percent)}`),
		)
		.map(({ id }): Finding => ({ fault: 'lost', text: `clock.warning ${id}` }));
}

/** Told before its time, or of a deadline that was none by anything that was known then. */
function untrue(event: StoredEvent, facts: readonly StoredFact[], mayLeap: boolean): Finding[] {
	const { type, id, at, recordedAt } = event;
	const isOwn = type === 'clock.breached' || type === 'clock.warning' || type === 'escalation.notify';
	if (!isOwn) return [];
	const text = `${type} ${id} of ${facts[0]?.externalRef}`;
	// Under a clock that leaps, what was said before may lie ahead.
	if (!mayLeap && at > recordedAt)
		return [{ fault: 'untrue', text: `${text}, ${at - recordedAt} ms before its time` }];
	const known = facts
		.map((_, index) => facts.slice(0, index + 1))
		.filter((some, index) => {
			const newest = some.at(-1);
			const next = facts[index + 1];
			return (
				mayLeap ||
				((newest?.recordedAt ?? 0) <= recordedAt &&
					(next === undefined || next.recordedAt >= recordedAt - LATE_MS))
			);
		});
	const holds = known.some((some) => !isOver(some) && (type !== 'clock.breached' || dueOf(some) === at));
	return holds ? [] : [{ fault: 'untrue', text: `${text}, by nothing that was known then` }];
}
