import fc from 'fast-check';
import { importCompany } from '../../../engine/directory';
import { listRuns } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { explainRequest, getRequest, listRequests, recordFacts, saveAgreements } from '../../../engine/sla';
import { mirrorTickets } from '../../../engine/tickets';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases, type OpenCompany } from '../../support/harness';
import { thoroughly } from '../../support/thorough';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

const save = async ({ engine }: Company, ...agreements: Record<string, unknown>[]) => {
	const usual = { calendarId: 'office', warnAtPercent: [], escalationPolicyId: 'climb' };
	for (const outcome of await saveAgreements(
		engine,
		agreements.map((one) => ({ ...usual, ...one })),
	))
		unwrap(outcome);
};

/** Beside laptops, IT lends projectors: answered within an hour, solved within three days. */
async function withProjectors(open: OpenCompany): Promise<Company> {
	const company = await openCompany(open);
	await importCompany(company.engine, {
		services: [{ id: 'projector', name: 'Projector', departmentId: 'it' }],
	});
	await save(company, {
		id: 'projector-sla',
		serviceId: 'projector',
		targets: [{ metric: 'resolution', target: '3 working days' }],
	});
	return company;
}

const clocksOf = async ({ engine }: Company, key: string) =>
	(await getRequest(engine, key)).clocks.map(
		({ metric, agreementId, state, dueAt }) =>
			`${metric} ${agreementId} ${state} ${dueAt?.slice(5, 16) ?? '-'}`,
	);
const shown = (company: Company) => company.log.map((line) => line.slice(6));

onBothDatabases('a request that was misfiled', (open) => {
	it('has the clocks of the right service from the start; what the wrong one announced is taken back', async () => {
		const company = await withProjectors(open);
		const { requestId } = await company.ask({ priority: 'high' });
		await company.at('2026-03-02T13:05Z');
		company.log.splice(0);
		const corrected = await company.say(requestId, { kind: 'corrected', serviceId: 'projector' });
		expect(corrected).toMatchObject({ changed: true, serviceId: 'projector', serviceName: 'Projector' });
		expect(await clocksOf(company, requestId)).toEqual(['resolution projector-sla running 03-04T17:00']);
		await company.settle();
		expect(shown(company).sort()).toEqual(
			[
				'clock.recovered firstResponse',
				'clock.cancelled firstResponse',
				'clock.recovered resolution',
				'escalation.stopped',
			].sort(),
		);
		await company.at('2026-03-04T17:01Z');
		expect(shown(company).slice(-2)).toEqual(['clock.breached resolution', 'mail to Tom (1.1)']);
		// What was withdrawn is no clock of the request, to whoever looks for cancelled ones either.
		const cancelled = await listRequests(company.engine, { clockStates: ['cancelled'], limit: 10 });
		expect(cancelled).toEqual([]);
	});

	it('and corrected back goes on under the first promise, which is announced as often as it is broken', async () => {
		const company = await withProjectors(open);
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T13:05Z');
		await company.say(requestId, { kind: 'corrected', serviceId: 'projector' });
		await company.at('2026-03-02T14:00Z');
		company.log.splice(0);
		await company.say(requestId, { kind: 'corrected', serviceId: 'laptop' });
		expect(await clocksOf(company, requestId)).toEqual([
			'firstResponse laptop-sla met 03-02T11:00',
			'resolution laptop-sla breached 03-02T13:00',
		]);
		await company.at('2026-03-02T14:03Z');
		expect(company.log).toEqual([
			'14:02 clock.met firstResponse',
			'14:02 clock.breached resolution',
			'14:02 mail to Tom (1.1)',
		]);
		expect(
			company.arrived.findLast(({ event }) => event.type === 'clock.breached')?.event.data,
		).toMatchObject({
			late: true,
			arming: 2,
		});
		expect(await listRuns(company.engine, { requestId, limit: 10 })).toHaveLength(2);
	});

	it('by its customer comes under the agreement with that customer', async () => {
		const company = await openCompany(open);
		await save(company, {
			id: 'board-sla',
			serviceId: 'laptop',
			customerDepartmentId: 'board',
			targets: [{ metric: 'resolution', target: '3h' }],
		});
		const { requestId } = await company.ask();
		await company.say(requestId, { kind: 'responded' });
		const corrected = await company.say(requestId, { kind: 'corrected', requester: 'carla' });
		expect(corrected).toMatchObject({ requesterId: 'carla', customerDepartmentId: 'board' });
		expect(await clocksOf(company, requestId)).toEqual(['resolution board-sla running 03-02T12:00']);
	});

	it('and is over is judged by the right promise; another title gives none that was made since', async () => {
		const company = await withProjectors(open);
		const [wrong, right] = [
			await company.ask({ priority: 'high' }),
			await company.ask({ serviceId: 'projector' }),
		];
		await company.at('2026-03-02T15:00Z');
		for (const { requestId } of [wrong, right]) await company.say(requestId, { kind: 'resolved' });
		await save(company, {
			id: 'projector-ola',
			kind: 'ola',
			serviceId: 'projector',
			targets: [{ metric: 'resolution', target: '1h' }],
		});
		await company.say(wrong.requestId, { kind: 'corrected', serviceId: 'projector' });
		await company.say(right.requestId, { kind: 'corrected', title: 'Projector, a bright one' });
		expect(await clocksOf(company, right.requestId)).toEqual(['resolution projector-sla met 03-04T17:00']);
		expect(await clocksOf(company, wrong.requestId)).toContain('resolution projector-sla met 03-04T17:00');
	});

	it('changes only what is given, and what it names has to be there', async () => {
		const company = await withProjectors(open);
		const { requestId } = await company.ask();
		const say = async (fact: object) =>
			(await recordFacts(company.engine, [{ request: requestId, fact }]))[0];
		expect(await say({ kind: 'corrected', title: 'A quiet laptop' })).toMatchObject({
			value: { title: 'A quiet laptop', serviceId: 'laptop', requesterId: 'rosa', changed: true },
		});
		expect(await say({ kind: 'corrected', title: 'A quiet laptop' })).toMatchObject({
			value: { changed: false },
		});
		expect(await say({ kind: 'corrected', serviceId: 'projektor' })).toMatchObject({
			error: {
				message: "There is no service 'projektor'",
				hint: expect.stringContaining("Did you mean 'projector'"),
			},
		});
		expect(await say({ kind: 'corrected' })).toMatchObject({
			error: { message: 'The correction names nothing that is to be corrected' },
		});
	});

	it('in another system is corrected here; what is not known here is left out, with a warning', async () => {
		const company = await withProjectors(open);
		const ticket = { externalRef: 'T-1', title: 'Laptop', service: 'laptop', requester: 'rosa@acme.example' };
		const told = (
			await mirrorTickets(company.engine, [
				{ ...ticket, at: instant('08:00'), customerDepartment: 'board' },
				{ ...ticket, at: instant('08:20') },
				{ ...ticket, at: instant('08:40'), service: 'projector', title: 'Projector' },
				{
					...ticket,
					at: instant('08:50'),
					service: 'projektor',
					title: 'Projector',
					customerDepartment: 'hq',
				},
			])
		).map(unwrap);
		expect(told.map(({ facts }) => facts)).toEqual([['opened'], [], ['corrected'], []]);
		expect(told[3]).toMatchObject({
			serviceId: 'projector',
			title: 'Projector',
			// The requester is the same, so that their department does not become the customer.
			customerDepartmentId: 'board',
			warnings: [
				expect.stringMatching(
					/There is no service 'projektor'\. Did you mean 'projector'\?.* It was left out\.$/,
				),
				expect.stringContaining("There is no department 'hq'"),
			],
		});
	});
});

