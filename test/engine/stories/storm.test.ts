import {
	acknowledgeQuery,
	answerAcknowledgePage,
	listRuns,
	onEveryChannel,
	overdueQuery,
	summaryNow,
} from '../../../engine/escalation';
import { saveDepartments } from '../../../engine/directory';
import type { TimelineEvent } from '../../../engine/event';
import type { PageRequest } from '../../../engine/pages';
import { onBothDatabases } from '../../support/harness';
import { listen, openCompany, type Company } from '../../support/company';

type Summary = TimelineEvent<'escalation.summary'>;

const DUE_IN_TWO_HOURS = {
	agreement: { targets: [{ metric: 'firstResponse', target: '2h' }], warnAtPercent: [] },
};
/** One level, so that nobody but Tom hears. */
const TOM_ALONE = {
	...DUE_IN_TWO_HOURS,
	policy: { levels: [{ targets: [{ kind: 'assignee' }] }], exhaustedAfter: '3 working days' },
};

async function askMany(company: Company, count: number, changes: Record<string, unknown> = {}) {
	const asked: string[] = [];
	for (let n = 1; n <= count; n++)
		asked.push((await company.ask({ title: `Request ${n}`, ...changes })).requestId);
	return asked;
}

const mails = ({ log }: Company) => log.filter((line) => line.includes('mail to'));
const of = <T extends TimelineEvent['type']>({ arrived }: Company, type: T) =>
	arrived.flatMap(({ event }) => (event.type === type ? [event as TimelineEvent<T>] : []));

const browse = async ({ engine }: Company, query: string, request: Partial<PageRequest> = {}) => {
	const [name = '', value] = query.split('=');
	const whole = { method: 'GET', query: { [name]: value }, headers: {}, body: {}, ...request } as const;
	return (await answerAcknowledgePage(engine, whole, 'UTC')).page;
};

