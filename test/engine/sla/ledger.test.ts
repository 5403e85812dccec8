import fc from 'fast-check';
import { hopsOf } from '../../../engine/sla/ledger';
import { foldFacts } from '../../../engine/sla/fold-facts';
import { inOrder } from '../../../engine/sla/fact-order';
import type { Fact, FactBody } from '../../../engine/sla/types';
import { compileCalendar } from '../../../engine/working-time';

const MINUTE = 60_000;
const said = (minute: number, body: FactBody): Fact => ({ ...body, at: minute * MINUTE, source: 'test' });
const opened = said(0, { kind: 'opened', priority: 'normal', departmentId: 'it', assigneeId: 'tom' });
const moved = (minute: number, departmentId: string) =>
	said(minute, { kind: 'handedOff', departmentId, assigneeId: `${departmentId}-agent` });

describe('the handoff ledger', () => {
	it('says who held the work how long', () => {
		const hops = hopsOf(
			[opened, moved(30, 'finance'), moved(50, 'legal'), said(90, { kind: 'resolved' })],
			500 * MINUTE,
		);
		expect(
			hops.map(({ departmentId, heldMs, to }) => [departmentId, heldMs / MINUTE, to && to / MINUTE]),
		).toEqual([
			['it', 30, 30],
			['finance', 20, 50],
			['legal', 40, 90],
		]);
	});

	it('does not charge a pause to whoever holds it, across a handoff too', () => {
		const hops = hopsOf(
			[opened, said(10, { kind: 'paused' }), moved(25, 'finance'), said(40, { kind: 'resumed' })],
			60 * MINUTE,
		);
		expect(hops).toMatchObject([
			{ departmentId: 'it', heldMs: 10 * MINUTE, pausedMs: 15 * MINUTE },
			{ departmentId: 'finance', heldMs: 20 * MINUTE, pausedMs: 15 * MINUTE, to: undefined },
		]);
	});

	it('leaves the time between a solution and a reopening to nobody', () => {
		const hops = hopsOf(
			[opened, said(10, { kind: 'resolved' }), said(100, { kind: 'reopened' })],
			130 * MINUTE,
		);
		expect(hops).toMatchObject([
			{ departmentId: 'it', heldMs: 10 * MINUTE },
			{ departmentId: 'it', from: 100 * MINUTE, heldMs: 30 * MINUTE },
		]);
	});

	it('has a part for each person in a department, and one that is unowned while nobody has it', () => {
		const [hop, ...others] = hopsOf(
			[
				said(0, { kind: 'opened', priority: 'normal', departmentId: 'it' }),
				said(10, { kind: 'assigned', assigneeId: 'tom' }),
				said(15, { kind: 'paused' }),
				said(20, { kind: 'resumed' }),
				said(30, { kind: 'assigned', assigneeId: 'hanna' }),
				said(45, { kind: 'unassigned' }),
				said(60, { kind: 'resolved' }),
			],
			90 * MINUTE,
		);
		expect(others).toEqual([]);
		expect(hop).toMatchObject({ heldMs: 30 * MINUTE, unownedMs: 25 * MINUTE, pausedMs: 5 * MINUTE });
		expect(
			hop?.parts.map(({ assigneeId, heldMs, unownedMs, pausedMs }) => [
				assigneeId,
				heldMs / MINUTE,
				unownedMs / MINUTE,
				pausedMs / MINUTE,
			]),
		).toEqual([
			[undefined, 0, 10, 0],
			['tom', 15, 0, 5],
			['hanna', 15, 0, 0],
			[undefined, 0, 15, 0],
		]);
	});

	it('has no hop that lasted no time: what is opened for another department was never held by the first', () => {
		const hops = hopsOf([opened, moved(0, 'finance'), moved(10, 'legal'), moved(10, 'finance')], 20 * MINUTE);
		expect(hops.map(({ departmentId, from, to }) => [departmentId, from / MINUTE, to])).toEqual([
			['finance', 0, undefined],
		]);
		expect(hopsOf([opened, said(0, { kind: 'resolved' })], MINUTE)).toMatchObject([
			{ departmentId: 'it', heldMs: 0, parts: [{ assigneeId: 'tom' }] },
		]);
	});

	it('counts working time by the calendar of the department that holds it', () => {
		const office = compileCalendar({ timezone: 'UTC', weekly: { fri: [['09:00', '17:00']] } });
		const friday = Date.parse('2026-03-06T16:00Z') / MINUTE;
		const [it, finance] = hopsOf(
			[{ ...opened, at: friday * MINUTE }, moved(friday + 48 * 60, 'finance')],
			(friday + 72 * 60) * MINUTE,
			(id) => (id === 'it' ? office : undefined),
		);
		expect(it).toMatchObject({ heldMs: 48 * 60 * MINUTE, working: { heldMs: 60 * MINUTE, unownedMs: 0 } });
		expect(finance?.working).toBeUndefined();
	});

	const bodies = fc.constantFrom<FactBody>(
		{ kind: 'handedOff', departmentId: 'a' },
		{ kind: 'handedOff', departmentId: 'b', assigneeId: 'bea' },
		{ kind: 'assigned', assigneeId: 'tom' },
		{ kind: 'assigned', assigneeId: 'bea' },
		{ kind: 'unassigned' },
		{ kind: 'paused' },
		{ kind: 'resumed' },
		{ kind: 'responded' },
		{ kind: 'resolved' },
		{ kind: 'reopened' },
		{ kind: 'cancelled' },
	);
	const courses = fc.array(fc.record({ body: bodies, gap: fc.nat(300) }), { maxLength: 14 }).map((steps) => {
		let minute = 0;
		return [opened, ...steps.map(({ body, gap }) => said((minute += gap), body))];
	});
	const office = compileCalendar({
		timezone: 'UTC',
		weekly: { thu: [['00:30', '05:00']], fri: [['09:00', '17:00']] },
	});

	it('sums up to the whole, whatever happens: parts to hops, hops to the time that it was not at rest', () => {
		fc.assert(
			fc.property(courses, fc.nat(3_000), (facts, later) => {
				const now = (facts.at(-1)?.at ?? 0) + later * MINUTE;
				const hops = hopsOf(facts, now, () => office);
				const lengthOf = ({ from, to }: { from: number; to: number | undefined }) => (to ?? now) - from;
				for (const hop of hops) {
					expect(hop.heldMs + hop.unownedMs + hop.pausedMs).toBe(lengthOf(hop));
					for (const field of ['heldMs', 'unownedMs', 'pausedMs'] as const)
						expect(hop.parts.reduce((sum, part) => sum + part[field], 0)).toBe(hop[field]);
					for (const field of ['heldMs', 'unownedMs'] as const) {
						const inParts = hop.parts.reduce((sum, { working }) => sum + (working?.[field] ?? NaN), 0);
						expect(inParts).toBe(hop.working?.[field]);
					}
					expect(hop.parts.map(({ from }) => from)).toEqual([
						hop.from,
						...hop.parts.slice(0, -1).map(({ to }) => to),
					]);
					const working = (hop.working?.heldMs ?? 0) + (hop.working?.unownedMs ?? 0);
					if (hop.pausedMs === 0) expect(working).toBe(office.between(hop.from, hop.to ?? now));
				}
				expect(hops.reduce((sum, hop) => sum + lengthOf(hop), 0)).toBe(awakeMs(facts, now));
			}),
		);
	});

	it('is the same whatever the order in which facts of other systems arrive', () => {
		fc.assert(
			fc.property(courses, fc.infiniteStream(fc.nat()), (facts, order) => {
				const booked = facts.map((fact, index) => ({
					fact: { ...fact, sourceRef: `journal-${index}` },
					key: index === 0 ? -1 : order.next().value,
				}));
				const arrived = (sorted: typeof booked) =>
					inOrder(sorted.map(({ fact }, seq) => ({ fact, seq, recordedAt: Infinity }))).map(
						({ fact }) => fact,
					);
				const shuffled = [...booked].sort((a, b) => a.key - b.key);
				expect(hopsOf(arrived(shuffled), 10_000 * MINUTE)).toEqual(hopsOf(arrived(booked), 10_000 * MINUTE));
			}),
		);
	});
});

/** An oracle: the time between each fact and the next in which the request was open or paused. */
const awakeMs = (facts: readonly Fact[], now: number): number =>
	facts.reduce((sum, { at }, index) => {
		const { status } = foldFacts(facts.slice(0, index + 1)).standing;
		const next = facts[index + 1]?.at ?? now;
		return sum + (status === 'open' || status === 'paused' ? next - at : 0);
	}, 0);
