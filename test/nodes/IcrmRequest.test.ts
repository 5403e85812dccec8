import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { freePorts } from '../../scripts/stage/util/free-ports';
import { onBothDatabases } from '../support/harness';
import { embeddedEngine, runNode, searchList, type NodeRun } from '../support/n8n-engine';
import { MANY_ITEMS } from '../support/thorough';

import { OPEN, companyOn, first, setUp } from './request-company';

const refs = (items: NodeRun['outputs'][number] | undefined) => items?.map(({ json }) => json.externalRef);

onBothDatabases('ICRM Request', (openDatabase) => {
	it('opens hundreds of items in one run, each paired with its item, and again changes nothing', async () => {
		const { run } = await companyOn(openDatabase);
		const items = Array.from({ length: MANY_ITEMS }, (_, n) => ({ ref: `T-${n}` }));
		const { outputs } = await run(OPEN, items);
		expect(outputs[0]).toHaveLength(MANY_ITEMS);
		outputs[0]?.forEach(({ json, pairedItem }, item) => {
			expect(pairedItem).toEqual({ item });
			expect(json).toMatchObject({ externalRef: `T-${item}`, created: true, firstResponseState: 'running' });
		});
		const again = await run(OPEN, items);
		expect(again.outputs[0]?.map(({ json }) => json)).toEqual(
			outputs[0]?.map(({ json }) => ({ ...json, created: false })),
		);
		const all = await run({ operation: 'getAll', returnAll: true });
		expect(new Set(refs(all.outputs[0])).size).toBe(MANY_ITEMS);
		expect(all.outputs[0]).toHaveLength(MANY_ITEMS);
	});

	it('tells what is due when, at the top; raw has the rest', async () => {
		const { run } = await companyOn(openDatabase);
		const openedAt = new Date(Date.now() - 3_600_000).toISOString();
		const after = (hours: number) => new Date(Date.parse(openedAt) + hours * 3_600_000).toISOString();
		const opened = first(await run(OPEN, [{ ref: 'T-1', openedAt }]));
		expect(Object.keys(opened)).toEqual([
			...['requestId', 'externalRef', 'externalUrl', 'title', 'description'],
			...['status', 'priority', 'departmentName', 'assigneeName'],
			...['firstResponseState', 'firstResponseDueAt', 'resolutionState', 'resolutionDueAt', 'created'],
		]);
		expect(opened).toMatchObject({
			firstResponseDueAt: after(2),
			resolutionDueAt: after(8),
			departmentName: 'IT',
			assigneeName: null,
		});
		const raw = first(await run({ operation: 'get', request: 'T-1', simplify: false }));
		expect(raw).toMatchObject({
			requesterEmail: 'rosa@acme.example',
			customerDepartmentId: 'hr',
			openedAt,
			firstResponseRemainingSeconds: expect.any(Number),
			clocks: [{ metric: 'firstResponse' }, { metric: 'resolution' }],
		});
	});

	describe('one faulty item among good ones', () => {
		const FAULTS = [
			{
				fault: 'an unknown service',
				item: { service: 'lapdog' },
				message: "There is no service 'lapdog'",
				details:
					"Look at 'Service'. Did you mean 'laptop'? Choose one from the list (laptop, desk), or add it first with ICRM Directory, 'Service: Create or Update'.",
			},
			{
				fault: 'an unknown requester',
				item: { requester: 'nobody@acme.example' },
				message: "There is no member 'nobody@acme.example'",
				details: expect.stringMatching(
					/^Look at 'Requester'\. Choose one from the list \(rosa, tom\), or add it first/,
				),
			},
			{
				fault: 'a date nobody can read',
				item: { openedAt: 'next blue moon' },
				message: "'next blue moon' is not a date and time",
				details: expect.stringMatching(/^Look at 'Opened At'\. Give it like 2026-07-03T10:00/),
			},
			{
				fault: 'a priority that is none',
				item: { priority: 'asap' },
				message: "The request's 'Priority' (\"asap\") is not one of the choices",
				details: expect.stringContaining('Choose one of: urgent, high, normal, low.'),
			},
			{
				fault: 'no title',
				item: { title: ' ' },
				message: "'Title' is empty",
				details: "Fill in 'Title', or check that its expression gives a value for this item.",
			},
		];
		const among = (faulty: IDataObject) => [{ ref: 'A' }, { ref: 'B', ...faulty }, { ref: 'C' }];

		it.each(FAULTS)('$fault: an item with the error goes on', async ({ item, message, details }) => {
			const { run } = await companyOn(openDatabase);
			const { outputs, error } = await run(OPEN, among(item), 'continueRegularOutput');
			expect(error).toBeUndefined();
			expect(outputs[0]?.map(({ json, pairedItem }) => [json.externalRef ?? json.ref, pairedItem])).toEqual([
				['A', { item: 0 }],
				['B', { item: 1 }],
				['C', { item: 2 }],
			]);
			expect(outputs[0]?.[1]?.json).toEqual({ ref: 'B', ...item, error: message, details });
			expect(refs((await run({ operation: 'getAll' })).outputs[0])?.sort()).toEqual(['A', 'C']);
		});

		it.each(FAULTS)('$fault: goes to the error output', async ({ item, message, details }) => {
			const { run } = await companyOn(openDatabase);
			const { outputs } = await run(OPEN, among(item), 'continueErrorOutput');
			expect(refs(outputs[0])).toEqual(['A', 'C']);
			expect(outputs[1]?.map(({ json }) => json)).toEqual([{ ref: 'B', ...item, error: message, details }]);
		});

		it.each(FAULTS)('$fault: stops the run', async ({ item, message, details }) => {
			const { run } = await companyOn(openDatabase);
			const { error } = await run(OPEN, among(item));
			expect(error?.message).toBe(message);
			expect(error?.description).toEqual(
				typeof details === 'string' ? expect.stringContaining(details) : expect.any(String),
			);
			expect(error?.context.itemIndex).toBe(1);
			const left = refs((await run({ operation: 'getAll' })).outputs[0]);
			expect(left).not.toContain('B');
			expect(error?.description).toContain(
				left?.length === 0 ? 'Nothing was written for any item.' : '2 of 3 items went through',
			);
		});

		it('an event before the opening', async () => {
			const { run } = await companyOn(openDatabase);
			await run(OPEN, [{ ref: 'A' }, { ref: 'B' }, { ref: 'C' }]);
			const respond = {
				operation: 'respond',
				request: '={{ $json.ref }}',
				options: { when: '={{ $json.when }}' },
			};
			const { outputs } = await run(
				respond,
				[{ ref: 'A' }, { ref: 'B', when: '2020-01-01T09:00' }, { ref: 'C' }],
				'continueErrorOutput',
			);
			expect(outputs[0]?.map(({ json }) => [json.externalRef, json.firstResponseState])).toEqual([
				['A', 'met'],
				['C', 'met'],
			]);
			expect(outputs[1]?.[0]?.json).toMatchObject({
				ref: 'B',
				error: expect.stringMatching(
					/^'responded' at 2020-01-01T09:00:00.000Z is before the request was opened, at /,
				),
				details:
					"Look at 'When'. Give an instant after the opening, or leave the time out to use the present.",
			});
			expect(first(await run({ operation: 'get', request: 'B' })).firstResponseState).toBe('running');
		});
	});

	it('lives through a whole life', async () => {
		const { run } = await companyOn(openDatabase);
		const say = async (operation: string, parameters: INodeParameters = {}) =>
			first(await run({ operation, request: { __rl: true, mode: 'id', value: 'T-1' }, ...parameters }));
		first(await run(OPEN, [{ ref: 'T-1' }]));

		expect(await say('assign', { assignee: 'tom@acme.example' })).toMatchObject({
			changed: true,
			assigneeName: 'Tom',
		});
		const corrections = { title: 'A laptop', requester: 'tom', customerDepartment: 'hr' };
		expect(await say('correct', { corrections, simplify: false })).toMatchObject({
			title: 'A laptop',
			serviceId: 'laptop',
			requesterId: 'tom',
			customerDepartmentId: 'hr',
		});
		const elsewhere = { corrections: { service: 'dessk' }, request: 'T-1' };
		expect((await run({ operation: 'correct', ...elsewhere })).error).toMatchObject({
			message: "There is no service 'dessk'",
			description: expect.stringContaining("Look at 'Service'. Did you mean 'desk'?"),
		});
		expect((await run({ operation: 'correct', request: 'T-1' })).error?.description).toContain(
			"Look at 'Corrections'. Give a title, a description, a ticket URL, a service, a requester or a customer department.",
		);
		expect(await say('update', { note: 'Ordered' })).toMatchObject({ changed: true, status: 'open' });
		expect(await say('respond', { note: 'We are on it' })).toMatchObject({
			firstResponseState: 'met',
			resolutionState: 'running',
		});
		expect(await say('pause', { reason: 'Waiting for the customer' })).toMatchObject({
			status: 'paused',
			resolutionState: 'paused',
			resolutionDueAt: null,
		});
		expect(await say('pause')).toMatchObject({ status: 'paused', changed: false });
		expect(await say('resume')).toMatchObject({ status: 'open', resolutionState: 'running' });
		const normal = await say('get');
		const urgent = await say('changePriority', { priority: 'urgent' });
		expect(urgent).toMatchObject({ priority: 'urgent', changed: true });
		expect(Date.parse(String(urgent.resolutionDueAt))).toBe(
			Date.parse(String(normal.resolutionDueAt)) - 4 * 3_600_000,
		);
		expect(
			await say('handOff', { toDepartment: 'hr', assignee: 'rosa', note: 'Yours', simplify: false }),
		).toMatchObject({ departmentId: 'hr', assigneeId: 'rosa' });
		expect(await say('resolve', { note: 'Here it is' })).toMatchObject({
			status: 'resolved',
			resolutionState: 'met',
		});
		expect(await say('reopen', { reason: 'No docking station' })).toMatchObject({
			status: 'open',
			resolutionState: 'running',
		});
		expect(await say('unassign')).toMatchObject({ changed: true, assigneeName: null });
		expect(await say('waive', { metric: 'resolution', reason: 'Strike', approvedBy: 'tom' })).toMatchObject({
			resolutionState: 'waived',
		});
		expect(await say('cancel', { reason: 'Opened twice' })).toMatchObject({ status: 'cancelled' });

		const why = await say('explain');
		expect(why).toMatchObject({
			externalRef: 'T-1',
			hops: [
				{ departmentId: 'it' },
				{ departmentId: 'hr', parts: [{ assigneeId: 'rosa' }] },
				{ departmentId: 'hr', parts: [{ assigneeId: 'rosa' }, { state: 'unowned', assigneeId: null }] },
			],
			facts: [
				...[
					{ kind: 'opened' },
					{ kind: 'assigned' },
					{ kind: 'corrected' },
					{ kind: 'updated', note: 'Ordered' },
				],
				...[{ kind: 'responded' }, { kind: 'paused' }, { kind: 'resumed' }, { kind: 'priorityChanged' }],
				...[{ kind: 'handedOff' }, { kind: 'resolved' }, { kind: 'reopened' }, { kind: 'unassigned' }],
				{ kind: 'waived' },
				{ kind: 'cancelled', reason: 'Opened twice' },
			],
		});
		const clocks = why.clocks as { metric: string; segments: { kind: string; from: string; to: string }[] }[];
		for (const { segments } of clocks)
			segments.slice(1).forEach((segment, n) => expect(segment.from).toBe(segments[n]?.to));

		const refused = await run({ operation: 'reopen', request: 'T-1' });
		expect(refused.error).toMatchObject({
			message: "Request 'A laptop' is cancelled: it cannot be reopened",
			description: "Look at 'Request'. A cancelled request stays so. Open a new one.",
		});
	});

	it('takes the same source reference once, and the time of the workflow', async () => {
		const { run } = await companyOn(openDatabase);
		await run(OPEN, [{ ref: 'T-1', openedAt: '2026-01-05T09:00' }]);
		const respond = {
			operation: 'respond',
			request: 'T-1',
			options: { when: '2026-01-05T10:00', sourceRef: 'comment-1', source: 'redmine', actor: 'tom' },
		};
		expect(first(await run(respond))).toMatchObject({ changed: true, firstResponseState: 'met' });
		expect(first(await run(respond))).toMatchObject({ changed: false });
		const { facts } = first(await run({ operation: 'explain', request: 'T-1' })) as { facts: IDataObject[] };
		expect(facts.slice(1)).toEqual([
			{
				kind: 'responded',
				at: '2026-01-05T10:00:00.000Z',
				sourceRef: 'comment-1',
				source: 'redmine',
				actor: 'tom',
			},
		]);
	});

	it('lists what the filters leave', async () => {
		const { run } = await companyOn(openDatabase);
		await run(OPEN, [
			{ ref: 'T-1', title: 'Big laptop' },
			{ ref: 'T-2', service: 'desk', title: 'Standing desk' },
			{ ref: 'T-3', title: 'Small laptop' },
		]);
		await run({ operation: 'handOff', request: 'T-3', toDepartment: 'hr' });
		await run({ operation: 'pause', request: 'T-3' });
		const list = async (filters: INodeParameters, more: INodeParameters = {}) =>
			refs((await run({ operation: 'getAll', filters, ...more })).outputs[0])?.sort();
		expect(await list({})).toEqual(['T-1', 'T-2', 'T-3']);
		expect(await list({ text: 'LAPTOP' })).toEqual(['T-1', 'T-3']);
		expect(await list({ text: 't-2' })).toEqual(['T-2']);
		expect(await list({ status: ['paused', 'resolved'] })).toEqual(['T-3']);
		expect(await list({ service: { __rl: true, mode: 'list', value: 'desk' } })).toEqual(['T-2']);
		expect(await list({ department: 'hr' })).toEqual(['T-3']);
		expect(await list({ clockState: ['running'] })).toEqual(['T-1']);
		expect(await list({}, { limit: 2 })).toHaveLength(2);
		const { error } = await run({ operation: 'getAll', filters: { status: '={{ ["closed"] }}' } });
		expect(error?.message).toBe("'closed' is not one of the choices");
		expect(error?.description).toBe("Look at 'Status'. Choose from: cancelled, open, paused, resolved.");
	});

	it('lists what somebody has to do, and what is due when', async () => {
		const { run } = await companyOn(openDatabase);
		const assigned = (assignee: string) => ({ ...OPEN, options: { ...OPEN.options, assignee } });
		const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
		await run(assigned('tom'), [
			{ ref: 'first', openedAt: ago(1), priority: 'urgent' },
			{ ref: 'second', openedAt: ago(7) },
			{ ref: 'third', openedAt: ago(0.5) },
		]);
		await run(assigned('rosa'), [{ ref: 'other', openedAt: ago(6) }]);
		await run({ operation: 'pause', request: 'third' });
		// An answer leaves the resolution, due 8 hours after the opening, or 4 where it is urgent.
		for (const request of ['first', 'second', 'other']) await run({ operation: 'respond', request });
		const list = async (more: INodeParameters) => {
			const { outputs, error } = await run({ operation: 'getAll', ...more });
			return error ? error.message : refs(outputs[0]);
		};
		const by = (mode: string, value: string) => ({ assignee: { __rl: true, mode, value } });
		expect(await list({})).toEqual(['third', 'first', 'other', 'second']);
		expect(await list({ sort: 'due' })).toEqual(['second', 'other', 'first', 'third']);
		expect(await list({ sort: 'due', limit: 2 })).toEqual(['second', 'other']);
		expect(await list({ filters: by('id', 'rosa') })).toEqual(['other']);
		expect(await list({ sort: 'due', filters: by('email', 'Tom@acme.example') })).toEqual([
			...['second', 'first', 'third'],
		]);
		expect(await list({ filters: { dueBefore: ago(-2.5) } })).toEqual(['other', 'second']);
		expect(await list({ filters: { dueAfter: ago(-1.5) } })).toEqual(['first', 'other']);
		expect(await list({ filters: { dueAfter: ago(-1.5), dueBefore: ago(-2.5) } })).toEqual(['other']);
		expect(await list({ filters: by('id', 'tim') })).toBe("There is no member 'tim'");
		expect(await list({ sort: 'newest' })).toBe("'newest' is not one of the choices");
		expect(await list({ filters: { dueAfter: ago(1), dueBefore: ago(2) } })).toMatch(
			/^Nothing is due before /,
		);
	});
});

