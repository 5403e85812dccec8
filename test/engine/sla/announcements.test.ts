import fc from 'fast-check';
import { planAnnouncements, type Hearing } from '../../../engine/sla/announcements';
import type { Announcement, ClockReading, CycleReading } from '../../../engine/sla/types';

const MINUTE = 60_000;

/** A clock that warns at 80 and is due at 100, both in minutes, unless said otherwise. */
const reading = (
	changes: Partial<ClockReading> = {},
	[warning, due]: readonly (number | undefined)[] = [80, 100],
): ClockReading => ({
	metric: 'resolution',
	state: 'running',
	cycle: 1,
	cycleStartedAt: 0,
	targetMs: 100 * MINUTE,
	dueAt: due === undefined ? undefined : due * MINUTE,
	elapsedMs: 0,
	remainingMs: 0,
	pausedMs: 0,
	stoppedAt: undefined,
	thresholds: [
		{ name: 'warning80', percent: 80, at: warning === undefined ? undefined : warning * MINUTE },
		{ name: 'breach', percent: 100, at: due === undefined ? undefined : due * MINUTE },
	],
	earlier: [],
	segments: [],
	...changes,
});

const ended = (cycle: number, state: 'met' | 'missed', minute: number): CycleReading => ({
	cycle,
	state,
	targetMs: 100 * MINUTE,
	dueAt: 100 * MINUTE,
	elapsedMs: 0,
	stoppedAt: minute * MINUTE,
});

const heard = (minute: number, by: Hearing['by'], more: Partial<Hearing> = {}): Hearing => ({
	said: [],
	expectedAt: undefined,
	dueBefore: 100 * MINUTE,
	now: minute * MINUTE,
	settlingMs: 2 * MINUTE,
	by,
	...more,
});

const announced = (name: string, more: Partial<Announcement> = {}): Announcement => ({
	name,
	cycle: 1,
	arming: 1,
	state: 'announced',
	since: 0,
	...more,
});

