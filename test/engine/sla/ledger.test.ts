import fc from 'fast-check';
import { hopsOf } from '../../../engine/sla/ledger';
import type { Fact, FactBody } from '../../../engine/sla/types';

const MINUTE = 60_000;
const said = (minute: number, body: FactBody): Fact => ({ ...body, at: minute * MINUTE, source: 'test' });
const opened = said(0, { kind: 'opened', priority: 'normal', departmentId: 'it' });
const moved = (minute: number, departmentId: string) => said(minute, { kind: 'handedOff', departmentId });

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

	it('sums up to the whole, whatever happens', () => {
		const bodies = fc.constantFrom<FactBody>(
			{ kind: 'handedOff', departmentId: 'a' },
			{ kind: 'handedOff', departmentId: 'b' },
			{ kind: 'paused' },
			{ kind: 'resumed' },
		);
		fc.assert(
			fc.property(fc.array(fc.record({ body: bodies, gap: fc.nat(500) })), fc.nat(500), (steps, later) => {
				let minute = 0;
				const facts = [opened, ...steps.map(({ body, gap }) => said((minute += gap), body))];
				const hops = hopsOf(facts, (minute + later) * MINUTE);
				expect(hops.reduce((sum, hop) => sum + hop.heldMs + hop.pausedMs, 0)).toBe((minute + later) * MINUTE);
			}),
		);
	});
});
