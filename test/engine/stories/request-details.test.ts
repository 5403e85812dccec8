import { saveServices } from '../../../engine/directory';
import {
	acknowledgeQuery,
	answerAcknowledgePage,
	briefingOf,
	getRun,
	listRuns,
	onEveryChannel,
	reminderOf,
} from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import type { Mail } from '../../../engine/pages';
import { explainRequest, getRequest } from '../../../engine/sla';
import { mirrorTickets } from '../../../engine/tickets';
import { claimDeliveries } from '../../../engine/timeline';
import { listen, openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const URL = 'https://desk.example/tickets/7';
const DETAILS = { description: 'She starts on 1 April.\nFrom Lyon.', externalUrl: URL };
const TICKET = { externalRef: 'desk-7', title: 'Laptop', service: 'laptop', requester: 'rosa' };

const hear = async ({ engine }: Company, notice: Record<string, unknown>) =>
	unwrap((await mirrorTickets(engine, [notice]))[0]);
const detailsOf = async ({ engine }: Company, key: string) => {
	const { description, externalUrl } = await getRequest(engine, key);
	return { description, externalUrl };
};
const refusal = async (work: Promise<unknown>): Promise<unknown> =>
	await work.then(
		() => undefined,
		(error: unknown) => error,
	);

onBothDatabases('what was asked, and where its ticket is', (open) => {
	it('is there when it was said at the opening, and null where nobody said so', async () => {
		const company = await openCompany(open);
		const { requestId, ...opened } = await company.ask(DETAILS);
		expect(opened).toMatchObject(DETAILS);
		expect(await detailsOf(company, requestId)).toEqual(DETAILS);
		const silent = await company.ask();
		expect(await detailsOf(company, silent.requestId)).toEqual({ description: null, externalUrl: null });
	});

	it('goes with every event as the address; the description is in none', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask(DETAILS);
		await company.say(requestId, { kind: 'corrected', description: 'She starts on 2 April.' });
		await company.at('2026-03-02T12:00Z');
		const events = await company.engine.store.read((db) =>
			db.selectFrom('event').select(['type', 'data']).where('request_id', '=', requestId).execute(),
		);
		expect(events.map(({ type }) => type)).toEqual(
			expect.arrayContaining(['request.opened', 'request.corrected', 'clock.breached', 'escalation.notify']),
		);
		for (const { data } of events) {
			expect(JSON.parse(data)).toMatchObject({ externalUrl: URL });
			expect(data).not.toContain('April');
		}
	});

	it('is corrected like the title, and said by the facts', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask(DETAILS);
		const better = { description: 'From Paris.', externalUrl: 'https://desk.example/tickets/8' };
		const corrected = { kind: 'corrected', ...better };
		expect(await company.say(requestId, corrected)).toMatchObject({ changed: true });
		expect(await detailsOf(company, requestId)).toEqual(better);
		expect(await company.say(requestId, corrected)).toMatchObject({ changed: false });
		// News of before the correction do not undo it.
		await company.at('2026-03-02T10:00Z');
		await company.say(requestId, { kind: 'responded' }, { at: Date.parse('2026-03-02T09:00Z') });
		expect(await detailsOf(company, requestId)).toEqual(better);
		const { facts } = await explainRequest(company.engine, requestId);
		expect(facts.filter(({ kind }) => kind !== 'responded')).toMatchObject([DETAILS, better]);
	});

	it('is refused in words where it cannot be', async () => {
		const company = await openCompany(open);
		expect(await refusal(company.ask({ externalUrl: 'javascript:alert(1)' }))).toMatchObject({
			field: 'externalUrl',
			message: 'The request\'s externalUrl ("javascript:alert(1)") is not a web address',
			hint: expect.stringContaining('address bar'),
		});
		expect(await refusal(company.ask({ description: 'x'.repeat(10_001) }))).toMatchObject({
			field: 'description',
			message: expect.stringContaining('is longer than 10,000 characters'),
		});
	});
});

