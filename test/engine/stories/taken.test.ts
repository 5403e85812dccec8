import { saveMembers } from '../../../engine/directory';
import { acknowledgeRuns, getRun, listRuns } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

const mails = ({ log }: Company) => log.filter((line) => line.includes('mail to'));

async function take(company: Company, requestId: string, by: string): Promise<string> {
	const [run] = await listRuns(company.engine, { requestId, limit: 1 });
	unwrap((await acknowledgeRuns(company.engine, [{ runId: run?.runId ?? '', by }]))[0]);
	await company.settle();
	return run?.runId ?? '';
}

const standDowns = async ({ engine }: Company): Promise<string[]> =>
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

/** Answered late: due 11:00, and 12:00 to be resolved. */
const TWO = {
	targets: [
		{ metric: 'firstResponse', target: '2h' },
		{ metric: 'resolution', target: '3h' },
	],
	warnAtPercent: [],
};

onBothDatabases('an escalation that somebody has taken on', (open) => {
	it('expires after a working day: the first level hears, and so does whoever took it on', async () => {
		const company = await openCompany(open, { agreement: { targets: [TWO.targets[0]] } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		const runId = await take(company, requestId, 'hanna');
		expect(await standDowns(company)).toEqual(['tom: escalation.acknowledged']);
		expect(await getRun(company.engine, runId)).toMatchObject({
			state: 'acknowledged',
			nextAt: '2026-03-03T11:31:00.000Z',
		});
		await company.at('2026-03-03T11:32Z');
		expect(mails(company).slice(2).sort()).toEqual(['11:31 mail to Hanna (2.1)', '11:31 mail to Tom (2.1)']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({ broken: [{ metric: 'firstResponse' }] });
		await company.at('2026-03-03T12:02Z');
		expect(await getRun(company.engine, runId)).toMatchObject({ state: 'active', level: 3 });
		await company.say(requestId, { kind: 'resolved' });
		expect(await standDowns(company)).toEqual([
			'hanna: request.resolved',
			'tom: escalation.acknowledged',
			'tom: request.resolved',
		]);
	});

	it('does not expire once it is done', async () => {
		const company = await openCompany(open, { agreement: { targets: [TWO.targets[0]] } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:01Z');
		const runId = await take(company, requestId, 'tom');
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-05T11:00Z');
		expect(mails(company)).toHaveLength(1);
		expect(await getRun(company.engine, runId)).toMatchObject({
			state: 'acknowledged',
			acknowledgedBy: 'tom',
			nextAt: null,
		});
		expect(await standDowns(company)).toEqual([]);
	});

	it('covers what was broken then: what is broken later starts with the first level and whoever took it on', async () => {
		const company = await openCompany(open, { agreement: TWO });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		await take(company, requestId, 'hanna');
		await company.at('2026-03-02T12:01Z');
		expect(mails(company).slice(2).sort()).toEqual(['12:00 mail to Hanna (2.1)', '12:00 mail to Tom (2.1)']);
	});

	it('covers two promises that are broken at once with one acknowledgement', async () => {
		const company = await openCompany(open, {
			agreement: { ...TWO, targets: [TWO.targets[0], { metric: 'resolution', target: '2h' }] },
		});
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:01Z');
		expect(mails(company)).toEqual(['11:00 mail to Tom (1.1)']);
		await take(company, requestId, 'tom');
		await company.at('2026-03-02T16:59Z');
		expect(mails(company)).toHaveLength(1);
	});

	it('leaves out whoever took it on and has left since', async () => {
		const company = await openCompany(open, { agreement: TWO });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:31Z');
		await take(company, requestId, 'rosa');
		unwrap((await saveMembers(company.engine, [{ id: 'rosa', active: false }]))[0]);
		await company.at('2026-03-02T12:01Z');
		expect(mails(company).slice(2)).toEqual(['12:00 mail to Tom (2.1)']);
	});

	it('for as long as the policy says', async () => {
		const company = await openCompany(open, { policy: { acknowledgedFor: '1h' } });
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:10Z');
		await take(company, requestId, 'tom');
		await company.at('2026-03-02T12:11Z');
		expect(mails(company).slice(1)).toEqual(['12:10 mail to Tom (2.1)']);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			why: 'You are notified because the request is assigned to you.',
		});
	});
});
