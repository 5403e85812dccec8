import { saveMembers } from '../../../engine/directory';
import {
	acknowledgeQuery,
	answerAcknowledgePage,
	briefingOf,
	getRun,
	listRuns,
} from '../../../engine/escalation';
import type { EventData } from '../../../engine/event';
import { unwrap } from '../../../engine/outcome';
import { listRequests } from '../../../engine/sla';
import { linkSecret, makeToken, type Page, type PageRequest } from '../../../engine/pages';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

interface Story {
	readonly company: Company;
	readonly runId: string;
	/** What the browser of whoever was told first sends, and gets. */
	visit(request?: Partial<PageRequest>): Promise<Page>;
	/** Presses the button of a page that was just shown. */
	press(shown: Page, changes?: Partial<PageRequest>): Promise<Page>;
	state(): Promise<unknown>;
}

/** 11:00: a laptop is overdue, Tom has been told. */
async function toldTom(company: Company, changes: Record<string, unknown> = {}): Promise<Story> {
	const { requestId } = await company.ask(changes);
	await company.at('2026-03-02T11:00:30Z');
	const runId = (await listRuns(company.engine, { requestId, limit: 1 }))[0]?.runId ?? '';
	const visit = await browserOf(company, await toldAs(company, runId, 0));
	return {
		company,
		runId,
		visit,
		press: (shown, more = {}) =>
			visit({ method: 'POST', headers: FORM, body: { nonce: nonceOf(shown) }, ...more }),
		state: async () => (await getRun(company.engine, runId)).state,
	};
}

/** The notification with which the n-th person was told, counted from 0. */
async function toldAs({ engine }: Company, runId: string, nth: number): Promise<string> {
	const told = (await getRun(engine, runId)).notifications as readonly { notificationId: string }[];
	return told[nth]?.notificationId ?? '';
}

async function browserOf({ engine }: Company, notificationId: string) {
	const token = (await acknowledgeQuery(engine, notificationId)).slice('token='.length);
	return async (request: Partial<PageRequest> = {}) => {
		const whole = { method: 'GET', query: { token }, headers: {}, body: {}, ...request } as const;
		return (await answerAcknowledgePage(engine, whole, 'Europe/Berlin')).page;
	};
}

const nonceOf = (page: Page): string => /name="nonce" value="([^"]+)"/.exec(page.html)?.[1] ?? '';