onBothDatabases('an agreement that is made later', (open) => {
	it('promises to what is open from its opening on, late where that has passed, and nothing to what is closed', async () => {
		const company = await openCompany(open, {
			agreement: { targets: [{ metric: 'firstResponse', target: '2h' }] },
		});
		const opened = await company.ask();
		const closed = await company.ask();
		for (const { requestId } of [opened, closed]) await company.say(requestId, { kind: 'responded' });
		await company.say(closed.requestId, { kind: 'resolved' });
		await company.at('2026-03-02T15:00Z');
		company.log.splice(0);
		const ola = { id: 'laptop-ola', kind: 'ola', serviceId: 'laptop' };
		await save(company, {
			...ola,
			targets: [
				{ metric: 'firstResponse', target: '1h' },
				{ metric: 'resolution', target: '4h' },
			],
		});
		await company.at('2026-03-02T15:01Z');
		// Its first response was over before anything was promised of it.
		expect(await clocksOf(company, opened.requestId)).toEqual([
			'resolution laptop-ola breached 03-02T13:00',
			'firstResponse laptop-sla met 03-02T11:00',
		]);
		expect(company.log).toEqual([]);
		await company.at('2026-03-02T15:03Z');
		expect(company.log).toEqual(['15:02 clock.breached resolution', '15:02 mail to Tom (1.1)']);
		expect(company.arrived.at(-2)?.event.data).toMatchObject({ late: true });
		expect(await clocksOf(company, closed.requestId)).toEqual(['firstResponse laptop-sla met 03-02T11:00']);
	});

	it('with the customer takes over, and a metric that is added is promised as well', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ priority: 'high' });
		await company.at('2026-03-02T12:00Z');
		const withHr = { id: 'hr-sla', serviceId: 'laptop', customerDepartmentId: 'hr' };
		const first = { metric: 'firstResponse', target: '6h' };
		await save(company, { ...withHr, targets: [first] });
		await company.settle();
		expect(await clocksOf(company, requestId)).toEqual(['firstResponse hr-sla running 03-02T15:00']);
		await save(company, { ...withHr, targets: [first, { metric: 'resolution', target: '7h' }] });
		await company.settle();
		expect(await clocksOf(company, requestId)).toEqual([
			'firstResponse hr-sla running 03-02T15:00',
			'resolution hr-sla running 03-02T16:00',
		]);
		await save(company, {
			...withHr,
			active: false,
			targets: [first, { metric: 'resolution', target: '7h' }],
		});
		for (let turn = 0; turn < 3; turn++) await company.settle();
		expect(await clocksOf(company, requestId)).toEqual([
			'firstResponse laptop-sla breached 03-02T11:00',
			'resolution laptop-sla running 03-02T13:00',
		]);
	});

	it('says nothing of the cycles that were over before it was made', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T11:30Z');
		await company.say(requestId, { kind: 'resolved' });
		await company.say(requestId, { kind: 'reopened' });
		await company.at('2026-03-02T11:40Z');
		company.log.splice(0);
		const resolution = [{ metric: 'resolution', target: '1h' }];
		await save(company, { id: 'laptop-ola', kind: 'ola', serviceId: 'laptop', targets: resolution });
		const withHr = { id: 'hr-sla', serviceId: 'laptop', customerDepartmentId: 'hr' };
		await save(company, { ...withHr, targets: resolution });
		await company.at('2026-03-02T11:50Z');
		expect(company.log.map((line) => line.slice(6))).toEqual([
			...Array(2).fill('clock.breached resolution'),
			// One run for both.
			'mail to Tom (1.1)',
		]);
	});

	it('finds all that is open, however much it is, and comes to an end', async () => {
		const company = await openCompany(open);
		for (let n = 0; n < 205; n++) await company.ask();
		await save(company, {
			id: 'laptop-ola',
			kind: 'ola',
			serviceId: 'laptop',
			targets: [{ metric: 'resolution', target: '4h' }],
		});
		for (let turn = 0; turn < 4; turn++) await company.settle();
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('clock').select('id').where('agreement_id', '=', 'laptop-ola').execute(),
		);
		expect(rows).toHaveLength(205);
		const timers = await company.engine.store.read((db) =>
			db.selectFrom('timer').select('kind').where('kind', '!=', 'clock').execute(),
		);
		expect(timers).toEqual([]);
	});
});

