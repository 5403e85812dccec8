import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalServer } from '../../../scripts/stage/systems/local-server';
import { watchHealth } from './health';

class Healthy extends LocalServer {
	protected serve(_: IncomingMessage, response: ServerResponse): void {
		response.end('{"status":"ok"}');
	}
}

describe('the probe that the stories use', () => {
	const server = new Healthy();
	beforeAll(server.start);
	afterAll(server.stop);

	it('sees a server whose loop is held for three seconds', async () => {
		const watch = watchHealth(server.origin);
		await pause(1_000);
		// The probe has a thread of its own, so that it goes on asking.
		const until = performance.now() + 3_000;
		while (performance.now() < until);
		await pause(500);
		const { longestMs, answered, refused } = await watch.stop();
		expect(longestMs).toBeGreaterThan(1_500);
		expect(answered).toBeGreaterThan(10);
		expect(refused).toEqual([]);
	});

	it('sees one that is there all the time as it is', async () => {
		const watch = watchHealth(server.origin);
		await pause(2_000);
		expect((await watch.stop()).longestMs).toBeLessThan(1_000);
	});

	it('counts a server that is not there as that, and not as silent', async () => {
		const gone = new Healthy();
		await gone.start();
		const { origin } = gone;
		await gone.stop();
		const watch = watchHealth(origin);
		await pause(1_000);
		const { longestMs, answered, refused } = await watch.stop();
		expect({ longestMs, answered }).toEqual({ longestMs: 0, answered: 0 });
		expect(new Set(refused)).toEqual(new Set(['ECONNREFUSED']));
	});
});