describe('without a credential', () => {
	it('works on the embedded store, and offers lists', async () => {
		await setUp(await embeddedEngine());
		const opened = first(await runNode({ type: 'icrmRequest', parameters: OPEN, items: [{ ref: 'T-1' }] }));
		expect(opened).toMatchObject({ externalRef: 'T-1', created: true });
		expect(await searchList({ type: 'icrmRequest', method: 'searchRequests', filter: 'lap' })).toEqual({
			results: [{ name: 'Laptop (T-1)', value: opened.requestId }],
		});
	});

	it('reads dates in the time zone of the workflow', async () => {
		const parameters = { ...OPEN, simplify: false };
		const items = [{ ref: 'Berlin', openedAt: '2026-01-05T09:00' }];
		const opened = await runNode({ type: 'icrmRequest', timezone: 'Europe/Berlin', parameters, items });
		expect(first(opened).openedAt).toBe('2026-01-05T08:00:00.000Z');
	});

	it('reads due times in the time zone of the workflow', async () => {
		await setUp(await embeddedEngine());
		const items = [{ ref: 'At nine', openedAt: '2026-01-05T09:00' }];
		const node = { type: 'icrmRequest', timezone: 'Europe/Berlin' };
		await runNode({ ...node, parameters: OPEN, items });
		// Due at 11:00 in Berlin.
		const found = async (filters: INodeParameters) =>
			refs(
				(
					await runNode({
						...node,
						parameters: { operation: 'getAll', filters: { ...filters, text: 'At nine' } },
					})
				).outputs[0],
			);
		expect(await found({ dueAfter: '2026-01-05T11:00' })).toEqual(['At nine']);
		expect(await found({ dueBefore: '2026-01-05T11:00' })).toEqual([]);
		expect(await found({ dueBefore: '2026-01-05T11:01' })).toEqual(['At nine']);
	});

	it('refuses queue mode, and says what to do', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		try {
			const { error } = await runNode({ type: 'icrmRequest', parameters: OPEN });
			expect(error?.message).toMatch(/^The embedded ICRM store cannot be used while n8n runs in queue mode/);
			expect(error?.description).toContain("Create an 'ICRM Store API' credential");
		} finally {
			delete process.env.EXECUTIONS_MODE;
		}
	});
});

it('says which database is down and what to check', async () => {
	const [port = 0] = await freePorts(1);
	const credentials = { database: 'postgres', host: '127.0.0.1', port, databaseName: 'icrm', user: 'icrm' };
	const run = { type: 'icrmRequest', credentials, parameters: OPEN, items: [{}, {}] };
	const { error } = await runNode(run);
	expect(error?.message).toBe(`Nothing answers at PostgreSQL 127.0.0.1:${port}`);
	expect(error?.description).toMatch(
		/^Check host and port in the ICRM Store credential.*No item went through\.$/,
	);
	const { outputs } = await runNode({ ...run, onError: 'continueErrorOutput' });
	expect(outputs[1]).toHaveLength(2);
});