onBothDatabases('corrections in any order of arrival', (open) => {
	it('lead to the same request and the same clocks', async () => {
		const company = await withProjectors(open);
		await company.at('2026-03-02T16:30Z');
		const minute = fc.integer({ min: 0, max: 12 });
		const fact = fc.oneof(
			fc.constantFrom('laptop', 'projector').map((serviceId) => ({ kind: 'corrected', serviceId })),
			fc.constantFrom('rosa', 'carla').map((requester) => ({ kind: 'corrected', requester })),
			fc
				.constantFrom('board', 'it')
				.map((customerDepartmentId) => ({ kind: 'corrected', customerDepartmentId })),
			fc.constantFrom('responded', 'paused', 'resumed', 'resolved', 'reopened').map((kind) => ({ kind })),
		);
		let run = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ minute, fact }), { minLength: 2, maxLength: 8 }),
				fc.infiniteStream(fc.nat()),
				async (facts, order) => {
					run++;
					const said = facts.map(({ minute: at, fact: body }, index) => ({
						fact: body,
						at: instant('09:00') + at * 1_800_000,
						source: 'desk',
						sourceRef: `journal-${index}`,
					}));
					const tell = async (externalRef: string, inThisOrder: typeof said) => {
						await company.ask({ externalRef, openedAt: instant('09:00'), source: 'desk' });
						for (const { fact: body, ...more } of inThisOrder) await company.say(externalRef, body, more);
						const { clocks, facts: kept, ...request } = await explainRequest(company.engine, externalRef);
						const { serviceId, requesterId, customerDepartmentId, status } = request;
						const read = clocks.map(({ clockId: _id, ...clock }) => clock);
						return {
							read,
							kinds: kept.map(({ kind }) => kind),
							serviceId,
							requesterId,
							customerDepartmentId,
							status,
						};
					};
					const shuffled = said
						.map((one) => ({ one, key: order.next().value }))
						.sort((a, b) => a.key - b.key)
						.map(({ one }) => one);
					expect(await tell(`shuffled-${run}`, shuffled)).toEqual(await tell(`told-${run}`, said));
				},
			),
			{ numRuns: thoroughly(8, 150) },
		);
	}, 120_000);
});
