import fc from 'fast-check';
import { computeClock } from '../../../engine/sla/clock';
import type { Agreement, Fact, FactBody, Metric } from '../../../engine/sla/types';
import { compileCalendar } from '../../../engine/working-time';

const HOUR = 3_600_000;
const day = [['09:00', '17:00']] as const;
const berlin = compileCalendar({
	timezone: 'Europe/Berlin',
	weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
	holidays: [{ date: '2026-04-06', name: 'Easter Monday' }],
});

const agreement: Pick<Agreement, 'kind' | 'targets' | 'warnAtPercent' | 'onReopen'> = {
	kind: 'sla',
	targets: [
		{ metric: 'firstResponse', targetMs: 2 * HOUR, countedIn: 'working' },
		{ metric: 'resolution', targetMs: 8 * HOUR, countedIn: 'working' },
		{ metric: 'resolution', priority: 'urgent', targetMs: 4 * HOUR, countedIn: 'elapsed' },
		{ metric: 'resolution', priority: 'high', targetMs: 2 * HOUR, countedIn: 'working' },
	],
	warnAtPercent: [80],
	onReopen: 'continue',
};

/** Berlin is one hour ahead of UTC on these dates: 09:00 there is 08:00Z. */
const at = (text: string) => Date.parse(`2026-03-${text}:00Z`);
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
const fact = (when: string, body: FactBody): Fact => ({ ...body, at: at(when), source: 'test' });
const opened = (when: string, priority: 'normal' | 'high' | 'urgent' = 'normal') =>
	fact(when, { kind: 'opened', priority, departmentId: 'it' });
const read = (
	facts: readonly Fact[],
	now: string,
	metric: Metric = 'resolution',
	changes: Partial<typeof agreement> = {},
) => computeClock(facts, { metric, agreement: { ...agreement, ...changes }, calendar: berlin }, at(now));

