import { saveDepartments, saveMembers } from '../../../engine/directory';
import { acknowledgeRuns, getRun, listRuns, savePolicies } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { saveAgreements } from '../../../engine/sla';
import { onBothDatabases } from '../../support/harness';
import { listen, openCompany, type Company } from '../../support/company';

const ONE = { targets: [{ metric: 'firstResponse', target: '2h' }], warnAtPercent: [] };
const uma = { id: 'uma', name: 'Uma', email: 'uma@acme.example', departmentId: 'it', managerId: 'hanna' };

const mails = ({ log }: Company) => log.filter((line) => line.includes('mail to'));
const calledOff = async ({ engine }: Company): Promise<string[]> =>
	(
		await engine.store.read((db) =>
			db.selectFrom('event').select('data').where('type', '=', 'escalation.standDown').execute(),
		)
	)
		.map(({ data }) => {
			const { memberId, reason } = JSON.parse(data) as { memberId: string; reason: string };
			return `${memberId}: ${reason}`;
		})
		.sort();
const runOf = async ({ engine }: Company, requestId: string) =>
	(await listRuns(engine, { requestId, limit: 1 }))[0];

async function give(company: Company, requestId: string, fact: Record<string, unknown>, more = {}) {
	await company.say(requestId, fact, more);
	await company.settle();
}
const assign = (company: Company, requestId: string, assignee: string, more = {}) =>
	give(company, requestId, { kind: 'assigned', assignee }, more);
const TO_ROSA = { kind: 'handedOff', departmentId: 'hr', assignee: 'rosa' };

async function take(company: Company, runId: string, by: string) {
	const outcome = unwrap((await acknowledgeRuns(company.engine, [{ runId, by }]))[0]);
	await company.settle();
	return outcome;
}

