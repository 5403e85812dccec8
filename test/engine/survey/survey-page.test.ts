import { saveMembers } from '../../../engine/directory';
import { linkSecret, makeToken, type PageRequest } from '../../../engine/pages';
import { findInvitation, saveInvitations } from '../../../engine/survey/invitation-repository';
import { composeSurveyMail } from '../../../engine/survey/survey-mail';
import { onBothDatabases } from '../../support/harness';
import { asked, chosenIn, DAY_MS, everyRow, FORM, nonceOf, saveSurvey, typedIn } from './survey-story';
import { ANONYMOUS, IDENTIFIED } from './surveys';

onBothDatabases('the survey page', (open) => {
	it('shows whom and what it is about, the question, the ends of the scale and the promise', async () => {
		const { link, state, answers } = await asked(open);
		const page = await link.visit();
		expect(page.status).toBe(200);
		for (const text of [
			'<h1>How did we do on “CRM go-live”?</h1>',
			'Hello Eva,',
			'<dd>IT &amp; Networks</dd>',
			'<dd>CRM go-live</dd>',
			'How satisfied are you with what IT &amp; Networks delivered for “CRM go-live”?',
			'1 = Very dissatisfied',
			'5 = Very satisfied',
			'What should be different next time?',
			'Your name is shown with your answer to IT &amp; Networks',
			// The workflow's zone: 09:00 UTC, after the clocks have not yet changed.
			'until Monday, 16 March 2026 at 10:00 (Europe/Berlin)',
		])
			expect(page.html).toContain(text);
		expect(chosenIn(page)).toBe('');
		expect([await state(), await answers()]).toEqual(['sent', []]);
	});

	it('promises of an anonymous survey what it keeps', async () => {
		const page = await (await asked(open, ANONYMOUS)).link.visit();
		expect(page.html).toContain(
			'Your name is not stored with your answer. Results of fewer than 5 people are never shown.',
		);
		expect(page.html).toContain('leave out what would tell who you are');
	});

	it.each([
		['csat', 1, 5],
		['ces', 1, 7],
		['nps', 0, 10],
	] as const)('offers every number of %s, and takes none beside it', async (scale, least, most) => {
		const { link, answers } = await asked(open, { ...IDENTIFIED, scale });
		const numbers = [...(await link.visit()).html.matchAll(/name="rating"\s+value="(\d+)"/g)].map(([, n]) =>
			Number(n),
		);
		expect(numbers).toEqual(Array.from({ length: most - least + 1 }, (_, index) => least + index));
		for (const rating of [least - 1, most + 1])
			expect((await link.send({ rating: String(rating) })).page.html).toContain(
				`Please choose one of the numbers from ${least} to ${most}.`,
			);
		expect(await answers()).toEqual([]);
		await link.send({ rating: String(least) });
		await link.send({ rating: String(most) });
		expect(await answers()).toMatchObject([{ rating: most }]);
	});

	it('only chooses the number of a link of the mail; nonsense chooses nothing', async () => {
		const { link, state, answers } = await asked(open);
		const chosen = async (rating: unknown) =>
			chosenIn(await link.visit({ query: { token: link.token, rating } }));
		expect(await chosen('4')).toBe('4');
		for (const rating of ['0', '6', '4.5', 'x', '', '4 or 5', ['4', '5']])
			expect(await chosen(rating)).toBe('');
		expect([await state(), await answers()]).toEqual(['sent', []]);
	});

	it('is not moved by a scanner that opens every link of the mail fifty times, and one that sends the form at once', async () => {
		const { company, link, state, answers, events } = await asked(open);
		const mail = composeSurveyMail(
			{ survey: IDENTIFIED, data: DATA, words: { department: 'IT', service: 'IT', subject: 'CRM go-live' } },
			`https://n8n.example/webhook/1/answer?token=${link.token}`,
			'invite',
			'UTC',
		);
		const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(
			([, url = '']) => new URL(url.replaceAll('&amp;', '&')).searchParams,
		);
		expect(links).toHaveLength(6);
		for (let times = 0; times < 50; times++)
			for (const query of links)
				for (const method of ['GET', 'HEAD'] as const)
					await link.visit({ method, query: Object.fromEntries(query) });
		const nonce = nonceOf(await link.visit());
		company.now += 1_999;
		const page = await link.visit({
			method: 'POST',
			headers: FORM,
			body: { nonce, rating: '1', comment: 'Slow' },
		});
		expect(page.html).toContain('Please press the button once more');
		expect([await state(), await answers(), await events()]).toEqual(['sent', [], []]);
		// What a person typed too quickly is kept.
		expect([chosenIn(page), typedIn(page)]).toEqual(['1', 'Slow']);
	});

	it('asks once more where the form is a day old, has no nonce, or one of another page', async () => {
		const { company, link, anotherLink, answers } = await asked(open);
		const other = await (await anotherLink()).visit();
		const old = nonceOf(await link.visit());
		for (const nonce of ['', nonceOf(other)])
			expect((await link.send({ nonce, rating: '5' })).page.html).toContain(
				'Please press the button once more',
			);
		company.now += DAY_MS;
		expect((await link.send({ nonce: old, rating: '5' })).page.html).toContain(
			'Please press the button once more',
		);
		expect(await answers()).toEqual([]);
	});

	describe('says what is wrong, keeps what was typed, stores nothing:', () => {
		it.each([
			['no rating', { comment: 'Fine <b>work</b>' }],
			['a rating beside the scale', { rating: '6', comment: 'Fine <b>work</b>' }],
			['half a rating', { rating: '4.5', comment: 'Fine <b>work</b>' }],
			['two ratings', { rating: ['4', '5'], comment: 'Fine <b>work</b>' }],
		])('%s', async (_what, fields) => {
			const { link, answers, state } = await asked(open);
			const { page, answered } = await link.send(fields);
			expect(answered).toBeUndefined();
			expect(page.html).toMatch(
				/<div role="alert">\s*<p>Your answer was not sent yet\.<\/p>\s*<p><a href="#rating">Please choose one of the numbers from 1 to 5\.<\/a><\/p>\s*<\/div>/,
			);
			expect(page.html).toMatch(/<fieldset[^>]*aria-invalid="true" aria-describedby="rating-fault"/);
			expect(page.html).toContain('id="rating-fault">Please choose one of the numbers from 1 to 5.');
			expect(typedIn(page)).toBe('Fine &lt;b&gt;work&lt;/b&gt;');
			expect([await answers(), await state()]).toEqual([[], 'sent']);
		});

		it('a comment that is too long', async () => {
			const { link, answers } = await asked(open);
			const { page } = await link.send({ rating: '4', comment: 'x'.repeat(2_001) });
			expect(page.html).toContain(
				'<a href="#comment">Your comment has 2,001 characters. Please shorten it to 2,000.</a>',
			);
			expect(page.html).toMatch(
				/<textarea[^>]*aria-describedby="comment-fault comment-hint"\s+aria-invalid="true"/,
			);
			expect(chosenIn(page)).toBe('4');
			expect(typedIn(page)).toHaveLength(2_001);
			expect(await answers()).toEqual([]);
		});

		it('counts a line break once, as its writer does', async () => {
			const { link, answers } = await asked(open);
			const comment = `${'x'.repeat(999)}\r\n`.repeat(2) + 'yyy';
			expect((await link.send({ rating: '4', comment })).page.html).toContain('has 2,003 characters');
			await link.send({ rating: '4', comment: comment.slice(0, -3) });
			expect((await answers())[0]?.comment).toBe(`${'x'.repeat(999)}\n${'x'.repeat(999)}`);
		});
	});

	it('takes an identified answer, shows it, and can be changed until it expires', async () => {
		const { company, link, state, answers, events } = await asked(open);
		const { page, answered } = await link.send({ rating: '4', comment: ' Quick,\r\nfriendly <3 ' });
		expect(answered).toBe('inv-1');
		for (const text of [
			'Thank you for your answer',
			'You can change it with the same link until Monday, 16 March 2026 at 10:00',
			'<dd>4 (from 1 to 5)</dd>',
			'Quick,\nfriendly &lt;3',
			'Your name is shown',
		])
			expect(page.html).toContain(text);
		expect(await state()).toBe('answered');

		const again = await link.visit();
		expect(again.html).toContain('You have answered already: 4 (from 1 to 5).');
		expect([chosenIn(again), typedIn(again)]).toEqual(['4', 'Quick,\nfriendly &lt;3']);
		// Whoever presses another number in the mail wants to change it.
		expect(chosenIn(await link.visit({ query: { token: link.token, rating: '2' } }))).toBe('2');

		company.now += 14 * DAY_MS - 10_000;
		expect((await link.send({ rating: '2', comment: '' })).answered).toBe('inv-1');
		expect(await answers()).toMatchObject([
			{ invitationId: 'inv-1', rating: 2, comment: undefined, week: '2026-03-02' },
		]);
		expect(await events()).toEqual([
			['survey.response', 4],
			['survey.response', 2],
			['survey.lowScore', 2],
		]);

		company.now += 10_000;
		const closed = await link.visit();
		expect(closed.html).toContain('This survey has closed');
		expect(closed.html).toContain('<dd>2 (from 1 to 5)</dd>');
		expect(nonceOf(closed)).toBe('');
	});

	it('is one answer when the page is sent twice', async () => {
		const { link, events } = await asked(open);
		expect((await link.send({ rating: '4' })).answered).toBe('inv-1');
		const { page, answered } = await link.send({ rating: '4' });
		expect([answered, page.html.includes('Thank you for your answer')]).toEqual(['inv-1', true]);
		expect(await events()).toEqual([['survey.response', 4]]);
	});

	it('takes nothing after it has expired, also from a page shown before', async () => {
		const { company, link, answers, state } = await asked(open);
		const nonce = nonceOf(await link.visit());
		company.now += 14 * DAY_MS;
		const page = await link.visit({ method: 'POST', headers: FORM, body: { nonce, rating: '5' } });
		expect(page.html).toContain('It took answers until Monday, 16 March 2026 at 10:00 (Europe/Berlin).');
		expect([await answers(), await state()]).toEqual([[], 'sent']);
	});

	it('takes nothing where the invitation was ended between page and answer', async () => {
		const { company, link, answers } = await asked(open);
		const nonce = nonceOf(await link.visit());
		await company.engine.transaction(async (trx) => {
			const invitation = await findInvitation(trx, 'inv-1');
			if (invitation) await saveInvitations(trx, [{ ...invitation, state: 'expired' }]);
		});
		company.now += 2_000;
		const page = await link.visit({ method: 'POST', headers: FORM, body: { nonce, rating: '5' } });
		expect(page.html).toContain('This survey has closed');
		expect(await answers()).toEqual([]);
	});

	describe('anonymous', () => {
		it('keeps no way from the person to the answer', async () => {
			const { company, link, state, answers, events } = await asked(open, ANONYMOUS);
			const { page, answered } = await link.send({ rating: '9', comment: 'The secret comment' });
			expect(page.html).toContain('Your name is not stored with your answer.');
			// The node is not even told that this person has answered just now.
			expect(answered).toBeUndefined();
			const [answer] = await answers();
			expect(answer).toMatchObject({ rating: 9, week: '2026-03-02', invitationId: undefined });
			expect([await state(), await events()]).toEqual(['answered', []]);
			// Every row of every table: none has both, none has the key that is in the mail.
			const tables = await everyRow(company);
			const rows = tables.filter(
				({ row }) => row.includes('The secret comment') || row.includes(answer?.id ?? '-'),
			);
			expect(rows.map(({ table }) => table)).toEqual(['response']);
			const [, key = ''] = (
				JSON.parse(Buffer.from(link.token.split('.')[0] ?? '', 'base64url').toString())[0] as string
			).split(' ');
			expect(key).toHaveLength(24);
			for (const { row } of rows) expect(row).not.toMatch(/inv-1|eva|Eva/);
			for (const { row } of tables) expect(row).not.toContain(key);
		});

		it('changes the answer through the link it was given through, and shows it to nobody who has the link', async () => {
			const { link, answers } = await asked(open, ANONYMOUS);
			await link.send({ rating: '9', comment: 'Good' });
			const before = (await answers())[0]?.id;
			const again = await link.visit();
			expect(again.html).toContain('You have answered already. Your answer is not shown here');
			expect([chosenIn(again), again.html.includes('Good')]).toEqual([
				chosenIn(await (await asked(open, ANONYMOUS)).link.visit()),
				false,
			]);
			await link.send({ rating: '3' });
			expect(await answers()).toMatchObject([{ id: before, rating: 3, comment: undefined }]);
		});

		it('takes no second answer through another link, nor shows the first there', async () => {
			const { company, link, anotherLink, answers } = await asked(open, ANONYMOUS);
			const second = await anotherLink();
			const nonce = nonceOf(await second.visit());
			await link.send({ rating: '9', comment: 'Good' });
			company.now += 2_000;
			const page = await second.visit({ method: 'POST', headers: FORM, body: { nonce, rating: '1' } });
			for (const shown of [page, await second.visit()]) {
				expect(shown.html).toContain('only that link can change it');
				expect(shown.html).not.toContain('Good');
				expect(nonceOf(shown)).toBe('');
			}
			expect(await answers()).toMatchObject([{ rating: 9 }]);
		});

		it('takes one answer where two links are used in the same moment', async () => {
			const { company, link, anotherLink, answers } = await asked(open, ANONYMOUS);
			const second = await anotherLink();
			const nonces = [nonceOf(await link.visit()), nonceOf(await second.visit())];
			company.now += 2_000;
			await Promise.all(
				[link, second].map((at, index) =>
					at.visit({ method: 'POST', headers: FORM, body: { nonce: nonces[index], rating: '7' } }),
				),
			);
			expect(await answers()).toHaveLength(1);
		});

		it('shows no answer after it has closed, to no link', async () => {
			const { company, link, anotherLink } = await asked(open, ANONYMOUS);
			const second = await anotherLink();
			await link.send({ rating: '9', comment: 'Good' });
			company.now += 14 * DAY_MS;
			expect((await link.visit()).html).not.toContain('Good');
			const closed = await second.visit();
			expect(closed.html).toContain('This survey has closed');
			expect(closed.html).not.toContain('Good');
		});
	});

	it('has no comment box where the survey asks for none, and stores no comment then', async () => {
		const { comment: _none, ...survey } = IDENTIFIED;
		const { link, answers } = await asked(open, survey);
		expect((await link.visit()).html).not.toContain('<textarea');
		await link.send({ rating: '5', comment: 'smuggled' });
		expect(await answers()).toMatchObject([{ rating: 5, comment: undefined }]);
	});

	it('shows the survey as it stood when it asked', async () => {
		const { company, link } = await asked(open);
		const edited = { ...IDENTIFIED, version: 2, question: { en: 'Something else?', zh: '别的？' } };
		await company.engine.transaction((trx) => saveSurvey(trx, edited, company.now));
		expect((await link.visit()).html).toContain('How satisfied are you');
	});

	it('shows names, subjects and comments as text, whatever they contain', async () => {
		const nasty = `"><script>alert(1)</script> & {department} 'co'`;
		const { company, link } = await asked(open, IDENTIFIED, { subject: nasty });
		await saveMembers(company.engine, [{ id: 'eva', name: '<i>Eva</i>' }]);
		const { page } = await link.send({ rating: '1', comment: '</textarea><script>alert(2)</script>' });
		for (const shown of [page, await link.visit()]) {
			expect(shown.html).toContain(
				'&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; {department} &#39;co&#39;',
			);
			expect(shown.html).toContain('&lt;/textarea&gt;&lt;script&gt;alert(2)');
			expect(shown.html).not.toMatch(/<script|<i>/);
		}
	});

	describe('refuses, and changes nothing,', () => {
		const refusals: readonly [string, number, (token: string) => Partial<PageRequest>][] = [
			['a forged token', 403, (token) => ({ query: { token: `${token.slice(0, -3)}xyz` } })],
			['no token', 403, () => ({ query: {} })],
			['two tokens', 403, (token) => ({ query: { token: [token, token] } })],
			['a form that is JSON', 415, () => ({ headers: { 'content-type': 'application/json' } })],
			['a form without a type', 415, () => ({ headers: {} })],
			['a body that is none', 415, () => ({ body: 'rating=1' })],
			['a body announced too long', 413, () => ({ headers: { ...FORM, 'content-length': '20001' } })],
			['a body that is too long', 413, () => ({ body: { comment: 'x'.repeat(20_001) } })],
		];
		it.each(refusals)('%s', async (_what, status, changes) => {
			const { link, answers } = await asked(open);
			const { page } = await link.send({ rating: '5' }, changes(link.token));
			expect(page.status).toBe(status);
			expect(page.html).toContain('Nothing was changed');
			expect(await answers()).toEqual([]);
		});

		it('a link of the other page, one that leads to nothing, and one that is too old', async () => {
			const { company, link, answers } = await asked(open);
			const secret = await linkSecret(company.engine);
			const expiresAt = company.now + DAY_MS;
			const tokens = [
				[403, makeToken(secret, { purpose: 'acknowledge', subject: 'inv-1 key', expiresAt })],
				[404, makeToken(secret, { purpose: 'answer', subject: 'inv-2 key', expiresAt })],
				[410, makeToken(secret, { purpose: 'answer', subject: 'inv-1 key', expiresAt: company.now - 1 })],
			] as const;
			for (const [status, token] of tokens)
				expect((await link.send({ rating: '5' }, { query: { token } })).page.status).toBe(status);
			expect(await answers()).toEqual([]);
		});
	});
});

const DATA = {
	invitationId: 'inv-1',
	memberName: 'Eva',
	memberLocale: 'en',
	departmentName: 'IT & Networks',
	subject: 'CRM go-live',
	expiresAt: null,
};
