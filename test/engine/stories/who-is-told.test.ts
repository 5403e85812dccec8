import { saveDepartments, saveMembers } from '../../../engine/directory';
import { acknowledgeRuns, getRun, listRuns, savePolicies } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

/** Who is mailed at which level, and who is called off. */
const mails = ({ log }: Company) => log.filter((line) => line.includes('mail to'));
const standDowns = async ({ engine }: Company): Promise<string[]> =>
	(
		await engine.store.read((db) =>
			db.selectFrom('event').select(['at', 'data']).where('type', '=', 'escalation.standDown').execute(),
		)
	)
		.map(({ at, data }) => {
			const { memberId, reason } = JSON.parse(data) as { memberId: string; reason: string };
			return `${new Date(at).toISOString().slice(11, 16)} ${memberId}: ${reason}`;
		})
		.sort();

const uma = { id: 'uma', name: 'Uma', email: 'uma@acme.example', departmentId: 'it', managerId: 'hanna' };

onBothDatabases('who is told', (open) => {
	describe('when the request is given to somebody else', () => {
		it('handed off: the new holder at once, then the new line; the old line is called off (P6)', async () => {
			const company = await openCompany(open);
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
			await company.settle();
			await company.at('2026-03-02T12:45Z');
			expect(mails(company)).toEqual([
				'11:00 mail to Tom (1.1)',
				'11:05 mail to Rosa (1.1)',
				'11:30 mail to Carla (1.2)',
			]);
			expect(await standDowns(company)).toEqual(['11:05 tom: request.handedOff']);
		});

		it('assigned in mid-run: one step up for each manager level reached so far, and who leads both is not called off', async () => {
			const company = await openCompany(open);
			unwrap((await saveMembers(company.engine, [uma]))[0]);
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:45Z');
			await company.say(requestId, { kind: 'assigned', assignee: 'uma' });
			await company.settle();
			await company.at('2026-03-02T12:45Z');
			expect(mails(company)).toEqual([
				'11:00 mail to Tom (1.1)',
				'11:30 mail to Hanna (1.2)',
				'11:45 mail to Uma (1.2)',
				'12:30 mail to Carla (1.3)',
			]);
			expect(await standDowns(company)).toEqual(['11:45 tom: request.assigned']);
			await company.say(requestId, { kind: 'resolved' });
			// Tom has been called off before.
			expect((await standDowns(company)).slice(1)).toEqual(
				['carla', 'hanna', 'uma'].map((id) => `12:45 ${id}: request.resolved`),
			);
		});

		it('back to the first: he is told again, though he was told at this level before', async () => {
			const company = await openCompany(open);
			unwrap((await saveMembers(company.engine, [uma]))[0]);
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await company.say(requestId, { kind: 'assigned', assignee: 'uma' });
			await company.settle();
			await company.at('2026-03-02T11:10Z');
			await company.say(requestId, { kind: 'assigned', assignee: 'tom' });
			await company.settle();
			await company.at('2026-03-02T11:15Z');
			expect(mails(company)).toEqual([
				'11:00 mail to Tom (1.1)',
				'11:05 mail to Uma (1.1)',
				'11:10 mail to Tom (1.1)',
			]);
		});

		it('before any level was reached: nobody is told before it is due', async () => {
			const policy = { levels: [{ delay: '1h', targets: [{ kind: 'assignee' }] }] };
			const company = await openCompany(open, { policy });
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:05Z');
			await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' });
			await company.settle();
			await company.at('2026-03-02T12:30Z');
			expect(mails(company)).toEqual(['12:00 mail to Rosa (1.1)']);
			expect(await standDowns(company)).toEqual([]);
		});
	});

	it('one run for all that is broken: a second promise joins, and the run ends when none is (P7)', async () => {
		const company = await openCompany(open, {
			agreement: {
				targets: [
					{ metric: 'firstResponse', target: '2h' },
					{ metric: 'resolution', target: '2h 10 min' },
				],
				warnAtPercent: [],
			},
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '11:30 mail to Hanna (1.2)']);
		const runs = await listRuns(company.engine, { requestId, limit: 10 });
		expect(runs).toHaveLength(1);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			broken: [{ metric: 'firstResponse' }, { metric: 'resolution' }],
		});
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T12:31Z');
		expect(mails(company).at(-1)).toBe('12:30 mail to Carla (1.3)');
		expect(company.arrived.at(-1)?.event.data).toMatchObject({ broken: [{ metric: 'resolution' }] });
		await company.say(requestId, { kind: 'resolved' });
		expect(await getRun(company.engine, runs[0]?.runId ?? '')).toMatchObject({ state: 'stopped' });
		expect(await standDowns(company)).toHaveLength(3);
	});

	it('waits for a workflow that listens, and is woken by it (P8)', async () => {
		const company = await openCompany(open, { listens: false });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T14:00Z');
		const [run] = await listRuns(company.engine, { requestId, limit: 1 });
		expect(run).toMatchObject({ state: 'active', level: 1, notifications: [] });
		await company.begin();
		await company.at('2026-03-02T14:45Z');
		expect(mails(company)).toEqual(['14:00 mail to Tom (1.1)', '14:30 mail to Hanna (1.2)']);
	});

	it('repeats only with time between: without it the policy is refused (P9)', async () => {
		const { engine } = await openCompany(open);
		const levels = [{ targets: [{ kind: 'assignee' }] }];
		const [refused] = await savePolicies(engine, [{ id: 'storm', levels, repeat: 3 }]);
		expect(() => unwrap(refused)).toThrow(/repeated, and nothing says how long/);
		const [zero] = await savePolicies(engine, [{ id: 'storm', levels, repeat: 3, repeatAfter: '0 min' }]);
		expect(() => unwrap(zero)).toThrow(/no time at all/);
	});

	it('a leaver without a manager: the head of the department (P11)', async () => {
		const company = await openCompany(open, { policy: { levels: [{ targets: [{ kind: 'assignee' }] }] } });
		await company.ask();
		unwrap((await saveMembers(company.engine, [{ id: 'tom', active: false, managerId: null }]))[0]);
		await company.at('2026-03-02T11:01Z');
		expect(mails(company)).toEqual(['11:00 mail to Hanna (1.1)']);
	});

	it('nobody at all: the owner of the policy; without one the run says so (P11, N1)', async () => {
		for (const ownerId of ['rosa', null]) {
			const company = await openCompany(open, { policy: { ownerId } });
			const [saved] = await saveDepartments(company.engine, [{ id: 'it', headId: null }]);
			unwrap(saved);
			const { requestId } = await company.ask({ assignee: undefined });
			await company.at('2026-03-02T11:05Z');
			const [run] = await listRuns(company.engine, { requestId, limit: 1 });
			expect(mails(company)).toEqual(ownerId ? ['11:00 mail to Rosa (1.3)'] : []);
			expect(run?.state).toBe(ownerId ? 'active' : 'nobody');
			expect(company.log.filter((line) => line.includes('nobody'))).toEqual(['11:00 escalation.nobody']);
		}
	});

	it('that nobody has reacted is said after a time of its own (P12)', async () => {
		const company = await openCompany(open, { policy: { exhaustedAfter: '20 min' } });
		await company.ask();
		await company.at('2026-03-02T13:00Z');
		expect(company.log.slice(-2)).toEqual(['12:30 mail to Carla (1.3)', '12:50 escalation.exhausted']);
	});

	it('nobody twice within half an hour; the level counts as told, and its delay runs (P14)', async () => {
		const levels = [
			{ targets: [{ kind: 'assignee' }] },
			{ delay: '10 min', targets: [{ kind: 'departmentHead' }] },
			{ delay: '20 min', targets: [{ kind: 'member', memberId: 'rosa' }] },
		];
		for (const again of [false, true]) {
			const company = await openCompany(open, {
				policy: { levels: levels.map((level, index) => (index === 1 ? { ...level, again } : level)) },
			});
			await company.ask({ assignee: 'hanna' });
			await company.at('2026-03-02T11:45Z');
			expect(mails(company)).toEqual([
				'11:00 mail to Hanna (1.1)',
				...(again ? ['11:10 mail to Hanna (1.2)'] : []),
				'11:30 mail to Rosa (1.3)',
			]);
			expect(company.log.filter((line) => line.includes('nobody'))).toEqual([]);
		}
	});

	it('an owner who has left is refused', async () => {
		const { engine } = await openCompany(open);
		unwrap((await saveMembers(engine, [{ id: 'tom', active: false }]))[0]);
		const levels = [{ targets: [{ kind: 'assignee' }] }];
		const [refused] = await savePolicies(engine, [{ id: 'own', levels, ownerId: 'tom@acme.example' }]);
		expect(() => unwrap(refused)).toThrow(/Tom has left/);
	});

	it('what was told names exactly those whose message left, without who acknowledged (P13)', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		const [run] = await listRuns(company.engine, { requestId, limit: 1 });
		unwrap((await acknowledgeRuns(company.engine, [{ runId: run?.runId ?? '', by: 'hanna' }]))[0]);
		await company.settle();
		expect(company.arrived.at(-1)?.event).toMatchObject({
			type: 'escalation.acknowledged',
			data: { told: [{ memberId: 'tom' }] },
		});
	});
});