describe('what is announced of a clock', () => {
	it('waits for the warning, then for a millisecond after the due instant', () => {
		expect(planAnnouncements(reading(), heard(0, 'facts'))).toMatchObject({
			announcements: [],
			nextAt: 80 * MINUTE,
		});
		const warned = planAnnouncements(reading(), heard(80, 'timer'));
		expect(warned).toMatchObject({ threshold: { name: 'warning80', arming: 1, late: false, skipped: [] } });
		expect(warned.nextAt).toBe(100 * MINUTE + 1);
	});

	it('is each threshold once, and of several the newest', () => {
		const plan = planAnnouncements(reading(), heard(101, 'timer'));
		expect(plan).toMatchObject({ threshold: { name: 'breach', skipped: ['warning80'] }, nextAt: undefined });
		const again = planAnnouncements(reading(), heard(102, 'timer', { said: plan.announcements }));
		expect(again.threshold).toBeUndefined();
		expect(again.announcements).toEqual(plan.announcements);
	});

	it('is taken back when the due instant moves on, and the next breach is the second arming', () => {
		const said = [announced('breach')];
		const moved = planAnnouncements(reading({}, [150, 200]), heard(120, 'facts', { said }));
		expect(moved.recovered).toMatchObject([{ name: 'breach', arming: 1, state: 'takenBack' }]);
		expect(moved.nextAt).toBe(150 * MINUTE);
		const second = planAnnouncements(
			reading({}, [150, 200]),
			heard(201, 'timer', { said: moved.announcements, dueBefore: 200 * MINUTE }),
		);
		expect(second.threshold).toMatchObject({ name: 'breach', arming: 2 });
		expect(second.recovered).toEqual([]);
	});

	it('settles where the due instant has moved since it was read, also when its timer finds it so', () => {
		const noticed = planAnnouncements(reading(), heard(110, 'timer', { dueBefore: 120 * MINUTE }));
		expect(noticed).toMatchObject({ threshold: undefined, nextAt: 112 * MINUTE });
		const settled = planAnnouncements(reading(), heard(112, 'timer', { said: noticed.announcements }));
		expect(settled.threshold).toMatchObject({ name: 'breach', late: true });
	});

	it('is not taken back by a waiver, a cancellation or a late end', () => {
		for (const state of ['waived', 'cancelled', 'missed'] as const) {
			const plan = planAnnouncements(
				reading({ state, stoppedAt: 110 * MINUTE }),
				heard(120, 'facts', { said: [announced('breach')] }),
			);
			expect(plan).toMatchObject({ recovered: [], verdicts: [{ name: state }] });
		}
	});

	it('is taken back when it was met in time after all', () => {
		const plan = planAnnouncements(
			reading({ state: 'met', stoppedAt: 90 * MINUTE }),
			heard(120, 'facts', { said: [announced('breach'), announced('missed')] }),
		);
		expect(plan).toMatchObject({ recovered: [{ name: 'breach' }], verdicts: [{ name: 'met', arming: 1 }] });
		expect(plan.announcements.map(({ name, state }) => `${name} ${state}`)).toEqual([
			'breach takenBack',
			'missed takenBack',
			'met announced',
		]);
	});

	it('that had passed before it was heard of is said once it has settled, and called late', () => {
		const noticed = planAnnouncements(reading(), heard(120, 'facts'));
		expect(noticed).toMatchObject({ threshold: undefined, nextAt: 122 * MINUTE });
		const said = noticed.announcements;
		const early = planAnnouncements(reading(), heard(121, 'timer', { said }));
		expect(early).toMatchObject({ threshold: undefined, nextAt: 122 * MINUTE });
		const settled = planAnnouncements(reading(), heard(122, 'timer', { said }));
		expect(settled.threshold).toMatchObject({ name: 'breach', late: true, skipped: ['warning80'] });
		const met = planAnnouncements(
			reading({ state: 'met', stoppedAt: 90 * MINUTE }),
			heard(121, 'facts', { said }),
		);
		expect(met).toMatchObject({ threshold: undefined, recovered: [], verdicts: [{ name: 'met' }] });
		expect(met.announcements).toHaveLength(1);
	});

	it('that was known in advance is due at once, however late its timer is', () => {
		const plan = planAnnouncements(reading(), heard(120, 'facts', { expectedAt: 80 * MINUTE }));
		expect(plan).toMatchObject({ announcements: [], nextAt: 80 * MINUTE });
	});

	it('is not taken back by a clock of ours that steps back', () => {
		const since = 100 * MINUTE + 1;
		const said = [announced('warning80', { since }), announced('breach', { since })];
		const plan = planAnnouncements(reading(), heard(99, 'facts', { said }));
		expect(plan.recovered).toEqual([]);
		expect(plan.announcements.map(({ state }) => state)).toEqual(['announced', 'announced']);
	});

	it('is taken back when its instant moves, also where it was said under a clock that was far ahead', () => {
		const since = 1_500 * MINUTE;
		const said = [announced('warning80', { since }), announced('breach', { since })];
		const plan = planAnnouncements(
			reading(),
			heard(70, 'facts', { said, dueBefore: 60 * MINUTE, expectedAt: undefined }),
		);
		expect(plan.recovered).toMatchObject([{ name: 'breach', state: 'takenBack' }]);
		expect(plan.nextAt).toBe(80 * MINUTE);
	});

	it('that a fact moved into the past during an outage settles first', () => {
		const moved = planAnnouncements(
			reading(),
			heard(120, 'facts', { expectedAt: 80 * MINUTE, dueBefore: 150 * MINUTE }),
		);
		expect(moved).toMatchObject({ nextAt: 122 * MINUTE });
	});

	it('of a warning comes alone when the breach above it turns out not to hold', () => {
		const warned = planAnnouncements(reading({}, [80, 200]), heard(100, 'facts'));
		const both = planAnnouncements(
			reading({}, [80, 90]),
			heard(101, 'facts', { said: warned.announcements }),
		);
		const timed = planAnnouncements(reading({}, [80, 90]), heard(102, 'timer', { said: both.announcements }));
		expect(timed.threshold).toBeUndefined();
		const back = planAnnouncements(
			reading({}, [80, 200]),
			heard(102, 'timer', { said: timed.announcements }),
		);
		expect(back.threshold).toMatchObject({ name: 'warning80' });
	});

	it('of a request that is reopened late is a breach at once, without the warnings of before', () => {
		const reopened = reading({
			state: 'breached',
			cycle: 2,
			cycleStartedAt: 300 * MINUTE,
			earlier: [ended(1, 'missed', 200)],
		});
		const said = [announced('warning80'), announced('breach'), announced('missed')];
		const plan = planAnnouncements(reopened, heard(300, 'facts', { said }));
		expect(plan.nextAt).toBe(300 * MINUTE);
		const fired = planAnnouncements(reopened, heard(300, 'timer', { said: plan.announcements }));
		expect(fired.threshold).toMatchObject({ name: 'breach', arming: 1, at: 300 * MINUTE, skipped: [] });
		expect(fired.announcements.map(({ name, cycle }) => `${name} ${cycle}`)).toContain('breach 2');
	});

	it('of a cycle that is over is corrected by news that come late', () => {
		const reopened = (state: 'met' | 'missed') =>
			reading({ cycle: 2, cycleStartedAt: 300 * MINUTE, earlier: [ended(1, state, 90)] }, [380, 400]);
		const said = [announced('breach'), announced('missed')];
		expect(planAnnouncements(reopened('missed'), heard(310, 'facts', { said })).announcements).toEqual(said);
		const plan = planAnnouncements(reopened('met'), heard(310, 'facts', { said }));
		expect(plan).toMatchObject({
			recovered: [{ name: 'breach', cycle: 1 }],
			verdicts: [{ name: 'met', arming: 1, of: { cycle: 1 } }],
		});
		const again = planAnnouncements(reopened('missed'), heard(311, 'facts', { said: plan.announcements }));
		expect(again.verdicts).toMatchObject([{ name: 'missed', arming: 2 }]);
	});

	it('belongs to its cycle: one that news number anew starts again', () => {
		const renumbered = reading(
			{ state: 'breached', cycle: 2, cycleStartedAt: 60 * MINUTE, earlier: [ended(1, 'met', 50)] },
			[90, 110],
		);
		const plan = planAnnouncements(renumbered, heard(120, 'facts', { said: [announced('breach')] }));
		expect(plan).toMatchObject({
			recovered: [{ name: 'breach', cycle: 1 }],
			verdicts: [{ name: 'met', of: { cycle: 1 } }],
			threshold: undefined,
			nextAt: 122 * MINUTE,
		});
		const fired = planAnnouncements(renumbered, heard(122, 'timer', { said: plan.announcements }));
		expect(fired.threshold).toMatchObject({ name: 'breach', of: { cycle: 2 }, arming: 1, late: true });
	});

	it('is not said again of a cycle of which an older store kept nothing', () => {
		const reopened = reading({ cycle: 2, cycleStartedAt: 90 * MINUTE, earlier: [ended(1, 'met', 50)] });
		const said = [announced('verdict')];
		expect(planAnnouncements(reopened, heard(95, 'facts', { said })).verdicts).toEqual([]);
	});

	it('is nothing of history, until it is taken back and comes true again', () => {
		const quiet = planAnnouncements(reading(), heard(120, 'history'));
		expect(quiet).toMatchObject({ threshold: undefined, nextAt: undefined });
		expect(quiet.announcements.map(({ state }) => state)).toEqual(['quiet', 'quiet']);
		const later = planAnnouncements(reading(), heard(130, 'timer', { said: quiet.announcements }));
		expect(later.threshold).toBeUndefined();
		const moved = planAnnouncements(
			reading({}, [150, 200]),
			heard(130, 'facts', { said: quiet.announcements }),
		);
		expect(moved.recovered).toEqual([]);
		const again = planAnnouncements(
			reading({}, [150, 200]),
			heard(201, 'timer', { said: moved.announcements, dueBefore: 200 * MINUTE }),
		);
		expect(again.threshold).toMatchObject({ name: 'breach', arming: 2 });
	});

	it('is nothing while it stands still before its thresholds', () => {
		const still = reading({ state: 'paused' }, []);
		expect(planAnnouncements(still, heard(500, 'facts'))).toMatchObject({
			announcements: [],
			nextAt: undefined,
		});
	});
});

