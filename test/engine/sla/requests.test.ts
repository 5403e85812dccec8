import { unwrap } from '../../../engine/outcome';
import {
	explainRequest,
	getRequest,
	listRequests,
	openRequests,
	recordFacts,
	saveAgreements,
} from '../../../engine/sla';
import { saveMembers } from '../../../engine/directory';
import { replanSoon } from '../../../engine/sla/replan';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

const rows = async ({ engine }: Company, table: 'request' | 'fact' | 'clock' | 'timer' | 'event') =>
	(await engine.store.read((db) => db.selectFrom(table).selectAll().execute())).length;

onBothDatabases('opening requests', (open) => {
	it('starts a clock for each metric, and tells when it is due', async () => {
		const company = await openCompany(open);
		const request = await company.ask();
		expect(request).toMatchObject({
			created: true,
			status: 'open',
			priority: 'normal',
			serviceName: 'New laptop',
			departmentName: 'IT',
			customerDepartmentId: 'hr',
			assigneeEmail: 'tom@acme.example',
		});
		expect(request.clocks.map(({ metric, state, dueAt }) => [metric, state, dueAt])).toEqual([
			['firstResponse', 'running', '2026-03-02T11:00:00.000Z'],
			['resolution', 'running', '2026-03-02T17:00:00.000Z'],
		]);
	});

	it('with the same external reference answers with what is there, in one batch too', async () => {
		const company = await openCompany(open);
		const input = { title: 'Laptop', serviceId: 'laptop', externalRef: 'T-1' };
		const both = await openRequests(company.engine, [input, { ...input, title: 'Again' }]);
		const [first, second] = both.map(unwrap);
		expect(second).toMatchObject({ requestId: first?.requestId, title: 'Laptop', created: false });
		expect(await rows(company, 'request')).toBe(1);
		expect(await rows(company, 'fact')).toBe(1);
	});

	it('takes the agreement made with the customer before the one for all', async () => {
		const company = await openCompany(open);
		const special = {
			id: 'hr-first',
			serviceId: 'laptop',
			customerDepartmentId: 'hr',
			calendarId: 'office',
			targets: [{ metric: 'resolution', target: '30 min' }],
		};
		unwrap((await saveAgreements(company.engine, [special]))[0]);
		expect((await company.ask()).clocks).toMatchObject([
			{ agreementId: 'hr-first', dueAt: '2026-03-02T09:30:00.000Z' },
		]);
		expect((await company.ask({ requester: 'carla' })).clocks).toMatchObject([
			{ agreementId: 'laptop-sla' },
			{ agreementId: 'laptop-sla' },
		]);
	});

	it('counts from when it was opened elsewhere', async () => {
		const company = await openCompany(open);
		const request = await company.ask({ openedAt: Date.parse('2026-02-27T16:00Z') });
		expect(request.clocks[0]).toMatchObject({
			state: 'running',
			dueAt: '2026-03-02T10:00:00.000Z',
			elapsed: '1 h',
		});
	});

	it.each([
		['no title', { title: '' }, 'title'],
		['no service', { serviceId: undefined }, 'serviceId'],
		['an unknown service', { serviceId: 'none' }, 'serviceId'],
		['an unknown requester', { requester: 'stranger@acme.example' }, 'requester'],
		['an unknown assignee', { assignee: 'stranger' }, 'assignee'],
		['an unknown customer', { customerDepartmentId: 'none' }, 'customerDepartmentId'],
		['an unknown priority', { priority: 'yesterday' }, 'priority'],
		['an opening in the future', { openedAt: Date.parse('2026-03-03T09:00Z') }, 'openedAt'],
	])(
		'refuses %s among good ones: the good ones are opened, of the faulty one nothing is written',
		async (_what, change, field) => {
			const company = await openCompany(open);
			const item = (title: string) => ({ title, serviceId: 'laptop', requester: 'rosa@acme.example' });
			const outcomes = await openRequests(company.engine, [
				item('one'),
				{ ...item('two'), ...change },
				item('three'),
			]);
			expect(outcomes).toMatchObject([
				{ ok: true },
				{ ok: false, error: { field, hint: expect.stringMatching(/\w/) } },
				{ ok: true },
			]);
			expect(await rows(company, 'request')).toBe(2);
			expect(await rows(company, 'fact')).toBe(2);
			expect(await rows(company, 'timer')).toBe(4);
		},
	);
});