describe('a clock', () => {
	it('is due when its working time is used up', () => {
		const clock = read([opened('02T10:00')], '02T10:00');
		expect(iso(clock.dueAt)).toBe('2026-03-03T10:00:00.000Z');
		expect(clock).toMatchObject({ state: 'running', elapsedMs: 0, remainingMs: 8 * HOUR, cycle: 1 });
		expect(iso(clock.thresholds[0]?.at)).toBe('2026-03-03T08:24:00.000Z');
	});

	it('keeps its promise with an answer at the very instant, and breaks it a millisecond later', () => {
		const facts = [opened('02T08:00')];
		expect(read(facts, '02T16:00').state).toBe('running');
		const due = at('02T16:00');
		const late = computeClock(facts, { metric: 'resolution', agreement, calendar: berlin }, due + 1);
		expect(late.state).toBe('breached');
		expect(read([...facts, fact('02T16:00', { kind: 'resolved' })], '05T08:00').state).toBe('met');
		// Nothing is open until the next morning, and it is late all the same: due at closing stays at closing.
		expect(read([...facts, fact('02T20:00', { kind: 'resolved' })], '05T08:00').state).toBe('missed');
	});

	it('stands still while paused, and nobody can say when it is due', () => {
		const facts = [
			opened('02T08:00'),
			fact('02T10:00', { kind: 'paused', reason: 'waiting for the customer' }),
		];
		expect(read(facts, '04T12:00')).toMatchObject({
			state: 'paused',
			dueAt: undefined,
			elapsedMs: 2 * HOUR,
			remainingMs: 6 * HOUR,
		});
		const resumed = read([...facts, fact('04T12:00', { kind: 'resumed' })], '04T12:00');
		expect(iso(resumed.dueAt)).toBe('2026-03-05T10:00:00.000Z');
		expect(resumed.pausedMs).toBe(50 * HOUR);
	});

	it('does not care about a pause outside working hours', () => {
		const night = [
			opened('02T08:00'),
			fact('02T17:00', { kind: 'paused' }),
			fact('03T06:00', { kind: 'resumed' }),
		];
		expect(read(night, '03T08:00')).toMatchObject({ state: 'breached', elapsedMs: 8 * HOUR });
		expect(iso(read(night, '03T08:00').dueAt)).toBe('2026-03-02T16:00:00.000Z');
	});

	it('carries the time it used to the target of another priority', () => {
		// Medium 8 h from 09:00, high 2 h from 10:00: due at 11:00 (Jira, "SLA Time and Report").
		const facts = [opened('02T08:00'), fact('02T09:00', { kind: 'priorityChanged', priority: 'high' })];
		expect(iso(read(facts, '02T09:00').dueAt)).toBe('2026-03-02T10:00:00.000Z');
		// Raised when more than the new target has passed: it has been late since then.
		const tooLate = [opened('02T08:00'), fact('02T13:00', { kind: 'priorityChanged', priority: 'high' })];
		expect(read(tooLate, '02T13:00')).toMatchObject({ state: 'breached', dueAt: at('02T10:00') });
	});

	it('counts around the clock where the target says so', () => {
		expect(iso(read([opened('06T15:00', 'urgent')], '06T15:00').dueAt)).toBe('2026-03-06T19:00:00.000Z');
	});

	it('has nothing to measure without a target for the priority', () => {
		const only = {
			targets: [
				{
					metric: 'resolution' as const,
					priority: 'urgent' as const,
					targetMs: HOUR,
					countedIn: 'working' as const,
				},
			],
		};
		expect(read([opened('02T08:00')], '09T08:00', 'resolution', only)).toMatchObject({
			state: 'idle',
			dueAt: undefined,
			targetMs: undefined,
			thresholds: [],
		});
	});

	it('stops the first response at the answer, for good, and at the solution', () => {
		const facts = [
			opened('02T08:00'),
			fact('02T09:00', { kind: 'responded' }),
			fact('02T15:00', { kind: 'resolved' }),
			fact('03T08:00', { kind: 'reopened' }),
		];
		expect(read(facts, '04T08:00', 'firstResponse')).toMatchObject({
			state: 'met',
			cycle: 1,
			elapsedMs: HOUR,
		});
		expect(
			read([opened('02T08:00'), fact('02T12:00', { kind: 'resolved' })], '04T08:00', 'firstResponse').state,
		).toBe('missed');
	});

	it('goes on after a reopening, or begins anew, as the agreement says', () => {
		const facts = [
			opened('02T08:00'),
			fact('02T11:00', { kind: 'resolved' }),
			fact('04T08:00', { kind: 'reopened' }),
		];
		const on = read(facts, '04T08:00');
		expect(on).toMatchObject({ state: 'running', cycle: 2, elapsedMs: 3 * HOUR });
		expect(iso(on.dueAt)).toBe('2026-03-04T13:00:00.000Z');
		const anew = read(facts, '04T08:00', 'resolution', { onReopen: 'restart' });
		expect(anew).toMatchObject({ state: 'running', cycle: 2, elapsedMs: 0 });
		expect(iso(anew.dueAt)).toBe('2026-03-04T16:00:00.000Z');
	});

	it('ends with a waiver or with the request', () => {
		const waiver = fact('02T12:00', {
			kind: 'waived',
			metric: 'resolution',
			reason: 'power cut',
			approvedBy: 'ann',
		});
		expect(read([opened('02T08:00'), waiver], '09T08:00')).toMatchObject({
			state: 'waived',
			stoppedAt: at('02T12:00'),
		});
		expect(read([opened('02T08:00'), waiver], '09T08:00', 'firstResponse').state).toBe('breached');
		expect(read([opened('02T08:00'), fact('02T09:00', { kind: 'cancelled' })], '09T08:00').state).toBe(
			'cancelled',
		);
	});

	it('is waived for the cycle that the waiver falls into, and begins anew after it', () => {
		const waiver: FactBody = { kind: 'waived', metric: 'resolution', reason: 'Strike', approvedBy: 'carla' };
		const ended = [opened('02T08:00'), fact('02T10:00', waiver), fact('02T12:00', { kind: 'resolved' })];
		expect(read(ended, '03T08:00')).toMatchObject({ state: 'waived', cycle: 1, elapsedMs: 2 * HOUR });
		const reopened = read([...ended, fact('03T09:00', { kind: 'reopened' })], '03T10:00');
		expect(reopened).toMatchObject({ state: 'running', cycle: 2, elapsedMs: HOUR });
		expect(reopened.segments.map(({ kind, from }) => `${kind} ${iso(from)?.slice(8, 16)}`)).toEqual([
			'earlierCycle 02T08:00',
			'waived 02T10:00',
			'counted 03T09:00',
		]);
	});

	it('is waived as one of its kind; facts of older versions mean every kind', () => {
		const waiver = (agreementKind?: 'sla' | 'ola' | 'all') =>
			fact('02T10:00', {
				kind: 'waived',
				metric: 'resolution',
				reason: 'Strike',
				approvedBy: 'carla',
				...(agreementKind && { agreementKind }),
			});
		const state = (kind: 'sla' | 'ola', said: Fact) =>
			read([opened('02T08:00'), said], '02T11:00', 'resolution', { kind }).state;
		expect([state('sla', waiver('sla')), state('ola', waiver('sla'))]).toEqual(['waived', 'running']);
		expect([state('sla', waiver('all')), state('ola', waiver('all'))]).toEqual(['waived', 'waived']);
		expect([state('sla', waiver()), state('ola', waiver())]).toEqual(['waived', 'waived']);
	});

	it('keeps its verdict when the priority changes after the end', () => {
		const facts = [
			opened('02T08:00'),
			fact('02T13:00', { kind: 'resolved' }),
			fact('02T14:00', { kind: 'priorityChanged', priority: 'high' }),
		];
		expect(read(facts, '03T08:00')).toMatchObject({ state: 'met', targetMs: 8 * HOUR });
	});

	it('explains every stretch of its life, without a gap', () => {
		const facts = [
			opened('02T15:00'),
			fact('03T09:00', { kind: 'paused', reason: 'parts ordered' }),
			fact('03T12:00', { kind: 'resumed' }),
			fact('03T14:00', { kind: 'resolved' }),
			fact('04T08:00', { kind: 'reopened' }),
		];
		const clock = read(facts, '04T10:00');
		expect(
			clock.segments.map(
				({ kind, from, to }) => `${kind} ${iso(from)?.slice(8, 16)} ${iso(to)?.slice(8, 16)}`,
			),
		).toEqual([
			'counted 02T15:00 02T16:00',
			'closed 02T16:00 03T08:00',
			'counted 03T08:00 03T09:00',
			'paused 03T09:00 03T12:00',
			'counted 03T12:00 03T14:00',
			'resolved 03T14:00 04T08:00',
			'counted 04T08:00 04T10:00',
		]);
		expect(clock.segments.find(({ kind }) => kind === 'paused')).toMatchObject({ reason: 'parts ordered' });
		const counted = clock.segments
			.filter(({ kind }) => kind === 'counted')
			.reduce((sum, { from, to }) => sum + to - from, 0);
		expect(counted).toBe(clock.elapsedMs);
	});
});

