import { openRequests, unwrap } from '../../../engine';
import { startQueue, type Queue } from '../../../scripts/stage/n8n/queue';
import type { N8nServer } from '../../../scripts/stage/n8n/server';
import { waitForWebhook } from '../../../scripts/stage/n8n/webhook';
import type { Execution } from '../../../scripts/stage/n8n/types';
import { happens, linkIn, mailTo } from '../../../scripts/stage/plays/arrivals';
import { acknowledge, playBreach } from '../../../scripts/stage/plays/escalation';
import { poll } from '../../../scripts/stage/util/poll';
import { silently } from '../../../scripts/stage/util/print';
import { onStage } from '../stage';

const REFUSED =
	/The embedded ICRM store cannot be used while n8n runs in queue mode: each worker would have a file of its own/;
const HEAD = 'jonas.brandt@acme.example';
const DIRECTORY = {
	name: 'People',
	type: 'n8n-nodes-icrm.icrmDirectory',
	parameters: { resource: 'member', operation: 'getAll' },
};

describe('n8n in queue mode, with a worker', () => {
	let queue: Queue;
	let worker: N8nServer;
	const theatre = onStage(async () => {
		queue = await startQueue();
		return { postgres: queue.store, env: queue.env };
	});
	beforeAll(async () => {
		worker = await queue.startWorker();
	});
	afterAll(() => queue?.stop());

	/** A workflow of two nodes at most, without credentials: its ICRM nodes mean the embedded store. */
	async function withoutCredential(
		name: string,
		[first, second]: readonly { readonly name: string; readonly type: string; readonly parameters: object }[],
	): Promise<string> {
		const nodes = [first, second]
			.filter((node) => node !== undefined)
			.map((node, i) => ({ id: `n${i}`, typeVersion: 1, position: [i * 240, 0], ...node }));
		const line = second && { main: [[{ node: second.name, type: 'main', index: 0 }]] };
		const connections = first && line ? { [first.name]: line } : {};
		const settings = { executionOrder: 'v1' };
		return (await theatre.stage.api.createWorkflow({ name, nodes, connections, settings })).id;
	}
	const ended = (workflowId: string) =>
		poll<Execution>(async () => (await theatre.stage.api.executions({ workflowId, includeData: true }))[0], {
			timeoutMs: 60_000,
			what: `an execution of workflow ${workflowId} to end`,
			detail: () => worker.logText().slice(-2_000),
		});
	const ranInWorker = ({ id }: Execution) => worker.logText().includes(`Worker finished execution ${id} `);

	describe('the embedded store is refused in words', () => {
		it('to a trigger, so that its workflow is not published', async () => {
			const id = await withoutCredential('Listens to the embedded store', [
				{
					name: 'Breach',
					type: 'n8n-nodes-icrm.icrmSlaTrigger',
					parameters: { events: ['clock.breached'], filters: {}, options: {} },
				},
			]);
			await expect(theatre.stage.api.publish(id)).rejects.toThrow(REFUSED);
		});

		it('to a workflow that is run by hand, in the main process', async () => {
			const { api } = theatre.stage;
			const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
			const id = await withoutCredential('Asks by hand', [start, DIRECTORY]);
			const execution = await api.waitForExecution(await api.runManually(id, 'Start'), 60_000);
			expect(execution.status).toBe('error');
			expect(execution.data?.resultData.error?.message).toMatch(REFUSED);
		});

		it('to a workflow that a worker runs', async () => {
			const { api, n8n } = theatre.stage;
			const hook = {
				name: 'Called',
				type: 'n8n-nodes-base.webhook',
				parameters: { path: 'icrm-embedded', httpMethod: 'POST' },
				webhookId: 'icrm-embedded',
			};
			const id = await withoutCredential('Asks from outside', [hook, DIRECTORY]);
			await api.publish(id);
			await waitForWebhook(`${n8n.baseUrl}/webhook/icrm-embedded`, { body: {} });
			const execution = await ended(id);
			expect(execution.status).toBe('error');
			expect(execution.data?.resultData.error?.message).toMatch(REFUSED);
			expect(worker.logText()).toContain(`Worker started execution ${execution.id} `);
		});
	});

	it('with PostgreSQL, a breach climbs through a worker, and is acknowledged on the page of the main process', async () => {
		const { stage } = theatre;
		const mail = await playBreach(stage, silently);
		expect(linkIn(mail)).toContain(`${stage.n8n.baseUrl}/webhook/`);
		await acknowledge(mail);
		const workflowId = stage.workflows.get('breach-escalation-mail') ?? '';
		const executions = await poll(
			async () => {
				const all = await stage.api.executions({ workflowId });
				return all.length >= 2 && all.every(ranInWorker) ? all : undefined;
			},
			{ timeoutMs: 30_000, what: 'both levels to have run in the worker', detail: () => worker.logText() },
		);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
	});

	it('a breach while no worker is there is mailed once when one is back', async () => {
		const { stage } = theatre;
		const since = Date.now();
		await worker.stop();
		const title = 'While the worker is away';
		(await openRequests(stage.engine, [{ title, serviceId: 'try-it-out' }])).forEach(unwrap);
		await happens(stage, since, 'escalation.notify', 60_000);
		const aboutIt = () => stage.mail.messages.filter(({ subject }) => subject.includes(title));
		expect(aboutIt()).toEqual([]);
		await worker.start();
		const mail = await mailTo(stage, HEAD, since, `[Escalation 1/3] ${title}`);
		await acknowledge(mail);
		const first = aboutIt().filter(({ subject }) => subject.startsWith('[Escalation 1/'));
		expect(first).toHaveLength(1);
	});

	it('a request is still served after the main process was restarted', async () => {
		const { stage } = theatre;
		await stage.n8n.restart();
		const since = Date.now();
		const title = 'After the restart';
		(await openRequests(stage.engine, [{ title, serviceId: 'try-it-out' }])).forEach(unwrap);
		await mailTo(stage, HEAD, since, `[Escalation 1/3] ${title}`);
	});
});