onBothDatabases('saying something about a request', (open) => {
	it('in the order it happened, under its external reference too', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ externalRef: 'T-1' });
		await company.fastForward('30m');
		expect(
			await company.say('T-1', { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa@acme.example' }),
		).toMatchObject({ departmentId: 'hr', assigneeId: 'rosa', changed: true });
		expect(await company.say(requestId, { kind: 'resolved' })).toMatchObject({ status: 'resolved' });
		const explained = await explainRequest(company.engine, 'T-1');
		expect(explained.hops).toMatchObject([
			{ departmentId: 'it', heldSeconds: 1_800 },
			{ departmentId: 'hr', heldSeconds: 0 },
		]);
		expect(explained.facts.map(({ kind }) => kind)).toEqual(['opened', 'handedOff', 'resolved']);
		expect(explained.clocks[0]?.segments).toEqual([
			{ kind: 'counted', from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T09:30:00.000Z', seconds: 1_800 },
		]);
	});

	it('is explained: what counted up to now, what counted before the clock began anew, and what lies ahead', async () => {
		const company = await openCompany(open, { agreement: { onReopen: 'restart' } });
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		await company.say(requestId, { kind: 'resolved' });
		await company.say(requestId, { kind: 'reopened' });
		await company.fastForward('1h');
		const [, resolution] = (await explainRequest(company.engine, requestId)).clocks;
		expect(resolution).toMatchObject({ metric: 'resolution', elapsedSeconds: 3_600 });
		expect(resolution?.segments).toEqual([
			{
				kind: 'earlierCycle',
				from: '2026-03-02T09:00:00.000Z',
				to: '2026-03-02T10:00:00.000Z',
				seconds: 3_600,
			},
			{ kind: 'counted', from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z', seconds: 3_600 },
			{
				kind: 'counted',
				from: '2026-03-02T11:00:00.000Z',
				to: '2026-03-02T17:00:00.000Z',
				seconds: 21_600,
				ahead: true,
			},
			{
				kind: 'closed',
				reason: 'outsideHours',
				from: '2026-03-02T17:00:00.000Z',
				to: '2026-03-03T09:00:00.000Z',
				seconds: 57_600,
				ahead: true,
			},
			{
				kind: 'counted',
				from: '2026-03-03T09:00:00.000Z',
				to: '2026-03-03T10:00:00.000Z',
				seconds: 3_600,
				ahead: true,
			},
		]);
	});

	it('that is known already changes nothing', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.say(requestId, { kind: 'updated', note: 'seen' }, { sourceRef: 'journal-7' });
		const before = await rows(company, 'fact');
		expect(
			await company.say(requestId, { kind: 'updated', note: 'seen' }, { sourceRef: 'journal-7' }),
		).toMatchObject({ changed: false });
		await company.say(requestId, { kind: 'paused' });
		expect(await company.say(requestId, { kind: 'paused' })).toMatchObject({
			changed: false,
			status: 'paused',
		});
		expect(await company.say(requestId, { kind: 'priorityChanged', priority: 'normal' })).toMatchObject({
			changed: false,
		});
		expect(await rows(company, 'fact')).toBe(before + 1);
	});

	it('several times in one batch, each seeing the one before', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ externalRef: 'T-1' });
		const facts = [{ kind: 'paused' }, { kind: 'resumed' }, { kind: 'resolved' }, { kind: 'paused' }].map(
			(fact) => ({ request: requestId, fact }),
		);
		const outcomes = await recordFacts(company.engine, facts);
		expect(outcomes).toMatchObject([
			{ ok: true },
			{ ok: true },
			{ ok: true },
			{ ok: false, error: { message: expect.stringContaining('is resolved: it cannot be paused') } },
		]);
		const mixed = await recordFacts(company.engine, [
			{ request: requestId, fact: { kind: 'updated' } },
			{ request: 'T-1', fact: { kind: 'updated' } },
		]);
		expect(mixed).toMatchObject([{ ok: true }, { ok: true }]);
	});

	it.each([
		[
			'before the last fact',
			{ kind: 'updated' },
			{ at: Date.parse('2026-03-02T08:59Z') },
			'at',
			'is before the request',
		],
		['in the future', { kind: 'updated' }, { at: Date.parse('2026-03-02T09:10Z') }, 'at', 'in the future'],
		[
			'a handoff to nowhere',
			{ kind: 'handedOff', departmentId: 'none' },
			{},
			'departmentId',
			"no department 'none'",
		],
		['an assignment to nobody', { kind: 'assigned', assignee: 'none' }, {}, 'assignee', "no member 'none'"],
		[
			'a waiver without reason',
			{ kind: 'waived', metric: 'resolution', approvedBy: 'carla' },
			{},
			'fact.reason',
			'missing',
		],
		['an unknown kind', { kind: 'forgotten' }, {}, 'fact.kind', 'kind'],
	])('is refused when it is %s, and nothing is written', async (_what, fact, more, field, message) => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		const [outcome] = await recordFacts(company.engine, [{ request: requestId, fact, ...more }]);
		expect(outcome).toMatchObject({
			ok: false,
			error: { field, message: expect.stringContaining(message), hint: expect.stringMatching(/\w/) },
		});
		expect(await rows(company, 'fact')).toBe(1);
	});

	it('is refused about a request nobody knows', async () => {
		const company = await openCompany(open);
		const [outcome] = await recordFacts(company.engine, [{ request: 'T-404', fact: { kind: 'resolved' } }]);
		expect(outcome).toMatchObject({
			ok: false,
			error: { code: 'notFound', message: "There is no request 'T-404'" },
		});
	});

	it('can be rebuilt: clocks are what the facts say, whatever the table held', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		await company.say(requestId, { kind: 'paused' });
		const before = await getRequest(company.engine, requestId);
		await company.engine.transaction((trx) =>
			trx
				.updateTable('clock')
				.set({ state: 'running', elapsed_ms: 1, due_at: 1, tz_version: 'old', agreement_version: 0 })
				.execute(),
		);
		await company.engine.transaction((trx) => replanSoon(company.engine, trx));
		await company.settle();
		const stored = await company.engine.store.read((db) =>
			db.selectFrom('clock').selectAll().orderBy('id').execute(),
		);
		expect(stored.map(({ state, elapsed_ms, due_at }) => [state, elapsed_ms, due_at])).toEqual([
			['paused', 3_600_000, null],
			['paused', 3_600_000, null],
		]);
		expect(await getRequest(company.engine, requestId)).toEqual(before);
	});
});

