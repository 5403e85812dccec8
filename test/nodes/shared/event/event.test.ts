import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { StoreConfig } from '../../../../engine/store';
import {
	acknowledgeDelivery,
	backoffMs,
	claimDeliveries,
	failDelivery,
	listDeliveries,
	MAX_ATTEMPTS,
	type Delivery,
} from '../../../../engine/timeline';
import { listen, openCompany, type Company } from '../../../support/company';
import { onBothDatabases, type OpenCompany } from '../../../support/harness';
import { nodeType, runChain, runNode, type ChainStep, type NodeRun } from '../../../support/n8n-engine';

/** The same two operations in each node that stands beside a trigger. */
const PAIRS = [
	['icrmRequest', 'icrmSlaTrigger'],
	['icrmEscalation', 'icrmEscalationTrigger'],
	['icrmSurvey', 'icrmSurveyTrigger'],
] as const;
const MARK = { resource: 'event', operation: 'markDone' };
const REPORT = { resource: 'event', operation: 'reportFailed' };

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

const jsonOf = ({ outputs }: NodeRun, output = 0) => (outputs[output] ?? []).map(({ json }) => json);

/** A breach that a workflow has claimed, as its trigger's item tells it. */
async function begin(open: OpenCompany) {
	const company = await openCompany(open);
	await listen(company, 'mine', ['clock.breached']);
	await company.ask();
	await company.at('2026-03-02T11:01Z');
	const delivery = await claim(company);
	if (!delivery) throw new Error('nothing to claim');
	const credentials = credentialsFor(company.config) as never;
	const item = { eventId: delivery.event.id, subscriptionId: 'mine', attempt: 1, title: 'Laptop' };
	return {
		company,
		delivery,
		item,
		credentials,
		run: (parameters: INodeParameters, items: readonly IDataObject[] = [item], type = 'icrmRequest') =>
			runNode({ type, credentials, parameters, items, onError: 'continueErrorOutput' }),
		chain: (trigger: string, steps: readonly ChainStep[], json: IDataObject = item) =>
			runChain({ type: trigger, credentials, item: json }, steps),
		state: async (state: 'open' | 'done' | 'dead') =>
			(await listDeliveries(company.engine, { state, limit: 9 }))
				.filter(({ subscriptionId }) => subscriptionId === 'mine')
				.map(({ attempt, lastError }) => [attempt, lastError]),
	};
}

const claim = async ({ engine }: Company): Promise<Delivery | undefined> =>
	(await claimDeliveries(engine, 'mine', 1, 60_000))[0];

/** A step that fails as 'Send Email' does, and one that gives something else. */
const FAILS: ChainStep = {
	type: 'icrmRequest',
	parameters: { operation: 'get', request: { __rl: true, mode: 'id', value: 'nowhere' } },
	onError: 'continueErrorOutput',
};
const OTHER: ChainStep = {
	type: 'icrmDirectory',
	parameters: { resource: 'department', operation: 'getAll' },
};