onBothDatabases('the acknowledge page', (open) => {
	it('shows what is late and to whom it was promised, and changes nothing', async () => {
		const { visit, state } = await toldTom(await openCompany(open));
		const page = await visit();
		expect(page.status).toBe(200);
		for (const text of ['Laptop for the new colleague', 'New laptop', 'IT', 'Rosa', 'You answer as Tom.'])
			expect(page.html).toContain(text);
		// The workflow's zone: 11:00 UTC is noon in Berlin.
		expect(page.html).toMatch(/2 March 2026.* 11:00 \(UTC\)/);
		expect(await state()).toBe('active');
	});

	it('takes the request on when the button is pressed, in the name of whoever was told', async () => {
		const { company, visit, press, state, runId } = await toldTom(await openCompany(open));
		const shown = await visit();
		company.now += 2_000;
		const page = await press(shown);
		expect(page).toMatchObject({ status: 200, html: expect.stringContaining('Thank you for seeing to it') });
		expect(await state()).toBe('acknowledged');
		await company.at('2026-03-02T14:00Z');
		expect(company.log.slice(2)).toEqual(['11:00 mail to Tom (1.1)', '14:00 escalation.acknowledged']);
		expect(await getRun(company.engine, runId)).toMatchObject({ acknowledgedBy: 'tom' });
		expect((await visit()).html).toContain('You said that you are seeing to it');
	});

	it('assigns it to whoever presses "I\'ll do it", a member of the department that holds it; the other button does not', async () => {
		for (const assigns of [true, false]) {
			const company = await openCompany(open);
			const { visit, press } = await toldTom(company, { assignee: undefined });
			const shown = await visit();
			expect(shown.html).toContain('value="assign"');
			// It shows where the requester is reached.
			expect(shown.html).toContain('Rosa, rosa@acme.example');
			company.now += 2_000;
			const page = await press(shown, {
				body: { nonce: nonceOf(shown), do: assigns ? 'assign' : 'see' },
			});
			expect(page.html.includes('The request is assigned to you.')).toBe(assigns);
			const [request] = await listRequests(company.engine, { limit: 1 });
			expect(request?.assigneeId ?? null).toBe(assigns ? 'hanna' : null);
		}
	});

	it('offers to assign to nobody outside the department, to nobody who has it, and no ticket of another system', async () => {
		for (const changes of [{ assignee: 'rosa' }, {}, { assignee: undefined, externalRef: 'desk-1' }]) {
			const company = await openCompany(open);
			const { visit, press } = await toldTom(company, changes);
			const shown = await visit();
			expect(shown.html).not.toContain('value="assign"');
			company.now += 2_000;
			// Forged, it changes nothing.
			const page = await press(shown, { body: { nonce: nonceOf(shown), do: 'assign' } });
			expect(page.html).not.toContain('The request is assigned to you.');
			const [request] = await listRequests(company.engine, { limit: 1 });
			expect(request?.factCount).toBe(1);
		}
	});

	it('shows how far it got: who has it, who was notified, and what somebody wrote', async () => {
		const company = await openCompany(open);
		const { visit, runId } = await toldTom(company);
		await company.at('2026-03-02T11:31Z');
		const hanna = await browserOf(company, await toldAs(company, runId, 1));
		const shown = await hanna();
		expect(shown.html).toMatch(/Notified so far<\/dt>\s*<dd>Tom, [^<]+ at 11:00 \(UTC\)\nHanna, /);
		expect(shown.html).toMatch(/Assigned to<\/dt>\s*<dd>Tom</);
		company.now += 2_000;
		const body = { nonce: nonceOf(shown), do: 'assign', note: 'I’ll ring the <shop>\r\nat nine' };
		const done = await hanna({ method: 'POST', headers: FORM, body });
		expect(done.html).toMatch(/Assigned to<\/dt>\s*<dd>Hanna</);
		expect(done.html).toMatch(/Note<\/dt>\s*<dd>Hanna: I’ll ring the &lt;shop&gt;\nat nine</);
		expect((await visit()).html).toContain('Hanna is seeing to it');
		expect(await getRun(company.engine, runId)).toMatchObject({ note: 'I’ll ring the <shop>\nat nine' });
	});

	it('asks to shorten a note that is too long, and keeps what was typed', async () => {
		const { company, visit, press, state } = await toldTom(await openCompany(open));
		const shown = await visit();
		company.now += 2_000;
		const page = await press(shown, { body: { nonce: nonceOf(shown), do: 'see', note: '很'.repeat(501) } });
		expect(page.html).toContain('Your note has 501 characters. Please shorten it to 500.');
		expect(page.html).toContain('很'.repeat(501));
		expect(await state()).toBe('active');
	});

	it('hands it over to a colleague, who is notified at once', async () => {
		const company = await openCompany(open);
		await saveMembers(company.engine, [
			{ id: 'uma', name: 'Uma', email: 'uma@acme.example', departmentId: 'it', managerId: 'hanna' },
		]);
		const { visit, press, state } = await toldTom(company);
		const shown = await visit();
		expect([...shown.html.matchAll(/<option value="([^"]*)"/g)].map(([, id]) => id)).toEqual([
			'',
			'hanna',
			'uma',
		]);
		company.now += 2_000;
		const nobody = await press(shown, { body: { nonce: nonceOf(shown), do: 'handOver', to: 'rosa' } });
		expect(nobody.html).toContain('Please choose the colleague to whom you hand it over.');
		const page = await press(shown, {
			body: { nonce: nonceOf(shown), do: 'handOver', to: 'uma', note: 'You know the printer' },
		});
		expect(page.html).toContain('The request is assigned to Uma now. Notified: Uma.');
		expect(page.html).toMatch(/Assigned to<\/dt>\s*<dd>Uma</);
		expect(await state()).toBe('active');
		await company.settle();
		const last = company.arrived.at(-1)?.event;
		expect(last).toMatchObject({ type: 'escalation.notify', data: { memberId: 'uma' } });
		const briefing = await briefingOf(company.engine, last?.data as EventData['escalation.notify']);
		expect(briefing.note).toEqual({ by: 'Tom', text: 'You know the printer' });
	});

	it('offers no handing over of a ticket of another system', async () => {
		const { visit } = await toldTom(await openCompany(open), { externalRef: 'desk-1' });
		expect((await visit()).html).not.toContain('<select');
	});

	it('is not moved by a scanner: fifty visits, one HEAD, and the button at once', async () => {
		const { company, visit, press, state } = await toldTom(await openCompany(open));
		let shown = await visit({ method: 'HEAD' });
		for (let visits = 0; visits < 50; visits++) shown = await visit();
		company.now += 1_999;
		const page = await press(shown);
		expect(page.html).toContain('Please press the button once more');
		expect(await state()).toBe('active');
		// The page it shows instead is a page like any other: a person goes on with it.
		company.now += 2_000;
		await press(page);
		expect(await state()).toBe('acknowledged');
	});

	it('asks once more where the form is a day old, has no nonce, or one of another page', async () => {
		const company = await openCompany(open);
		const { visit, press, state, runId } = await toldTom(company);
		await company.at('2026-03-02T11:31Z');
		const hanna = await browserOf(company, await toldAs(company, runId, 1));
		const shown = await visit();
		const foreign = await hanna();
		company.now += 2_000;
		const answers = [
			await press(foreign),
			await press(shown, { body: {} }),
			await press(shown, { body: { nonce: ['a', 'b'] } }),
		];
		company.now += 24 * 3_600_000;
		answers.push(await press(shown));
		for (const answer of answers) expect(answer.html).toContain('Please press the button once more');
		expect(await state()).not.toBe('acknowledged');
	});

	it('says who has taken it on when somebody else was quicker', async () => {
		const company = await openCompany(open);
		const { visit, press, runId } = await toldTom(company);
		const tomsPage = await visit();
		await company.at('2026-03-02T11:31Z');
		const hanna = await browserOf(company, await toldAs(company, runId, 1));
		const hannasPage = await hanna();
		company.now += 2_000;
		await hanna({ method: 'POST', headers: FORM, body: { nonce: nonceOf(hannasPage) } });
		const late = await press(tomsPage);
		expect(late.html).toContain('Hanna is seeing to it');
		expect(nonceOf(late)).toBe('');
		expect(await getRun(company.engine, runId)).toMatchObject({ acknowledgedBy: 'hanna' });
	});

	it('has nothing to ask when the request was settled meanwhile', async () => {
		const { company, visit, press, runId } = await toldTom(await openCompany(open));
		const shown = await visit();
		const { requestId } = await getRun(company.engine, runId);
		await company.say(String(requestId), { kind: 'resolved' });
		company.now += 2_000;
		const page = await press(shown);
		expect(page.html).toContain('This request is settled');
		expect(nonceOf(page)).toBe('');
	});

	describe('refuses, and changes nothing,', () => {
		const refusals: readonly [string, number, (token: string) => Partial<PageRequest>][] = [
			['a forged token', 403, (token) => ({ query: { token: `${token.slice(0, -3)}xyz` } })],
			['no token', 403, () => ({ query: {} })],
			['two tokens', 403, (token) => ({ query: { token: [token, token] } })],
			['a form that is JSON', 415, () => ({ headers: { 'content-type': 'application/json' } })],
			['a form without a type', 415, () => ({ headers: {} })],
			['a body that is none', 415, () => ({ body: 'nonce=1' })],
			['a body announced too long', 413, () => ({ headers: { ...FORM, 'content-length': '20001' } })],
			['a body that is too long', 413, () => ({ body: { comment: 'x'.repeat(20_001) } })],
		];
		it.each(refusals)('%s', async (_what, status, changes) => {
			const { company, visit, press, state, runId } = await toldTom(await openCompany(open));
			const query = await acknowledgeQuery(company.engine, await toldAs(company, runId, 0));
			const shown = await visit();
			company.now += 2_000;
			const page = await press(shown, changes(query.slice('token='.length)));
			expect(page.status).toBe(status);
			expect(page.html).toContain('Nothing was changed');
			expect(await state()).toBe('active');
		});

		it('a link of another purpose, and one that leads to nothing', async () => {
			const company = await openCompany(open);
			const { press, visit, state } = await toldTom(company);
			const shown = await visit();
			const secret = await linkSecret(company.engine);
			const expiresAt = company.now + 60_000;
			const rating = makeToken(secret, { purpose: 'rate' as 'acknowledge', subject: 'x', expiresAt });
			const gone = makeToken(secret, { purpose: 'acknowledge', subject: 'x', expiresAt });
			company.now += 2_000;
			expect(await press(shown, { query: { token: rating } })).toMatchObject({ status: 403 });
			expect(await press(shown, { query: { token: gone } })).toMatchObject({ status: 404 });
			expect(await state()).toBe('active');
		});

		it('a link of another installation', async () => {
			const { visit, state } = await toldTom(await openCompany(open));
			const elsewhere = await openCompany(open);
			const foreign = await acknowledgeQuery(elsewhere.engine, 'x');
			expect(await visit({ query: { token: foreign.slice('token='.length) } })).toMatchObject({
				status: 403,
			});
			expect(await state()).toBe('active');
		});

		it('a link after thirty days', async () => {
			const { company, visit } = await toldTom(await openCompany(open));
			// Half a minute has passed since the notification.
			company.now += 30 * 24 * 3_600_000 - 29_999;
			expect((await visit()).status).toBe(200);
			company.now += 1;
			expect((await visit()).status).toBe(410);
		});
	});

	it('speaks the language of whoever was told; before it knows them, that of the browser', async () => {
		const company = await openCompany(open, {
			policy: { levels: [{ targets: [{ kind: 'member', memberId: 'rosa' }] }] },
		});
		const { visit } = await toldTom(company);
		const english = { headers: { 'accept-language': 'en-GB,en' } };
		expect((await visit(english)).html).toContain('我来跟进');
		const forged = (language: string) =>
			visit({ query: { token: 'x.y' }, headers: { 'accept-language': language } });
		expect((await forged('zh-CN,zh;q=0.9,en;q=0.8')).html).toContain('链接无效');
		expect((await forged('fr,en;q=0.5')).html).toContain('This link is not valid');
	});

	it('speaks German to whoever reads German, from the form to the thanks', async () => {
		const company = await openCompany(open);
		await saveMembers(company.engine, [{ id: 'tom', locale: 'de-CH' }]);
		const { visit, press } = await toldTom(company, { priority: 'high' });
		const shown = await visit();
		for (const text of [
			'<html lang="de">',
			'<h1>Diese Anfrage ist überfällig</h1>',
			'<dd>hoch</dd>',
			'Mo., 2. März 2026, 11:00 Uhr (UTC)',
			'Sie antworten als Tom.',
			'<button type="submit" name="do" value="see">Ich kümmere mich darum</button>',
		])
			expect(shown.html).toContain(text);
		expect((await press(shown)).html).toContain('Bitte klicken Sie noch einmal auf die Schaltfläche');
		company.now += 2_000;
		expect((await press(shown)).html).toContain('Vielen Dank, dass Sie sich darum kümmern');
		expect((await visit()).html).toContain('Sie haben gesagt, dass Sie sich darum kümmern.');
	});

	it('shows a title and names as text, whatever they contain', async () => {
		const company = await openCompany(open);
		const nasty = `"><script>alert(1)</script> & 'co'`;
		const [hanna] = (await saveMembers(company.engine, [{ id: 'tom', name: '<b>Tom</b>' }])).map(unwrap);
		expect(hanna?.name).toBe('<b>Tom</b>');
		const { visit } = await toldTom(company, { title: nasty });
		const { html } = await visit();
		expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;co&#39;');
		expect(html).toContain('&lt;b&gt;Tom&lt;/b&gt;');
		expect(html).not.toContain('<script');
	});
});