describe('a clock that ended while it stood still', () => {
	it('keeps the last due instant it had', () => {
		const paused = [opened('02T08:00'), fact('02T10:00', { kind: 'paused' })];
		const resolved = read([...paused, fact('05T08:00', { kind: 'resolved' })], '05T09:00');
		expect([resolved.state, iso(resolved.dueAt)]).toEqual(['met', '2026-03-02T16:00:00.000Z']);
		const waived: FactBody = { kind: 'waived', metric: 'resolution', reason: 'Strike', approvedBy: 'carla' };
		expect(iso(read([...paused, fact('03T08:00', waived)], '05T09:00').dueAt)).toBe(
			'2026-03-02T16:00:00.000Z',
		);
	});

	it('that never ran is due when it would have been', () => {
		const answered = read(
			[opened('02T08:00'), fact('02T08:00', { kind: 'responded' })],
			'02T09:00',
			'firstResponse',
		);
		expect([answered.state, iso(answered.dueAt)]).toEqual(['met', '2026-03-02T10:00:00.000Z']);
	});

	it('is not due while it is paused and not over', () => {
		const paused = [opened('02T08:00'), fact('02T10:00', { kind: 'paused' })];
		expect(read(paused, '05T09:00').dueAt).toBeUndefined();
	});
});