describe('whatever moves the due instant', () => {
	const step = fc.record({
		after: fc.integer({ min: 0, max: 40 }),
		due: fc.integer({ min: 5, max: 300 }),
		by: fc.constantFrom<Hearing['by']>('facts', 'timer'),
	});

	it('nothing is announced that does not hold, and what holds is announced once an arming', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
				let said: readonly Announcement[] = [];
				let expectedAt: number | undefined;
				let dueBefore: number | undefined;
				let minute = 0;
				const ids = new Set<string>();
				for (const { after, due, by } of steps) {
					minute += after;
					const now = minute * MINUTE;
					const clock = reading({}, [due * 0.8, due]);
					const plan = planAnnouncements(clock, heard(minute, by, { said, expectedAt, dueBefore }));
					if (plan.threshold) {
						const { name, arming } = plan.threshold;
						expect(clock.thresholds.find((one) => one.name === name)?.at).toBeLessThanOrEqual(now);
						expect(ids).not.toContain(`${name}:${arming}`);
						ids.add(`${name}:${arming}`);
					}
					for (const one of plan.announcements.filter(({ state }) => state !== 'takenBack')) {
						const { at = Infinity } = clock.thresholds.find(({ name }) => name === one.name) ?? {};
						expect(at).toBeLessThanOrEqual(now);
					}
					({ announcements: said, nextAt: expectedAt } = plan);
					dueBefore = clock.dueAt;
				}
				// Once everything has settled, what holds stands announced.
				const last = steps.at(-1)?.due ?? 100;
				const end = Math.max(minute, last) + 3;
				for (const late of [end, end + 3]) {
					const plan = planAnnouncements(
						reading({}, [last * 0.8, last]),
						heard(late, 'timer', { said, expectedAt }),
					);
					said = plan.announcements;
				}
				const standing = said
					.filter(({ state }) => state !== 'takenBack')
					.map(({ name, state }) => `${name} ${state}`);
				expect(standing.sort()).toEqual(['breach announced', 'warning80 announced']);
			}),
			{ numRuns: 300 },
		);
	});
});
