import type { TimelineEvent } from '../../../engine/event';
import {
	acknowledgeDelivery,
	appendEvents,
	backoffMs,
	claimDeliveries,
	failDelivery,
	fireTimers,
	setTimers,
	type TimerHandler,
} from '../../../engine/timeline';
import { createTurns, type Turns } from '../../../engine/timeline/turns';
import { listen } from '../../support/company';
import { counting } from '../../support/counting';
import { anEvent } from '../../support/events';
import { onBothDatabases, type Harness } from '../../support/harness';

type Priority = 'urgent' | 'high' | 'normal' | 'low';

const append = ({ engine }: Harness, ...events: TimelineEvent[]) =>
	engine.transaction((trx) => appendEvents(engine, trx, events));

/** `count` events of a department: `it0`, `it1`, … */
const storm = (departmentId: string, count: number, priority: Priority = 'normal', at = 0) =>
	Array.from({ length: count }, (_, n) =>
		anEvent({ id: `${departmentId}${n}`, departmentId, at: at + n, data: { priority } }),
	);

/** What comes, `places` at a time, until nothing does or `rounds` are over. */
async function taken(
	{ engine }: Harness,
	places: number,
	rounds = Infinity,
	turns: Turns = createTurns(),
): Promise<string[]> {
	const ids: string[] = [];
	for (let round = 0; round < rounds; round++) {
		const deliveries = await claimDeliveries(engine, 'a', places, 60_000, turns);
		if (deliveries.length === 0) break;
		for (const delivery of deliveries) {
			ids.push(delivery.event.id);
			await acknowledgeDelivery(engine, delivery);
		}
	}
	return ids;
}

onBothDatabases('the order of deliveries', (open) => {
	async function listening(): Promise<Harness> {
		const harness = await open();
		await listen(harness, 'a', [
			'clock.breached',
			'clock.recovered',
			'clock.met',
			'escalation.notify',
			'escalation.standDown',
		]);
		return harness;
	}

	it('is a department after the other, however many are urgent in one, with one place as with five', async () => {
		for (const places of [1, 5]) {
			const harness = await listening();
			await append(harness, ...storm('it', 60, 'urgent'));
			harness.now += 1_000;
			await append(harness, ...storm('hr', 2, 'normal', 1_000));
			const ids = await taken(harness, places);
			expect(ids).toHaveLength(62);
			expect(ids.indexOf('hr0')).toBeLessThan(places + 1);
			expect(ids.indexOf('hr1')).toBeLessThan(2 * places + 2);
		}
	});

	it('gives each of several that storm as much', async () => {
		const harness = await listening();
		for (const department of ['it', 'hr', 'legal', 'sales'])
			await append(harness, ...storm(department, 30, department === 'it' ? 'urgent' : 'low'));
		const ids = await taken(harness, 5, 8);
		const share = (department: string) => ids.filter((id) => id.startsWith(department)).length;
		expect(ids).toHaveLength(40);
		for (const department of ['it', 'hr', 'legal', 'sales']) expect(share(department)).toBe(10);
	});

	it('has more departments than places, and each its turn', async () => {
		const harness = await listening();
		const departments = Array.from({ length: 12 }, (_, n) => `d${String.fromCharCode(97 + n)}`);
		for (const department of departments) await append(harness, ...storm(department, 3));
		const ids = await taken(harness, 5);
		expect(ids).toHaveLength(36);
		expect(new Set(ids.slice(0, 15).map((id) => id.slice(0, 2))).size).toBe(12);
	});

	it('within a department is the most urgent first, then the oldest', async () => {
		const harness = await listening();
		await append(harness, ...storm('it', 10, 'normal', 5));
		const more = (priority: Priority, at: number) =>
			anEvent({ id: priority, departmentId: 'it', at, data: { priority } });
		await append(harness, more('low', 1), more('urgent', 90), more('high', 80));
		expect((await taken(harness, 1)).slice(0, 4)).toEqual(['urgent', 'high', 'it0', 'it1']);
	});

	it('leaves out what is to be tried again later, and takes it in its department’s turn then', async () => {
		const harness = await listening();
		const { engine } = harness;
		const turns = createTurns();
		await append(harness, ...storm('hr', 2, 'urgent'));
		for (const failing of await claimDeliveries(engine, 'a', 5, 60_000, turns))
			await failDelivery(engine, failing, 'the mail server said no');
		await append(harness, ...storm('it', 40));
		expect((await taken(harness, 1, 6, turns)).filter((id) => id.startsWith('hr'))).toEqual([]);
		await harness.fastForward(backoffMs(1));
		expect((await taken(harness, 1, 4, turns)).filter((id) => id.startsWith('hr'))).toHaveLength(2);
	});

	it('of one instant is by what follows from what, also with a single place', async () => {
		const harness = await listening();
		await append(
			harness,
			anEvent({ id: 'told', type: 'escalation.standDown', departmentId: 'it', at: 7 }),
			anEvent({ id: 'met', type: 'clock.met', departmentId: 'it', at: 7 }),
			anEvent({ id: 'recovered', type: 'clock.recovered', departmentId: 'it', at: 7 }),
			...storm('it', 5, 'normal', 50),
		);
		expect((await taken(harness, 1)).slice(0, 3)).toEqual(['recovered', 'met', 'told']);
	});

	it('keeps what was said of a request before what is said later, whoever has it and however urgent it is', async () => {
		const harness = await listening();
		const about = (id: string, type: TimelineEvent['type'], departmentId: string, priority: Priority) =>
			anEvent({
				id,
				type,
				requestId: 'r',
				departmentId,
				at: 10,
				data: { requestId: 'r', departmentId, priority },
			});
		await append(harness, ...storm('it', 30, 'high'), ...storm('hr', 5));
		await append(harness, about('breached', 'clock.breached', 'it', 'low'));
		harness.now += 1;
		await append(
			harness,
			about('passed on', 'request.handedOff', 'hr', 'low'),
			about('recovered', 'clock.recovered', 'hr', 'low'),
		);
		harness.now += 1;
		await append(
			harness,
			about('now urgent', 'request.priorityChanged', 'hr', 'urgent'),
			about('breached again', 'clock.breached', 'hr', 'urgent'),
		);
		const ids = await taken(harness, 1, 8);
		const ours = ids.filter((id) => !/^(it|hr)\d/.test(id));
		expect(ours).toEqual(['breached', 'recovered', 'breached again']);
	});

	it('costs no more when more waits', async () => {
		const cost = async (waiting: number) => {
			const harness = await listening();
			await append(harness, ...storm('it', waiting), ...storm('hr', waiting, 'urgent'));
			const { engine, counts } = counting(harness.engine);
			await claimDeliveries(engine, 'a', 5, 60_000);
			return counts;
		};
		const [few, many] = [await cost(20), await cost(1_000)];
		expect(many).toEqual(few);
		expect(many.rows).toBeLessThan(50);
	});

	it('costs a claim nothing when everything fits', async () => {
		const harness = await listening();
		const { engine, counts } = counting(harness.engine);
		await claimDeliveries(engine, 'a', 5, 60_000);
		expect(counts.statements).toBe(1);
		await append(harness, ...storm('it', 5));
		counts.statements = 0;
		expect(await claimDeliveries(engine, 'a', 5, 60_000)).toHaveLength(5);
		// Found, leased, and their events read.
		expect(counts.statements).toBe(3);
	});
});

