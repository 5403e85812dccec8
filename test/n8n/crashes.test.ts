import { openRequests } from '../../engine';
import { poll } from '../../scripts/stage/util/poll';
import { runByHand } from '../../scripts/stage/stage';
import { onStage } from './stage';
import { Witness } from './witness';

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
		await witness.toldBy(api, 'Tell', { node: 'icrmSlaTrigger', events: ['clock.breached'] });
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
		expect(first?.attempt).toBe(1);
		expect(later).toContainEqual({ ...first, attempt: 2 });
		const second = later.find(({ event }) => event !== first?.event);
		expect(second?.attempt).toBe(1);
		expect(witness.calls).toHaveLength(3);
	});
});
