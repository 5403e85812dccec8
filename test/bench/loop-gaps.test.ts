import { setTimeout as sleep } from 'node:timers/promises';
import { waitAt, watchLoop } from '../../bench/loop-gaps/probe';

test('a loop that was held is seen, however seldom its timer came in between', async () => {
	const stop = watchLoop();
	await sleep(5);
	const until = performance.now() + 200;
	while (performance.now() < until);
	await sleep(5);
	const { longestMs, p999Ms } = stop();
	expect(longestMs).toBeGreaterThanOrEqual(200);
	expect(p999Ms).toBeGreaterThan(180);
});

test('a gap counts as often as somebody could have come in it', () => {
	const short = Array.from({ length: 900 }, () => 1);
	// 1,000 ms in all: those who come in the first 1 ms of the long gap are one in a thousand, and wait for longer than 99 ms.
	expect(waitAt([...short, 100], 0.999)).toBeCloseTo(99, 0);
	expect(waitAt([...short, 100], 0.85)).toBeLessThan(1);
	expect(waitAt(short, 0.999)).toBeLessThanOrEqual(1);
});
