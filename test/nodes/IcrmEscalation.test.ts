import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { importCompany } from '../../engine/directory';
import { getRun, listRuns } from '../../engine/escalation';
import type { StoreConfig } from '../../engine/store';
import { listDeliveries } from '../../engine/timeline';
import { openCompany, type Company } from '../support/company';
import { onBothDatabases, type OpenCompany } from '../support/harness';
import { embeddedEngine, pack, runNode, searchList, type NodeRun } from '../support/n8n-engine';

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

type OnError = 'continueRegularOutput' | 'continueErrorOutput';
type Run = (
	parameters: INodeParameters,
	items?: readonly IDataObject[],
	onError?: OnError,
) => Promise<NodeRun>;

/** A company, and the node on its database. */
async function begin(open: OpenCompany): Promise<{ company: Company; run: Run }> {
	const company = await openCompany(open);
	const setup = { type: 'icrmEscalation', credentials: credentialsFor(company.config) as never };
	const run: Run = (parameters, items = [{}], onError) =>
		runNode({ ...setup, parameters, items, ...(onError ? { onError } : {}) });
	return { company, run };
}

const words = ({ error }: NodeRun) => `${error?.message} ${error?.description ?? ''}`;
const jsonOf = ({ outputs }: NodeRun, output = 0) => (outputs[output] ?? []).map(({ json }) => json);
const locator = (value: string) => ({ __rl: true, mode: 'list', value });

const SAVE = { resource: 'policy', operation: 'upsert' };
const AS_JSON = { ...SAVE, specify: 'json' };
const GOOD = { id: 'p1', levels: [{ targets: [{ kind: 'assignee' }] }] };

async function overdue(company: Company): Promise<string> {
	const { requestId } = await company.ask();
	await company.at('2026-03-02T11:01Z');
	return (await listRuns(company.engine, { requestId, limit: 1 }))[0]?.runId ?? '';
}