onBothDatabases('listing requests', (open) => {
	it('filters by text, status, service, department and the state of a clock', async () => {
		const company = await openCompany(open);
		const { engine } = company;
		await company.ask({ title: 'Old laptop is slow', externalRef: 'T-1' });
		const second = await company.ask({ title: 'Chair', externalRef: 'T-2' });
		await company.say(second.requestId, { kind: 'resolved' });
		await company.fastForward('3h');
		const titles = async (wanted: object) =>
			(await listRequests(engine, { limit: 10, ...wanted })).map(({ title }) => title);
		expect(await titles({ text: 'LAPTOP' })).toEqual(['Old laptop is slow']);
		expect(await titles({ text: 't-2' })).toEqual(['Chair']);
		expect(await titles({ statuses: ['resolved'] })).toEqual(['Chair']);
		expect(await titles({ clockStates: ['breached'] })).toEqual(['Old laptop is slow']);
		expect(await titles({ serviceId: 'none' })).toEqual([]);
		expect(await titles({ departmentId: 'it', limit: 1 })).toHaveLength(1);
	});

	it('shows people by name, also after they left', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		unwrap((await saveMembers(company.engine, [{ id: 'tom', active: false }]))[0]);
		expect(await getRequest(company.engine, requestId)).toMatchObject({
			assigneeName: 'Tom',
			requesterName: 'Rosa',
		});
	});
});
