import axios from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import { editNodes, withParameters } from '../../../scripts/stage/n8n/edit-workflow';
import { RECOMMENDED, startQueue, type Queue } from '../../../scripts/stage/n8n/queue';
import type { N8nServer } from '../../../scripts/stage/n8n/server';
import { linkIn } from '../../../scripts/stage/plays/arrivals';
import { acknowledge, noFurtherLevelIsNotified, playBreach } from '../../../scripts/stage/plays/escalation';
import { tellFigure } from '../../../scripts/stage/util/figures';
import { silently } from '../../../scripts/stage/util/print';
import { onStage } from '../stage';
import { expectNoSilence, watchHealth } from './health';
import { brew, titlesOf, untilCalm, untilMailed } from './storm';

const ESCALATION = 'breach-escalation-mail';
/** So many are mailed before something breaks: the others are under way, or wait. */
const BEFORE = 10;
const REDIS_AWAY_MS = 20_000;

describe('n8n in queue mode: main, two workers, a webhook processor', () => {
	let queue: Queue;
	let worker: N8nServer;
	const theatre = onStage(async () => {
		queue = await startQueue({ webhookProcessor: true, env: RECOMMENDED });
		return { postgres: queue.store, env: queue.env };
	});
	beforeAll(async () => {
		[worker] = await Promise.all([queue.startWorker(), queue.startWorker(), queue.startWebhookProcessor()]);
	});
	afterAll(() => queue?.stop());

	it('the page of a mail is served by the webhook processor, and what is done there stops the escalation', async () => {
		const { stage } = theatre;
		const since = Date.now();
		const mail = await playBreach(stage, silently);
		const { origin, pathname, search } = new URL(linkIn(mail));
		expect(origin).toBe(stage.publicUrl);
		expect(origin).not.toBe(stage.n8n.baseUrl);
		// Main answers with its editor, as it does to any address that it does not know.
		const atMain = await axios.get<string>(`${stage.n8n.baseUrl}${pathname}${search}`, { proxy: false });
		expect(atMain.data).not.toContain('name="nonce"');
		await acknowledge(mail);
		await noFurtherLevelIsNotified(stage, since);
	});

	it('a worker is killed in the middle of executions: every mail arrives', async () => {
		const { stage } = theatre;
		const titles = titlesOf('Worker gone', 40);
		stage.mail.takesMs = 500;
		await brew(stage, titles);
		const health = watchHealth(stage.n8n.baseUrl);
		await untilMailed(stage, titles, BEFORE);
		await worker.kill();
		const killedAt = Date.now();
		const duplicates = await untilCalm(stage, titles, 300_000);
		tellFigure('worker-killed-duplicates', duplicates, 'mails');
		tellFigure('worker-killed-calm-again', (Date.now() - killedAt) / 1000, 's');
		expect(duplicates).toBeLessThanOrEqual(5);
		expectNoSilence('worker-killed', [await health.stop()]);
		await worker.start();
	}, 600_000);

	it('Redis is gone for twenty seconds, and empty when it is back: every mail arrives', async () => {
		const { stage } = theatre;
		const workflowId = stage.workflows.get(ESCALATION) ?? '';
		// Otherwise an execution of which main never hears anything keeps its event for longer than a test can wait.
		await editNodes(stage.api, workflowId, {
			'Someone must be notified': withParameters({ options: { longestLifeMinutes: 1 } }),
		});
		await stage.api.publish(workflowId);
		const titles = titlesOf('Redis gone', 40);
		stage.mail.takesMs = 500;
		await brew(stage, titles);
		const health = watchHealth(stage.n8n.baseUrl);
		await untilMailed(stage, titles, BEFORE);
		await queue.redis.stop();
		await pause(REDIS_AWAY_MS);
		await queue.redis.start();
		const backAt = Date.now();
		const duplicates = await untilCalm(stage, titles, 400_000);
		tellFigure('redis-gone-duplicates', duplicates, 'mails');
		tellFigure('redis-gone-calm-again', (Date.now() - backAt) / 1000, 's');
		expectNoSilence('redis-gone', [await health.stop()]);
	}, 600_000);
});