onBothDatabases('ICRM Escalation', (open) => {
	describe('a policy', () => {
		it('says that no workflow sends its notifications, while none does', async () => {
			const { run, company } = await begin(open);
			const listens = (types: string) =>
				company.engine.transaction(async (trx) => {
					await trx.updateTable('subscription').set({ types, seen_at: Date.now() }).execute();
				});
			await listens('["escalation.notify"]');
			expect((await run({ ...AS_JSON, json: JSON.stringify(GOOD) })).hints).toEqual([]);
			await listens('["escalation.stopped"]');
			expect((await run({ ...AS_JSON, json: JSON.stringify(GOOD) })).hints).toEqual([
				expect.stringContaining("No published workflow listens to 'Notification Due'"),
			]);
		});

		it('is refused where it could never notify anybody', async () => {
			const { run, company } = await begin(open);
			await importCompany(company.engine, {
				departments: [{ id: 'archive', name: 'Archive' }],
				members: [
					{ id: 'gone', name: 'Gone', email: 'gone@acme.example', departmentId: 'archive', active: false },
				],
			});
			const nobody = [
				[{ targets: [{ kind: 'member', memberId: 'gone' }] }],
				[{ targets: [{ kind: 'departmentHead', departmentId: 'archive' }] }],
			];
			for (const levels of nobody) {
				const refused = await run({ ...AS_JSON, json: JSON.stringify({ ...GOOD, levels }) });
				expect(words(refused)).toMatch(/This policy could never notify anybody.*'Owner'/);
				const owned = await run({ ...AS_JSON, json: JSON.stringify({ ...GOOD, levels, ownerId: 'carla' }) });
				expect(jsonOf(owned)).toMatchObject([{ id: 'p1' }]);
			}
			const mixed = [...(nobody[0] ?? []), { targets: [{ kind: 'assignee' }] }];
			expect(
				jsonOf(await run({ ...AS_JSON, json: JSON.stringify({ ...GOOD, levels: mixed }) })),
			).toHaveLength(1);
		});

		it('is saved from rows that name one person each, and read again', async () => {
			const { run } = await begin(open);
			const saved = await run({
				...SAVE,
				id: 'it-default',
				name: 'IT, up the line',
				repeat: 1,
				repeatAfter: '2 working hours',
				exhaustedAfter: '90 elapsed min',
				acknowledgedFor: '2 working days',
				waitingNoticeAfter: '3 working days',
				owner: locator('carla'),
				calendar: locator('office'),
				levels: {
					rows: [
						{ delay: '0 min', countedIn: 'auto', target: 'assignee' },
						{ delay: '30 min', countedIn: 'elapsed', target: 'member', member: locator('tom') },
						{
							delay: '1 calendar day',
							countedIn: 'auto',
							target: 'departmentHead',
							department: locator('it'),
						},
						{ delay: '2h', countedIn: 'auto', target: 'departmentHead', department: locator('') },
						{ delay: '1 h', countedIn: 'working', target: 'manager', again: true },
					],
				},
			});
			const policy = {
				id: 'it-default',
				name: 'IT, up the line',
				version: 1,
				repeat: 1,
				repeatAfter: '2 h',
				exhaustedAfter: '1 elapsed h 30 min',
				ownerId: 'carla',
				acknowledgedFor: '2 working days',
				waitingNoticeAfter: '3 working days',
				calendarId: 'office',
				levels: [
					{ delay: '0 min', countedIn: 'working', targets: [{ kind: 'assignee' }] },
					{ delay: '30 min', countedIn: 'elapsed', targets: [{ kind: 'member', memberId: 'tom' }] },
					{ delay: '24 h', countedIn: 'elapsed', targets: [{ kind: 'departmentHead', departmentId: 'it' }] },
					{ delay: '2 h', countedIn: 'working', targets: [{ kind: 'departmentHead' }] },
					{ delay: '1 h', countedIn: 'working', targets: [{ kind: 'manager' }], again: true },
				],
			};
			expect(jsonOf(saved)).toEqual([{ ...policy, change: 'created' }]);
			const get = { resource: 'policy', operation: 'get', policy: locator('it-default') };
			expect(jsonOf(await run(get))).toEqual([policy]);
			const list = { resource: 'policy', operation: 'getAll', filters: { text: 'UP THE' } };
			expect(jsonOf(await run(list)).map(({ id }) => id)).toEqual(['it-default', 'climb']);
			expect(jsonOf(await run({ ...list, limit: 1 }))).toHaveLength(1);
			// What it gives can be given back.
			expect(jsonOf(await run(AS_JSON, [policy]))).toEqual([{ ...policy, change: 'unchanged' }]);
		});

		it('as it is dragged in tells the assignee, and half an hour later the manager', async () => {
			const { run } = await begin(open);
			const [policy] = jsonOf(await run({ ...SAVE, id: 'dragged' }));
			expect(policy?.levels).toMatchObject([
				{ delay: '0 min', targets: [{ kind: 'assignee' }] },
				{ delay: '30 min', targets: [{ kind: 'manager' }] },
			]);
		});

		it.each<[string, INodeParameters, IDataObject, string, string]>([
			[
				'no levels',
				{ ...SAVE, id: 'p', levels: { rows: [] } },
				{},
				"'Levels' is empty",
				"Click 'Add Level', and say who is notified first.",
			],
			['no levels in JSON', AS_JSON, { id: 'p', levels: [] }, 'A policy needs at least one level', 'levels'],
			[
				'an unknown member',
				AS_JSON,
				{ ...GOOD, levels: [{ targets: [{ kind: 'member', memberId: 'nobody' }] }] },
				"There is no member 'nobody'",
				"Look at 'levels[0].targets[0].memberId'. Choose one from the list (rosa, tom, carla, hanna), or add it first with ICRM Directory, 'Member: Create or Update'.",
			],
			[
				'no member chosen',
				{ ...SAVE, id: 'p', levels: { rows: [{ delay: '1h', target: 'member', member: locator('') }] } },
				{},
				"'Member' in row 1 of 'Levels' (\"\") is empty",
				'Write for example "E-1042".',
			],
			[
				'a delay that cannot be read',
				{ ...SAVE, id: 'p', levels: { rows: [{ delay: 'soon', target: 'assignee' }] } },
				{},
				'"soon" cannot be read as a duration.',
				"Look at 'Delay' in row 1 of 'Levels'. Write for example \"4h\"",
			],
			[
				'a negative repeat',
				{ ...SAVE, id: 'p', repeat: -1 },
				{},
				"The escalation policy's 'Repeat' (-1) is too small",
				'Give a whole number from 0 to 20.',
			],
			[
				'a repeat without time between',
				{ ...SAVE, id: 'p', repeat: 2 },
				{},
				'The levels are repeated, and nothing says how long after the last one',
				"Look at 'Repeat After'. Say it in 'Repeat After', for example '2 working hours', or set 'Repeat' to 0.",
			],
			['no JSON', { ...AS_JSON, json: '{"id": ' }, {}, "'JSON' cannot be read as JSON", 'Correct it there'],
		])(
			'with %s is refused, with the field, the value and what to do',
			async (_what, parameters, json, message, hint) => {
				const { company, run } = await begin(open);
				const { error } = await run(parameters, [json]);
				expect(error?.message).toContain(message);
				expect(error?.description).toContain(hint);
				expect(error?.context.itemIndex).toBe(0);
				expect(jsonOf(await run({ resource: 'policy', operation: 'getAll' }))).toHaveLength(1);
				expect(company.log).toEqual([]);
			},
		);

		describe('at fault among good ones', () => {
			const bad = { id: 'p2', levels: [{ delay: 'soon', targets: [{ kind: 'assignee' }] }] };
			const items = [GOOD, bad, { ...GOOD, id: 'p3' }];

			it('stops the run, names the item, and says what became of the others', async () => {
				const { run } = await begin(open);
				const { error } = await run(AS_JSON, items);
				expect(error?.context.itemIndex).toBe(1);
				expect(error?.description).toContain('2 of 3 items went through and stay as they are');
			});

			it('is one item of the regular output where the node continues', async () => {
				const { run } = await begin(open);
				const run3 = await run(AS_JSON, items, 'continueRegularOutput');
				expect(jsonOf(run3)).toMatchObject([
					{ id: 'p1', change: 'created' },
					{ id: 'p2', error: '"soon" cannot be read as a duration.' },
					{ id: 'p3', change: 'created' },
				]);
				expect(run3.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
					{ item: 0 },
					{ item: 1 },
					{ item: 2 },
				]);
			});

			it('goes to the error output where there is one', async () => {
				const { run } = await begin(open);
				const run3 = await run(AS_JSON, items, 'continueErrorOutput');
				expect(jsonOf(run3).map(({ id }) => id)).toEqual(['p1', 'p3']);
				expect(jsonOf(run3, 1)).toMatchObject([{ id: 'p2', error: '"soon" cannot be read as a duration.' }]);
			});
		});
	});

	describe('the preview', () => {
		const PREVIEW = {
			resource: 'policy',
			operation: 'preview',
			policy: locator('climb'),
			department: locator('it'),
			assignee: locator('tom'),
			from: '2026-03-02T16:45',
		};

		it('tells step by step who would be told, when and why, and tells nobody', async () => {
			const { company, run } = await begin(open);
			const steps = jsonOf(await run(PREVIEW));
			expect(steps.map(({ pass, level, at, who }) => ({ pass, level, at, who }))).toEqual([
				{ pass: 1, level: 1, at: '2026-03-02T16:45:00.000Z', who: 'Tom' },
				// The office closes at 17:00 and opens at 09:00.
				{ pass: 1, level: 2, at: '2026-03-03T09:15:00.000Z', who: 'Hanna' },
				{ pass: 1, level: 3, at: '2026-03-03T10:15:00.000Z', who: 'Carla' },
			]);
			expect(steps[1]).toMatchObject({
				policyId: 'climb',
				why: 'You are notified because you are the manager of Tom.',
				told: [{ memberId: 'hanna', email: 'hanna@acme.example' }],
			});
			expect(await listDeliveries(company.engine, { state: 'open', limit: 9 })).toEqual([]);
		});

		it('begins now where no instant is given, and needs no assignee', async () => {
			const { run } = await begin(open);
			const { assignee: _assignee, from: _from, ...parameters } = PREVIEW;
			const before = Date.now();
			const [first] = jsonOf(await run(parameters));
			expect(first?.who).toBe('Hanna');
			expect(Date.parse(String(first?.at))).toBeGreaterThanOrEqual(before);
		});

		it.each([
			['an unknown policy', { policy: locator('none') }, "There is no escalation policy 'none'"],
			['an unknown department', { department: locator('none') }, "'none'"],
			['an unknown assignee', { assignee: locator('none') }, "'none'"],
			[
				'a department without calendar',
				{ department: locator('hr') },
				'counts in the calendar of the agreement',
			],
			['an instant that is none', { from: 'tomorrow' }, "'tomorrow' is not a date and time"],
		])('refuses %s', async (_what, changes, message) => {
			const { run } = await begin(open);
			const { error } = await run({ ...PREVIEW, ...changes });
			expect(error?.message).toContain(message);
			expect(error?.description).not.toBe('');
		});
	});

	describe('a run', () => {
		const ACKNOWLEDGE = { resource: 'run', operation: 'acknowledge', by: locator('tom') };

		it('is acknowledged once; a second time changes nothing', async () => {
			const { company, run } = await begin(open);
			const runId = await overdue(company);
			const [first] = jsonOf(await run(ACKNOWLEDGE, [{ runId }]));
			expect(first).toMatchObject({ runId, state: 'acknowledged', acknowledgedBy: 'tom', changed: true });
			const byHanna = { ...ACKNOWLEDGE, by: locator('hanna') };
			expect(jsonOf(await run(byHanna, [{ runId }]))).toMatchObject([
				{ acknowledgedBy: 'tom', changed: false },
			]);
			expect(await getRun(company.engine, runId)).toMatchObject({ state: 'acknowledged' });
		});

		it('can be taken on by somebody outside the directory', async () => {
			const { company, run } = await begin(open);
			const runId = await overdue(company);
			const by = { __rl: true, mode: 'id', value: 'The help desk' };
			expect(jsonOf(await run({ ...ACKNOWLEDGE, by }, [{ runId }]))).toMatchObject([
				{ acknowledgedBy: 'The help desk' },
			]);
		});

		it('that does not exist is its item’s own fault', async () => {
			const { company, run } = await begin(open);
			const runId = await overdue(company);
			const items = [{ runId: 'none' }, { runId }];
			const both = await run(ACKNOWLEDGE, items, 'continueErrorOutput');
			expect(jsonOf(both)).toMatchObject([{ runId, changed: true }]);
			expect(jsonOf(both, 1)).toMatchObject([
				{ error: "There is no escalation run 'none'", details: expect.stringContaining('Run: Get Many') },
			]);
		});

		it('is shown short or whole, and found by request and state', async () => {
			const { company, run } = await begin(open);
			const runId = await overdue(company);
			const { requestId } = await getRun(company.engine, runId);
			const [short] = jsonOf(await run({ resource: 'run', operation: 'get' }, [{ runId }]));
			expect(short).toMatchObject({
				runId,
				title: 'Laptop for the new colleague',
				state: 'active',
				level: 2,
			});
			expect(Object.keys(short ?? {}).length).toBeLessThanOrEqual(10);
			const [whole] = jsonOf(await run({ resource: 'run', operation: 'get', simplify: false }, [{ runId }]));
			expect(whole?.notifications).toMatchObject([
				{ memberId: 'tom', level: 1, at: '2026-03-02T11:00:00.001Z' },
			]);
			const found = async (filters: IDataObject) =>
				jsonOf(await run({ resource: 'run', operation: 'getAll', filters } as INodeParameters));
			expect(
				await found({ request: locator(String(requestId)), states: ['active', 'exhausted'] }),
			).toHaveLength(1);
			expect(await found({ states: ['stopped'] })).toEqual([]);
			expect(await found({ request: locator('none') })).toEqual([]);
			expect(await found({})).toHaveLength(1);
		});
	});
});

it('works dragged in, on the embedded store; its lists offer what there is', async () => {
	const saved = await runNode({ type: 'icrmEscalation', parameters: { ...SAVE, id: 'first' } });
	expect(jsonOf(saved)).toMatchObject([{ id: 'first', change: 'created' }]);
	expect(await pack().listPolicies(await embeddedEngine(), { limit: 9 })).toHaveLength(1);
	const { results } = await searchList({ type: 'icrmEscalation', method: 'searchPolicies', filter: 'fir' });
	expect(results).toEqual([{ name: 'first', value: 'first' }]);
});