onBothDatabases('an event', (open) => {
	it.each(PAIRS)('%s gives the item on, with what was recorded', async (type) => {
		const { credentials, item } = await begin(open);
		const { title: _title, ...event } = item;
		const run = (parameters: INodeParameters) => runNode({ type, credentials, parameters, items: [event] });
		const marked = await run({ ...MARK, step: 'seen', acknowledge: false });
		expect(jsonOf(marked)).toEqual([{ ...event, firstTime: true }]);
		const failed = await run({ ...REPORT, reason: 'The mail server is away' });
		expect(jsonOf(failed)).toEqual([
			{ ...event, failureRecorded: true, deliveryState: 'open', comesAgainAt: expect.any(String) as string },
		]);
	});

	describe('marked as done', () => {
		it('is so the first time and never again; the item goes on', async () => {
			const { item, run, state } = await begin(open);
			const marked = { ...MARK, step: 'mail sent' };
			expect(jsonOf(await run(marked, [item, item]))).toEqual([
				{ ...item, firstTime: true },
				{ ...item, firstTime: false },
			]);
			expect(jsonOf(await run({ ...MARK, step: 'ticket written' }))).toMatchObject([{ firstTime: true }]);
			expect(await state('done')).toEqual([[1, null]]);
		});

		it('stays open where the step does not acknowledge it', async () => {
			const { run, state } = await begin(open);
			await run({ ...MARK, acknowledge: false });
			expect(await state('open')).toEqual([[1, null]]);
		});

		it('without its ids says which field is empty', async () => {
			const { run } = await begin(open);
			const { outputs } = await run({ ...MARK, eventId: '={{ $json.eventId ?? " " }}' }, [{}]);
			expect(outputs[1]?.[0]?.json.error).toBe("'Event ID' is empty");
		});
	});

	describe('reported as failed', () => {
		it('comes again, with the reason; the item goes on', async () => {
			const { company, item, run, state } = await begin(open);
			const failed = { ...item, error: '550 no such mailbox' };
			expect(jsonOf(await run(REPORT, [failed]))).toEqual([
				{
					...failed,
					failureRecorded: true,
					deliveryState: 'open',
					comesAgainAt: expect.stringMatching(/^2\d{3}-.*Z$/),
				},
			]);
			expect(await state('open')).toEqual([[1, '550 no such mailbox']]);
			company.now = Date.now() + backoffMs(1) + 1_000;
			expect(await claim(company)).toMatchObject({ attempt: 2 });
		});

		it.each<[string, IDataObject, string]>([
			['a text', { error: 'no route to host' }, 'no route to host'],
			['an error', { error: { message: 'no route to host', code: 1 } }, 'no route to host'],
			['another object', { error: { code: 1 } }, '{"code":1}'],
			['nothing', {}, 'the workflow reported that it failed'],
		])('takes its reason from %s', async (_what, changes, reason) => {
			const { item, run, state } = await begin(open);
			await run(REPORT, [{ ...item, ...changes }]);
			expect(await state('open')).toEqual([[1, reason]]);
		});

		it('is told so when nothing changed: it was done', async () => {
			const { run, state } = await begin(open);
			await run(MARK);
			expect(jsonOf(await run(REPORT))).toMatchObject([
				{ failureRecorded: false, deliveryState: 'done', comesAgainAt: null },
			]);
			expect(await state('done')).toEqual([[1, null]]);
		});

		it('is a dead letter after the last attempt', async () => {
			const { company, delivery, item, run, state } = await begin(open);
			let last = delivery;
			for (let next: Delivery | undefined = delivery; next; next = await claim(company)) {
				last = next;
				if (next.attempt === MAX_ATTEMPTS) break;
				await failDelivery(company.engine, next, 'no');
				company.now += backoffMs(MAX_ATTEMPTS);
			}
			const reported = await run(REPORT, [{ ...item, attempt: last.attempt, error: '550' }]);
			expect(jsonOf(reported)).toMatchObject([
				{ failureRecorded: true, deliveryState: 'dead', comesAgainAt: null },
			]);
			expect(await state('dead')).toEqual([[MAX_ATTEMPTS, '550']]);
		});

		it('is refused item by item, with what to do, where it cannot be', async () => {
			const { item, run, state } = await begin(open);
			const items = [
				{ ...item, eventId: 'gone' },
				{ ...item, subscriptionId: 'gone' },
				{ ...item, attempt: 7 },
				{ ...item, attempt: 'first' },
				item,
			];
			const reported = await run(REPORT, items);
			const says = (error: string) => ({
				error: expect.stringContaining(error),
				details: expect.stringContaining('item'),
			});
			expect(jsonOf(reported, 1)).toMatchObject([
				says("There is no event 'gone'"),
				says("There is no subscription 'gone'"),
				says('There was no attempt 7'),
				says("'Attempt' is 'first'"),
			]);
			expect(jsonOf(reported)).toMatchObject([{ failureRecorded: true }]);
			expect(await state('open')).toMatchObject([[1, 'the workflow reported that it failed']]);
		});
	});

	describe.each(PAIRS)('in %s, behind the %s', (type, trigger) => {
		it('is reported at the error output of a step, with what the step said', async () => {
			const { chain, state } = await begin(open);
			const report = { type, parameters: REPORT, output: 1 };
			const { error, outputs } = await chain(trigger, [FAILS, report]);
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json).toMatchObject({ title: 'Laptop', failureRecorded: true });
			expect(await state('open')).toEqual([[1, expect.stringContaining("no request 'nowhere'")]]);
		});

		it('is found by itself behind a step that gives something else', async () => {
			const { company, delivery, chain, state } = await begin(open);
			await acknowledgeDelivery(company.engine, delivery);
			const reported = await chain(trigger, [OTHER, { type, parameters: REPORT }]);
			expect(reported.error).toBeUndefined();
			expect(reported.outputs[0]?.[0]?.json).toMatchObject({ failureRecorded: true });
			expect(await state('open')).toHaveLength(1);
			const marked = await chain(trigger, [OTHER, { type, parameters: MARK }]);
			expect(marked.outputs[0]?.[0]?.json).toMatchObject({ firstTime: true });
			expect(await state('done')).toHaveLength(1);
		});

		it('of a test in the editor goes through, and settles nothing', async () => {
			const { item, chain, state } = await begin(open);
			const test = { ...item, eventId: 'example', subscriptionId: 'manual:1', example: true };
			const { outputs } = await chain(trigger, [{ type, parameters: REPORT }], test);
			expect(outputs[0]?.[0]?.json).toMatchObject({ ...test, failureRecorded: false });
			expect(await state('open')).toEqual([[1, null]]);
		});
	});
});

it('has the same operations in each of these nodes, built once', () => {
	const offered = PAIRS.map(([type]) =>
		nodeType(type)
			.description.properties.filter(({ displayOptions }) =>
				displayOptions?.show?.resource?.includes('event'),
			)
			.map((property) => property),
	);
	expect(offered[0]?.length).toBeGreaterThan(5);
	expect(offered[1]).toEqual(offered[0]);
	expect(offered[2]).toEqual(offered[0]);
});
