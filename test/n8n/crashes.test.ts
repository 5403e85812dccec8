import type { IncomingMessage, ServerResponse } from 'node:http';
import { openRequests } from '../../engine';
import { LocalServer } from '../../scripts/stage/systems/local-server';
import { poll } from '../../scripts/stage/util/poll';
import { runByHand } from '../../scripts/stage/stage';
import { onStage } from './stage';

/** Calls that a workflow made, as `<event> <attempt>`, and whether they are answered. */
class Witness extends LocalServer {
	readonly calls: string[] = [];
	answers = true;

	protected serve(request: IncomingMessage, response: ServerResponse): void {
		const { searchParams } = new URL(request.url ?? '/', this.origin);
		this.calls.push(`${searchParams.get('event')} ${searchParams.get('attempt')}`);
		if (this.answers) response.end('{}');
	}
}

describe('n8n killed with SIGKILL', () => {
	const theatre = onStage();
	const witness = new Witness();
	beforeAll(witness.start);
	afterAll(witness.stop);

	it('while an execution handles an event: the event comes again, as attempt 2; due while it was down: it comes late, once', async () => {
		const { stage } = theatre;
		const { api, n8n, engine } = stage;
		await runByHand(stage, 'load-sample-company', 'Load it');
		for (const id of stage.workflows.values()) await api.unpublish(id).catch(() => {});
		const { id } = await api.createWorkflow({
			name: 'Tell the witness',
			nodes: [
				{
					id: 'a1',
					name: 'Breach',
					type: 'n8n-nodes-icrm.icrmSlaTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: { events: ['clock.breached'], filters: {}, options: {} },
				},
				{
					id: 'a2',
					name: 'Tell',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0],
					parameters: {
						url: `=${witness.origin}/?event={{ encodeURIComponent($json.eventId) }}&attempt={{ $json.attempt }}`,
						options: { timeout: 300_000 },
					},
				},
			],
			connections: { Breach: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
		await api.publish(id);
		const seen = (count: number, what: string) =>
			poll(async () => (witness.calls.length >= count ? witness.calls : undefined), {
				timeoutMs: 120_000,
				what,
				detail: () => n8n.logText().slice(-2_000),
			});

		witness.answers = false;
		await openRequests(engine, [{ title: 'First', serviceId: 'try-it-out' }]);
		await seen(1, 'the first breach to be emitted');
		await n8n.kill();
		witness.answers = true;
		// Falls due while there is no n8n.
		await openRequests(engine, [{ title: 'Second', serviceId: 'try-it-out', openedAt: Date.now() - 9_000 }]);
		await n8n.start();
		await seen(3, 'the second breach, and the first one again when its lease has run out');
		const [first, ...later] = witness.calls;
		expect(first).toMatch(/ 1$/);
		expect(later).toContain(first?.replace(/ 1$/, ' 2'));
		const second = later.find((call) => !call.startsWith(first?.split(' ')[0] ?? ''));
		expect(second).toMatch(/ 1$/);
		expect(witness.calls).toHaveLength(3);
	});
});
