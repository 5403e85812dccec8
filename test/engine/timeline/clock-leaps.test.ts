import { claimDeliveries } from '../../../engine/timeline';
import { showHidden } from '../../../engine/timeline/deliver';
import { createLeapWatch } from '../../../engine/timeline/leap-watch';
import { anEvent } from '../../support/events';
import { appendEvents } from '../../../engine/timeline';
import { listen } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const DAY = 86_400_000;

describe('a clock that is watched', () => {
	let [now, passed] = [1_000_000, 0];
	const leapt = createLeapWatch(
		() => now,
		() => passed,
	);

	it('has not leapt while it goes on as time does, nor when it is put right by a few seconds', () => {
		[now, passed] = [now + DAY, passed + DAY];
		expect(leapt()).toBe(false);
		now += 59_000;
		expect(leapt()).toBe(false);
	});

	it('has leapt by a day forward, and back again, each said once', () => {
		now += DAY;
		expect([leapt(), leapt()]).toEqual([true, false]);
		now -= DAY;
		expect([leapt(), leapt()]).toEqual([true, false]);
	});
});

onBothDatabases('an event that is written while the clock is a day ahead', (open) => {
	it('is delivered once the clock is right again, and so is what was leased then (M7)', async () => {
		const harness = await open();
		const { engine } = harness;
		await listen(harness, 'a', ['clock.breached']);
		harness.now += DAY;
		await engine.transaction((trx) =>
			appendEvents(engine, trx, [anEvent({ id: '1' }), anEvent({ id: '2' })]),
		);
		expect(await claimDeliveries(engine, 'a', 1, 60_000)).toHaveLength(1);
		harness.now -= DAY;
		expect(await claimDeliveries(engine, 'a', 10, 60_000)).toEqual([]);
		await showHidden(engine, 'a');
		const claimed = await claimDeliveries(engine, 'a', 10, 60_000);
		expect(claimed.map(({ event, attempt }) => `${event.id} ${attempt}`).sort()).toEqual(['1 2', '2 1']);
	});

	it('does not hurry a retry or a lease that is as it should be', async () => {
		const harness = await open();
		const { engine } = harness;
		await listen(harness, 'a', ['clock.breached']);
		await engine.transaction((trx) => appendEvents(engine, trx, [anEvent({ id: '1' })]));
		await claimDeliveries(engine, 'a', 1, 60_000);
		await showHidden(engine, 'a');
		expect(await claimDeliveries(engine, 'a', 10, 60_000)).toEqual([]);
	});
});