onBothDatabases('a storm of breaches', (open) => {
	it('sends twelve messages an hour to one person, and the rest in one', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await askMany(company, 30);
		await company.at('2026-03-02T11:00:30Z');
		expect(mails(company)).toHaveLength(12);
		expect(of(company, 'escalation.summary')).toEqual([]);
		await company.at('2026-03-02T11:02Z');
		const [summary, ...others] = of(company, 'escalation.summary');
		expect(others).toEqual([]);
		expect(summary?.data).toMatchObject({ memberId: 'tom', count: 18 });
		expect(summary?.data.worst).toHaveLength(5);
		expect(mails(company)).toHaveLength(12);
		await company.at('2026-03-02T14:00Z');
		expect(of(company, 'escalation.summary')).toHaveLength(1);
	});

	it('names the most urgent and then the longest overdue', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await askMany(company, 14);
		await company.at('2026-03-02T09:20Z');
		await askMany(company, 3, { priority: 'low', title: 'Low' });
		await askMany(company, 12, { priority: 'urgent', title: 'Urgent' });
		await company.at('2026-03-02T11:30Z');
		const [first, second] = of(company, 'escalation.summary');
		expect(first?.data).toMatchObject({ count: 2 });
		// Urgent ones have places of their own.
		expect(mails(company)).toHaveLength(24);
		expect(second?.data.worst.map(({ title }) => title)).toEqual(['Low', 'Low', 'Low']);
	});

	it('puts the urgent first where they come together', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await askMany(company, 20);
		await askMany(company, 2, { priority: 'urgent', title: 'Urgent' });
		await company.at('2026-03-02T11:02Z');
		const told = of(company, 'escalation.notify').map(({ data }) => data.title);
		expect(told.filter((title) => title === 'Urgent')).toHaveLength(2);
		expect(of(company, 'escalation.summary')[0]?.data.count).toBe(10);
	});

	it('leaves out what is settled by then, and says nothing where all is', async () => {
		const company = await openCompany(open, TOM_ALONE);
		const asked = await askMany(company, 15);
		await company.at('2026-03-02T11:00:30Z');
		const held = await company.engine.store.read(async (db) => {
			const rows = await db
				.selectFrom('notification')
				.innerJoin('escalation_run', 'escalation_run.id', 'notification.run_id')
				.select('request_id')
				.where('held_at', 'is not', null)
				.execute();
			return rows.map(({ request_id }) => request_id);
		});
		expect(asked).toEqual(expect.arrayContaining(held));
		expect(held).toHaveLength(3);
		await company.say(held[0] ?? '', { kind: 'resolved' });
		await company.at('2026-03-02T11:02Z');
		const [summary] = of(company, 'escalation.summary');
		expect(summary?.data.count).toBe(2);
		await company.say(held[1] ?? '', { kind: 'resolved' });
		expect(
			(await summaryNow(company.engine, summary?.id ?? '', summary?.data as Summary['data'])).count,
		).toBe(1);
	});

	it('withdraws a summary that has not left when all of it is settled', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await listen(company, 'asleep', ['escalation.summary']);
		const asked = await askMany(company, 13);
		await company.at('2026-03-02T11:02Z');
		for (const requestId of asked) await company.say(requestId, { kind: 'resolved' });
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('delivery').selectAll().where('subscription_id', '=', 'asleep').execute(),
		);
		expect(rows.map(({ state, settled_by }) => `${state} ${settled_by}`)).toEqual(['done withdrawal']);
	});

	it('sends every message where no workflow sends summaries', async () => {
		const company = await openCompany(open, { ...TOM_ALONE, listens: false });
		await listen(company, 'everything', ['escalation.notify']);
		await askMany(company, 15);
		await company.at('2026-03-02T11:02Z');
		expect(mails(company)).toHaveLength(15);
	});

	it('makes a summary of its own for a workflow that listens to one department', async () => {
		const company = await openCompany(open, { ...TOM_ALONE, listens: false });
		await listen(company, 'everything', ['escalation.notify', 'escalation.summary']);
		await listen(company, 'hr', ['escalation.summary'], { departmentIds: ['hr'] });
		const asked = await askMany(company, 14);
		for (const requestId of asked.slice(7))
			await company.say(requestId, { kind: 'handedOff', departmentId: 'hr', assignee: 'tom' });
		await company.at('2026-03-02T11:02Z');
		const summaries = of(company, 'escalation.summary').map(({ data, departmentId }) => [
			departmentId,
			data.count,
		]);
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('delivery').select('event_id').where('subscription_id', '=', 'hr').execute(),
		);
		expect(summaries.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(2);
		expect(rows).toHaveLength(summaries.filter(([department]) => department === 'hr').length);
	});

	it('waits with a summary for a workflow that sends it', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await askMany(company, 15);
		await company.at('2026-03-02T11:00:30Z');
		await company.engine.transaction(async (trx) => {
			await trx.updateTable('subscription').set({ types: '[]' }).execute();
		});
		await company.at('2026-03-02T12:00Z');
		expect(of(company, 'escalation.summary')).toEqual([]);
		await company.begin();
		await company.settle();
		expect(of(company, 'escalation.summary').map(({ data }) => data.count)).toEqual([3]);
	});

	it('calls off by mail whom a mail of their own had told, and nobody for a summary', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await listen(company, 'off', ['escalation.standDown']);
		const asked = await askMany(company, 20);
		await company.at('2026-03-02T11:02Z');
		for (const requestId of asked) await company.say(requestId, { kind: 'resolved' });
		const off = await company.engine.store.read((db) =>
			db.selectFrom('event').select('id').where('type', '=', 'escalation.standDown').execute(),
		);
		expect(off).toHaveLength(12);
	});

	it('has a mail in three languages, and a page with the way to each', async () => {
		const company = await openCompany(open, TOM_ALONE);
		const asked = await askMany(company, 20);
		await company.at('2026-03-02T11:02Z');
		const summary = of(company, 'escalation.summary')[0] as Summary;
		const mail = (memberLocale: string) =>
			onEveryChannel((channel) =>
				channel.summary(
					{ ...summary.data, memberLocale },
					{ listUrl: 'https://n8n.example/x', timezone: 'UTC' },
				),
			)['mail'] as { subject: string; text: string };
		expect(mail('en').subject).toBe('[Escalation] 8 more requests are overdue');
		expect(mail('en').text).toContain(
			'New laptop, first response, was due Monday, 2 March 2026 at 11:00 (UTC)',
		);
		expect(mail('de').subject).toBe('[Eskalation] 8 weitere Anfragen sind überfällig');
		expect(mail('zh').subject).toBe('【升级】另有 8 个请求已超时');
		const list = await overdueQuery(company.engine, summary.data.notificationId);
		const shown = await browse(company, list);
		expect(shown.html).toContain('20 requests are waiting for somebody to see to them.');
		const links = [...shown.html.matchAll(/href="\?(token=[^"]+)"/g)].map(([, query]) => query ?? '');
		expect(links).toHaveLength(20);
		const one = await browse(company, links[0] ?? '');
		expect(one.html).toContain('You answer as Tom.');
		for (const requestId of asked) await company.say(requestId, { kind: 'resolved' });
		expect((await browse(company, list)).html).toContain('Nothing is waiting for you.');
	});

	it('reveals nothing to a link of another kind, or one that is forged or expired', async () => {
		const company = await openCompany(open, TOM_ALONE);
		await askMany(company, 13);
		await company.at('2026-03-02T11:02Z');
		const { notificationId } = (of(company, 'escalation.summary')[0] as Summary).data;
		const token = (await acknowledgeQuery(company.engine, notificationId)).slice('token='.length);
		const list = (await overdueQuery(company.engine, notificationId)).slice('list='.length);
		const forged = `${list.slice(0, -1)}${list.endsWith('A') ? 'B' : 'A'}`;
		for (const query of [`list=${token}`, `token=${list}`, `list=${forged}`, 'list=x']) {
			const page = await browse(company, query);
			expect([page.status, page.html.includes('Request')]).toEqual([403, false]);
		}
		company.now += 31 * 24 * 3_600_000;
		expect((await browse(company, `list=${list}`)).status).toBe(410);
	});

	it('sounds twelve alarms an hour about a department, and the last says until when there is quiet', async () => {
		const company = await openCompany(open, {
			...DUE_IN_TWO_HOURS,
			policy: { levels: [{ targets: [{ kind: 'departmentHead' }] }] },
		});
		await saveDepartments(company.engine, [{ id: 'it', headId: null }]);
		await askMany(company, 15, { assignee: undefined });
		await company.at('2026-03-02T11:01Z');
		const alarms = of(company, 'escalation.nobody').map(({ data }) => data.quietUntil);
		expect(alarms).toEqual([...new Array<null>(11).fill(null), '2026-03-02T12:00:00.001Z']);
		const [last] = of(company, 'escalation.nobody').slice(-1);
		const text = (
			onEveryChannel((channel) => channel.alarm(last as never, 'UTC'))['mail'] as { text: string }
		).text;
		expect(text).toContain('No further one is mailed until Monday, 2 March 2026 at 12:00 (UTC)');
		await company.at('2026-03-02T11:30Z');
		await askMany(company, 1, { assignee: undefined });
		await company.at('2026-03-02T14:00Z');
		expect(of(company, 'escalation.nobody')).toHaveLength(13);
	});

	it('ends a run that has notified a hundred times', async () => {
		const company = await openCompany(open, {
			...DUE_IN_TWO_HOURS,
			policy: {
				levels: Array.from({ length: 20 }, () => ({
					delay: '1 min',
					countedIn: 'elapsed',
					again: true,
					targets: [{ kind: 'assignee' }],
				})),
				repeat: 20,
				exhaustedAfter: '1 min',
			},
			staysAlive: true,
		});
		const [requestId = ''] = await askMany(company, 1);
		await company.at('2026-03-03T09:00Z');
		const [run] = await listRuns(company.engine, { requestId, limit: 1 });
		expect(run).toMatchObject({ state: 'exhausted' });
		expect((run?.['notifications'] as unknown[]).length).toBe(100);
		expect(of(company, 'escalation.exhausted')).toHaveLength(1);
	});
});
