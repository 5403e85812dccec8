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
import { nodeType, runNode, type NodeRun } from '../support/n8n-engine';

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

const jsonOf = ({ outputs }: NodeRun, output = 0) => (outputs[output] ?? []).map(({ json }) => json);
const LIST = { resource: 'delivery', operation: 'getAll' };
const RETRY = { resource: 'delivery', operation: 'retry' };

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

it('offers its only resource as a choice: more are to come, and saved workflows name it already', () => {
	const { properties } = nodeType('icrmAdmin').description;
	expect(properties[0]).toMatchObject({ name: 'resource', options: [{ value: 'delivery' }] });
	const noChoice = nodeType('icrmAgreement').description.properties;
	expect(noChoice.filter(({ name }) => name === 'resource')).toEqual([]);
});