onBothDatabases('what another desk says of it', (open) => {
	it('is taken over, and followed when it changes', async () => {
		const company = await openCompany(open);
		await hear(company, { ...TICKET, ...DETAILS });
		expect(await detailsOf(company, 'desk-7')).toEqual(DETAILS);
		expect(await hear(company, { ...TICKET, ...DETAILS })).toMatchObject({ news: 'nothing' });
		expect(await hear(company, { externalRef: 'desk-7', description: 'From Paris.' })).toMatchObject({
			news: 'changed',
			facts: ['corrected'],
		});
		expect(await detailsOf(company, 'desk-7')).toEqual({ ...DETAILS, description: 'From Paris.' });
	});

	it('is as the latest said, in whatever order it is heard of', async () => {
		const company = await openCompany(open);
		await company.at('2026-03-02T12:00Z');
		const said = (time: string, description: string) => ({
			...TICKET,
			description,
			at: Date.parse(`2026-03-02T${time}Z`),
			sourceRef: time,
		});
		await hear(company, said('10:00', 'First'));
		await hear(company, said('11:30', 'First'));
		await hear(company, said('11:00', 'In between'));
		expect((await detailsOf(company, 'desk-7')).description).toBe('First');
	});

	it('is cut where it is too long, and rid of control characters: the ticket is not lost for it', async () => {
		const company = await openCompany(open);
		const description = `Page 1\f\u0000${'👩‍💻'.repeat(4_000)}`;
		await hear(company, { ...TICKET, description });
		const kept = (await detailsOf(company, 'desk-7')).description ?? '';
		expect(kept).toMatch(/^Page 1👩‍💻/);
		expect(kept).toMatch(/👩‍💻…$/);
		expect(kept.length).toBeLessThanOrEqual(10_000);
		expect(await hear(company, { ...TICKET, description })).toMatchObject({ news: 'nothing' });
	});

	it('is left out with a warning where it is no address', async () => {
		const company = await openCompany(open);
		for (const [externalUrl, news] of [
			['javascript:alert(1)', 'opened'],
			[{ href: URL }, 'nothing'],
		] as const)
			expect(await hear(company, { ...TICKET, externalUrl })).toMatchObject({
				news,
				externalUrl: null,
				warnings: [
					expect.stringMatching(
						/^Ticket 'desk-7': The notice's externalUrl .* is not a web address\..*It was left out\.$/,
					),
				],
			});
	});
});

/** What Tom gets about the request: the reminder, the mail and the page. */
async function shownOf(company: Company, changes: Record<string, unknown>): Promise<Record<string, string>> {
	const { engine } = company;
	await listen(company, 'warnings', ['clock.warning']);
	const { requestId } = await company.ask({ ...DETAILS, ...changes });
	await company.at('2026-03-02T10:31Z');
	const [warning] = await claimDeliveries(engine, 'warnings', 1, 60_000);
	if (warning?.event.type !== 'clock.warning') throw new Error('no warning');
	const reminder = (await reminderOf(engine, warning.event.data, 'UTC')).mail;
	await company.at('2026-03-02T11:00:30Z');
	const notify = company.arrived.at(-1)?.event;
	if (notify?.type !== 'escalation.notify') throw new Error('nobody was notified');
	const briefing = await briefingOf(engine, notify.data);
	const reply = { acknowledgeUrl: 'https://x.example', now: engine.now(), timezone: 'UTC', briefing };
	const mail = onEveryChannel((channel) => channel.compose(notify.data, reply)).mail as Mail;
	const runId = (await listRuns(engine, { requestId, limit: 1 }))[0]?.runId ?? '';
	const told = (await getRun(engine, runId)).notifications as readonly { notificationId: string }[];
	const token = (await acknowledgeQuery(engine, told[0]?.notificationId ?? '')).slice('token='.length);
	const visit = { method: 'GET', query: { token }, headers: {}, body: {} } as const;
	return {
		reminderText: reminder?.text ?? '',
		reminderHtml: reminder?.html ?? '',
		mailText: mail.text,
		mailHtml: mail.html,
		page: (await answerAcknowledgePage(engine, visit, 'UTC')).page.html,
	};
}

onBothDatabases('who is notified sees', (open) => {
	it('what was asked and a link to the ticket, in reminder, mail and page (N13)', async () => {
		const shown = await shownOf(await openCompany(open), {});
		for (const text of [shown.reminderText, shown.mailText]) {
			expect(text).toContain('Description:\n  She starts on 1 April.\n  From Lyon.\n');
			expect(text).toContain(`Ticket: ${URL}\n`);
		}
		for (const html of [shown.reminderHtml, shown.mailHtml, shown.page]) {
			expect(html).toContain('She starts on 1 April.\nFrom Lyon.');
			expect(html).toContain(`<a href="${URL}" rel="noreferrer">${URL}</a>`);
		}
	});

	it('the beginning of what is long, without rows of blank lines', async () => {
		const description = `Line 1\r\n\r\n \r\n\r\nLine 2 ${'<b>&'.repeat(500)}`;
		const shown = await shownOf(await openCompany(open), { description });
		for (const html of [shown.reminderHtml, shown.mailHtml, shown.page])
			expect(html).toMatch(/Line 1\n\nLine 2 (&lt;b&gt;&amp;){146}…</);
	});

	it('nothing of what a confidential service was asked for; the ticket stays a link', async () => {
		const company = await openCompany(open);
		unwrap((await saveServices(company.engine, [{ id: 'laptop', confidential: true }]))[0]);
		for (const text of Object.values(await shownOf(company, {}))) {
			expect(text).not.toMatch(/April|Lyon|Description/);
			expect(text).toContain(URL);
		}
	});
});