onBothDatabases('the order of timers', (open) => {
	it('is a department after the other, and the most urgent of each first', async () => {
		const harness = await open();
		const fired: string[][] = [];
		const handler: TimerHandler = {
			kind: 'test',
			lock: async (_trx, subjects) => subjects,
			fire: async (_engine, _trx, timers) => void fired.push(timers.map(({ subject }) => subject)),
		};
		const timer = (subject: string, lane: string, urgency: number, dueAt: number) => ({
			...{ subject, kind: 'test', dueAt, revision: 0, lane, urgency },
		});
		const many = Array.from({ length: 400 }, (_, n) => timer(`it${n}`, 'it', 0, n));
		const others = Array.from({ length: 30 }, (_, n) => timer(`hr${n}`, 'hr', 2, 1_000 + n));
		const low = Array.from({ length: 200 }, (_, n) => timer(`low${n}`, 'it', 3, 0));
		// Of a kind that only a newer version knows, and of later.
		const foreign = { ...timer('foreign', 'hr', 0, 0), kind: 'newer' };
		const later = timer('later', 'hr', 0, harness.now + 1);
		await harness.engine.transaction((trx) => setTimers(trx, [...many, ...others, ...low, foreign, later]));
		const turns = createTurns();
		const fire = () => fireTimers(harness.engine, [handler], () => {}, turns);
		while ((await fire()).more);
		const [first = []] = fired;
		expect(first).toHaveLength(100);
		expect(first.filter((subject) => subject.startsWith('hr'))).toHaveLength(30);
		expect(first.filter((subject) => subject.startsWith('low'))).toEqual([]);
		const all = fired.flat();
		expect(all).toHaveLength(630);
		expect(all.slice(0, 400).filter((subject) => subject.startsWith('low'))).toEqual([]);
	});

	it('has more departments than a batch, and each its turn', async () => {
		const harness = await open();
		const fired: string[][] = [];
		const handler: TimerHandler = {
			kind: 'test',
			lock: async (_trx, subjects) => subjects,
			fire: async (_engine, _trx, timers) => void fired.push(timers.map(({ subject }) => subject)),
		};
		const timers = Array.from({ length: 390 }, (_, n) => ({
			...{
				subject: `d${n % 130}:${n}`,
				kind: 'test',
				dueAt: n,
				revision: 0,
				lane: `d${n % 130}`,
				urgency: n % 4,
			},
		}));
		await harness.engine.transaction((trx) => setTimers(trx, timers));
		const turns = createTurns();
		while ((await fireTimers(harness.engine, [handler], () => {}, turns)).more);
		const all = fired.flat().map((subject) => subject.split(':')[0]);
		expect(all).toHaveLength(390);
		expect(new Set(all.slice(0, 200)).size).toBe(130);
	});
});
