import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { StoreConfig } from '../../engine/store';
import {
	acknowledgeDelivery,
	backoffMs,
	claimDeliveries,
	failDelivery,
	MAX_ATTEMPTS,
	type Delivery,
} from '../../engine/timeline';
import { listen, openCompany, type Company } from '../support/company';
import { onBothDatabases, type OpenCompany } from '../support/harness';
import { runNode, type NodeRun } from '../support/n8n-engine';

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

const jsonOf = ({ outputs }: NodeRun, output = 0) => (outputs[output] ?? []).map(({ json }) => json);
const LIST = { resource: 'delivery', operation: 'getAll' };
const RETRY = { resource: 'delivery', operation: 'retry' };
const SUBSCRIPTIONS = { resource: 'subscription', operation: 'getAll' };
const DELETE = { resource: 'subscription', operation: 'delete' };

/** A breach that a workflow has claimed, and the node on its database. */
async function begin(open: OpenCompany) {
	const company = await openCompany(open);
	await listen(company, 'mine', ['clock.breached']);
	await company.ask();
	await company.at('2026-03-02T11:01Z');
	const delivery = await claim(company);
	if (!delivery) throw new Error('nothing to claim');
	const setup = { type: 'icrmAdmin', credentials: credentialsFor(company.config) as never };
	return {
		company,
		delivery,
		item: { eventId: delivery.event.id, subscriptionId: 'mine' },
		run: (parameters: INodeParameters, items: readonly IDataObject[] = [{}], goesOn = false) =>
			runNode({ ...setup, parameters, items, ...(goesOn ? { onError: 'continueErrorOutput' } : {}) }),
	};
}

const claim = async ({ engine }: Company): Promise<Delivery | undefined> =>
	(await claimDeliveries(engine, 'mine', 1, 60_000))[0];

/** Fails the claimed delivery, and every further try. */
async function exhaust(company: Company, first: Delivery): Promise<void> {
	for (let delivery: Delivery | undefined = first; delivery; delivery = await claim(company)) {
		await failDelivery(company.engine, delivery, 'the mail server is down');
		company.now += backoffMs(MAX_ATTEMPTS);
	}
}

onBothDatabases('ICRM Admin', (open) => {
	it('lists the deliveries that are on their way', async () => {
		const { item, run } = await begin(open);
		expect(jsonOf(await run({ ...LIST, state: 'open' }))).toMatchObject([
			{ ...item, state: 'open', eventType: 'clock.breached', attempt: 1, data: { metric: 'firstResponse' } },
		]);
		expect(jsonOf(await run(LIST))).toEqual([]);
	});

	it('lists those that arrived', async () => {
		const { company, delivery, item, run } = await begin(open);
		await acknowledgeDelivery(company.engine, delivery);
		const done = jsonOf(await run({ ...LIST, state: 'done' }));
		expect(done).toContainEqual(expect.objectContaining({ ...item, state: 'done' }));
	});

	it('lists a delivery that was given up, and sends it on its way again', async () => {
		const { company, delivery, item, run } = await begin(open);
		await exhaust(company, delivery);
		expect(jsonOf(await run(LIST))).toMatchObject([
			{ ...item, state: 'dead', attempt: MAX_ATTEMPTS, lastError: 'the mail server is down' },
		]);
		expect(jsonOf(await run(RETRY, [item]))).toEqual([{ ...item, state: 'open' }]);
		expect(jsonOf(await run(LIST))).toEqual([]);
		company.now = Date.now() + 1_000;
		// The next number: n8n would take the first for one that it has run already.
		expect(await claim(company)).toMatchObject({ attempt: MAX_ATTEMPTS + 1, tries: 1 });
		const { error } = await run(RETRY, [item]);
		expect(error?.message).toContain(`There is no dead letter for event '${item.eventId}'`);
		expect(error?.description).toContain('Delivery: Get Many');
	});

	it('retries item by item: one that is not dead does not stop its neighbour', async () => {
		const { company, delivery, item, run } = await begin(open);
		await exhaust(company, delivery);
		const retried = await run(RETRY, [{ ...item, eventId: 'gone' }, item], true);
		expect(jsonOf(retried)).toEqual([{ ...item, state: 'open' }]);
		expect(jsonOf(retried, 1)).toMatchObject([{ error: expect.stringContaining('no dead letter') }]);
	});

	it('lists the subscriptions, and deletes one whose workflow is gone, with what waits for it', async () => {
		const { company, run } = await begin(open);
		const listed = jsonOf(await run(SUBSCRIPTIONS));
		expect(listed).toContainEqual({
			subscriptionId: 'mine',
			label: 'mine',
			eventTypes: ['clock.breached'],
			serviceIds: [],
			departmentIds: [],
			createdAt: '2026-03-02T09:00:00.000Z',
			lastSeenAt: '2026-03-02T09:00:00.000Z',
			listening: false,
			openDeliveries: 1,
			deadLetters: 0,
		});
		expect(jsonOf(await run({ ...SUBSCRIPTIONS, limit: 1 }))).toHaveLength(1);
		company.now = Date.now();
		await listen(company, 'alive', ['clock.breached'], { departmentIds: ['it'], serviceIds: ['laptop'] });
		expect(jsonOf(await run(SUBSCRIPTIONS))).toContainEqual(
			expect.objectContaining({ listening: true, serviceIds: ['laptop'], departmentIds: ['it'] }),
		);
		const items = ['alive', 'mine', 'gone'].map((subscriptionId) => ({ subscriptionId }));
		const deleted = await run(DELETE, items, true);
		expect(jsonOf(deleted)).toEqual([
			{ subscriptionId: 'mine', label: 'mine', deleted: true, withdrawnDeliveries: 1 },
		]);
		expect(jsonOf(deleted, 1)).toMatchObject([
			{
				subscriptionId: 'alive',
				error: expect.stringContaining("'alive' cannot be deleted: its trigger listens"),
			},
			{ subscriptionId: 'gone', error: "There is no subscription 'gone'" },
		]);
		expect(jsonOf(await run({ ...LIST, state: 'done' }))).toContainEqual(
			expect.objectContaining({
				subscriptionId: 'mine',
				lastError: 'withdrawn: its subscription was deleted',
			}),
		);
		expect((await run(DELETE, [{}])).error).toMatchObject({
			message: "'Subscription ID' is empty",
			description: expect.stringContaining("behind 'Subscription: Get Many'"),
		});
	});

	it('says which field is empty, and which state there is not', async () => {
		const { run } = await begin(open);
		const { error } = await run({ ...RETRY, eventId: '={{ $json.eventId ?? " " }}' }, [{}]);
		expect(error?.message).toBe("'Event ID' is empty");
		expect((await run({ ...LIST, state: '={{ "lost" }}' })).error).toMatchObject({
			message: "There is no state 'lost'",
			description: expect.stringContaining("Choose 'dead', 'done' or 'open'"),
		});
	});
});

it('works dragged in, on the embedded store', async () => {
	expect((await runNode({ type: 'icrmAdmin' })).outputs).toEqual([[]]);
});