describe('any course of facts', () => {
	const kinds = fc.constantFrom<FactBody>(
		{ kind: 'paused' },
		{ kind: 'resumed' },
		{ kind: 'resolved' },
		{ kind: 'reopened' },
		{ kind: 'priorityChanged', priority: 'high' },
		{ kind: 'priorityChanged', priority: 'normal' },
	);
	const courses = fc
		.array(fc.record({ body: kinds, gap: fc.integer({ min: 0, max: 40 * 60 }) }), { maxLength: 12 })
		.map((steps) => {
			let when = at('02T08:00');
			return [
				opened('02T08:00'),
				...steps.map(({ body, gap }): Fact => ({ ...body, at: (when += gap * 60_000), source: 'test' })),
			];
		});

	it('sums up to its life: counted, closed, paused, resolved leave no gap, and counted is what elapsed', () => {
		fc.assert(
			fc.property(courses, fc.integer({ min: 0, max: 10_000 }), (facts, later) => {
				const last = facts.at(-1)?.at ?? 0;
				const now = last + later * 60_000;
				const clock = computeClock(facts, { metric: 'resolution', agreement, calendar: berlin }, now);
				const segments = clock.segments;
				for (let i = 1; i < segments.length; i++) expect(segments[i]?.from).toBe(segments[i - 1]?.to);
				const counted = segments
					.filter(({ kind }) => kind === 'counted')
					.reduce((sum, { from, to }) => sum + to - from, 0);
				expect(counted).toBe(clock.elapsedMs);
				const anew = computeClock(
					facts,
					{ metric: 'resolution', agreement: { ...agreement, onReopen: 'restart' }, calendar: berlin },
					now,
				);
				const countedAnew = anew.segments
					.filter(({ kind }) => kind === 'counted')
					.reduce((sum, { from, to }) => sum + to - from, 0);
				expect(countedAnew).toBe(anew.elapsedMs);
				const end = clock.stoppedAt ?? now;
				if (segments.length > 0)
					expect((segments.at(-1)?.to ?? 0) - (segments[0]?.from ?? 0)).toBe(end - at('02T08:00'));
			}),
		);
	});

	it('agrees with an account kept minute by minute', () => {
		fc.assert(
			fc.property(courses, (facts) => {
				const now = (facts.at(-1)?.at ?? 0) + 24 * HOUR;
				const clock = computeClock(facts, { metric: 'resolution', agreement, calendar: berlin }, now);
				let used = 0;
				let state: 'running' | 'paused' | 'resolved' = 'running';
				for (let minute = at('02T08:00'); minute < now; minute += 60_000) {
					for (const { kind } of facts.filter((said) => said.at === minute)) {
						if (kind === 'paused' && state === 'running') state = 'paused';
						if (kind === 'resumed' && state === 'paused') state = 'running';
						if (kind === 'resolved') state = 'resolved';
						if (kind === 'reopened' && state === 'resolved') state = 'running';
					}
					if (state === 'running' && berlin.isOpen(minute)) used += 60_000;
				}
				expect(clock.elapsedMs).toBe(used);
			}),
			{ numRuns: 60 },
		);
	});
});