onBothDatabases('a request that is passed on in mid-escalation', (open) => {
	it('calls the same people off more than once: an expired acknowledgement, then a handoff', async () => {
		const company = await openCompany(open, { agreement: ONE });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await take(company, (await runOf(company, requestId))?.runId ?? '', 'hanna');
		await company.at('2026-03-03T11:06Z');
		await give(company, requestId, TO_ROSA);
		expect(await calledOff(company)).toEqual(['tom: escalation.acknowledged', 'tom: request.handedOff']);
		expect(mails(company).at(-1)).toBe('11:06 mail to Rosa (2.1)');
	});

	it.each(['responded', 'resolved', 'cancelled', 'acknowledged', 'moved'])(
		'away and back, then %s: everybody hears once, and nothing is refused',
		async (end) => {
			const company = await openCompany(open, {
				agreement: ONE,
				policy: { levels: [{ targets: [{ kind: 'assignee' }] }], exhaustedAfter: '10 min' },
			});
			unwrap((await saveMembers(company.engine, [uma]))[0]);
			const { requestId } = await company.ask();
			await company.at('2026-03-02T11:15Z');
			await give(company, requestId, { kind: 'updated' });
			await assign(company, requestId, 'uma');
			await assign(company, requestId, 'tom');
			if (end === 'acknowledged')
				await take(company, (await runOf(company, requestId))?.runId ?? '', 'hanna');
			else if (end === 'moved') {
				const agreement = { id: 'laptop-sla', serviceId: 'laptop', calendarId: 'office' };
				const targets = [{ metric: 'firstResponse', target: '7h' }];
				unwrap((await saveAgreements(company.engine, [{ ...agreement, targets }]))[0]);
				await company.fastForward('1m');
			} else await give(company, requestId, { kind: end });
			expect((await calledOff(company)).filter((line) => line.startsWith('tom'))).toHaveLength(2);
			expect((await calledOff(company)).filter((line) => line.startsWith('uma'))).toEqual([
				'uma: request.assigned',
			]);
		},
	);

	it('to a department without a head, then to somebody: they are told at once', async () => {
		const company = await openCompany(open, { agreement: ONE });
		unwrap((await saveDepartments(company.engine, [{ id: 'hr', headId: null }]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await give(company, requestId, { kind: 'handedOff', departmentId: 'hr' });
		await company.at('2026-03-02T11:10Z');
		await assign(company, requestId, 'rosa');
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '11:10 mail to Rosa (1.1)']);
	});

	it('where nobody was found before: the levels begin with the new holder', async () => {
		const company = await openCompany(open, { agreement: ONE });
		unwrap((await saveDepartments(company.engine, [{ id: 'it', headId: null }]))[0]);
		const { requestId } = await company.ask({ assignee: undefined });
		await company.at('2026-03-02T11:05Z');
		expect((await runOf(company, requestId))?.state).toBe('nobody');
		await assign(company, requestId, 'tom');
		await company.at('2026-03-02T11:36Z');
		expect(mails(company)).toEqual(['11:05 mail to Tom (2.1)', '11:35 mail to Hanna (2.2)']);
	});

	it('while no workflow listens: the new holder is told when one does', async () => {
		const company = await openCompany(open, { agreement: ONE });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await company.engine.transaction(async (trx) => {
			await trx.deleteFrom('subscription').execute();
		});
		await give(company, requestId, TO_ROSA);
		await company.at('2026-03-02T11:20Z');
		await company.begin();
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '11:20 mail to Rosa (2.1)']);
	});

	it('to where a workflow listens: what was due is told there', async () => {
		const company = await openCompany(open, { agreement: ONE, listens: false });
		await listen(company, 'everything', ['escalation.notify'], { departmentIds: ['hr'] });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await give(company, requestId, TO_ROSA);
		expect(mails(company)).toEqual(['11:05 mail to Rosa (1.1)']);
	});

	it('between two passes: whom a level names by name is not called off, and the mail names the pass that was', async () => {
		const company = await openCompany(open, {
			agreement: ONE,
			policy: {
				repeat: 1,
				repeatAfter: '2h',
				levels: [
					{ targets: [{ kind: 'assignee' }] },
					{ delay: '30 min', targets: [{ kind: 'member', memberId: 'rosa' }] },
				],
			},
		});
		unwrap((await saveMembers(company.engine, [uma]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T12:05Z');
		await assign(company, requestId, 'uma');
		expect(await calledOff(company)).toEqual(['tom: request.assigned']);
		expect(mails(company).at(-1)).toBe('12:05 mail to Uma (1.2)');
	});

	it('only filed otherwise: nobody is told anew, nor is it said again that nobody is found', async () => {
		const company = await openCompany(open, { agreement: ONE });
		unwrap((await saveDepartments(company.engine, [{ id: 'it', headId: null }]))[0]);
		const { requestId } = await company.ask({ assignee: undefined });
		await company.at('2026-03-02T11:05Z');
		await give(company, requestId, { kind: 'corrected', title: 'A laptop, urgently' });
		await company.at('2026-03-02T12:00Z');
		expect(company.log.filter((line) => line.includes('nobody'))).toHaveLength(1);
		expect((await runOf(company, requestId))?.state).toBe('nobody');
		const other = await openCompany(open, { agreement: ONE });
		const told = await other.ask();
		await other.at('2026-03-02T11:05Z');
		await other.engine.transaction(async (trx) => {
			await trx.deleteFrom('subscription').execute();
		});
		await give(other, told.requestId, { kind: 'corrected', title: 'A laptop, urgently' });
		await other.begin();
		await other.at('2026-03-02T11:29Z');
		expect(mails(other)).toEqual(['11:00 mail to Tom (1.1)']);
	});

	it('in the past that is brought in: nobody is told', async () => {
		const company = await openCompany(open, { agreement: ONE });
		unwrap((await saveMembers(company.engine, [uma]))[0]);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await assign(company, requestId, 'uma', { history: true, at: Date.parse('2026-03-02T10:00Z') });
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)']);
		expect(await calledOff(company)).toEqual([]);
	});
});

onBothDatabases('an escalation that begins again', (open) => {
	const TWO = { targets: [...ONE.targets, { metric: 'resolution', target: '5h' }], warnAtPercent: [] };

	it('keeps the version of the policy that it began with', async () => {
		const company = await openCompany(open, {
			agreement: TWO,
			policy: { exhaustedAfter: '10 min', levels: [{ targets: [{ kind: 'assignee' }] }] },
		});
		await company.ask();
		await company.at('2026-03-02T11:20Z');
		const edited = {
			id: 'climb',
			levels: [{ delay: '1h', targets: [{ kind: 'departmentHead' }] }],
			repeat: 2,
			repeatAfter: '15 min',
		};
		unwrap((await savePolicies(company.engine, [edited]))[0]);
		await company.at('2026-03-02T16:50Z');
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)', '14:00 mail to Tom (2.1)']);
	});

	it('tells whoever took on what was broken before and is done; the link of then is good for what is broken now', async () => {
		const company = await openCompany(open, { agreement: TWO });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		const before = (await runOf(company, requestId))?.runId ?? '';
		await take(company, before, 'hanna');
		await give(company, requestId, { kind: 'responded' });
		await company.at('2026-03-02T14:05Z');
		expect(mails(company).slice(1).sort()).toEqual(['14:00 mail to Hanna (1.1)', '14:00 mail to Tom (1.1)']);
		expect(await take(company, before, 'tom')).toMatchObject({ changed: true, acknowledgedBy: 'hanna' });
		const now = await runOf(company, requestId);
		expect(await getRun(company.engine, now?.runId ?? '')).toMatchObject({
			state: 'acknowledged',
			acknowledgedBy: 'tom',
		});
		expect(await take(company, before, 'tom')).toMatchObject({ changed: false });
	});
});
