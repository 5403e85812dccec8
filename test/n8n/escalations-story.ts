import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/stage/n8n/browser';
import { saveCompany } from './escalation-company';
import { Deeds, NOTES } from './escalation-deeds';
import { onStageWith, type Store } from './stage';

/** Everything is played at once, in one n8n with the shipped templates; then each test judges what was to be seen of its story. */
async function playAll(deeds: Deeds, browser: Browser) {
	const [handedOff, expiring, both, onThePage] = await Promise.all([
		deeds.handOff(),
		deeds.letExpire(),
		deeds.takeOnBoth(),
		deeds.handOverOnThePage(browser),
	]);
	// Last, so that a mail too many would have come by now.
	return { nobody: await deeds.findNobody(), handedOff, expiring, both, onThePage };
}
type Played = Awaited<ReturnType<typeof playAll>>;

/** Whom an escalation reaches, by the mails that arrive: on SQLite with every build, on PostgreSQL by command. */
export function escalationsStory(store: Store): void {
	describe(`whom an escalation reaches, in a real n8n on ${store}`, () => {
		const theatre = onStageWith(store);
		let browser: Browser;
		let played: Played;

		beforeAll(async () => {
			browser = await launchBrowser();
			await saveCompany(theatre.stage);
			played = await playAll(await Deeds.begin(theatre.stage), browser);
		});
		afterAll(() => browser?.close());

		it('a department without a head: the admin is mailed, and the run says that nobody was found', () => {
			const { ownerless, mail } = played.nobody;
			expect(ownerless.mails).toEqual(['icrm-admin: [Nobody to notify]']);
			expect(ownerless.runs).toMatchObject([{ state: 'nobody', nextAt: null, notifications: [] }]);
			expect(mail.text).toContain('Level 1 of the escalation policy "Nobody owns it" found nobody to notify');
			expect(mail.text).toContain('Facilities');
		});

		it('where the policy has an owner, the owner is mailed, and notified in place of nobody', () => {
			const { owned } = played.nobody;
			expect(owned.mails).toEqual(['olga: [Escalation 2/2]', 'olga: [Nobody to notify]']);
			expect(owned.runs).toMatchObject([
				{ state: 'active', notifications: [{ memberId: 'olga', level: 2 }] },
			]);
		});

		it('a handoff after a breach: the new holder is mailed at once, the old one is called off, and the line is the new one', () => {
			const { mails, runs } = played.handedOff;
			expect(mails).toEqual([
				'karl: [Escalation 1/2]',
				'tom: [Escalation 1/2]',
				'tom: [Passed on]',
				'ute: [Escalation 2/2]',
			]);
			const notifications = [
				{ memberId: 'tom', pass: 1, level: 1 },
				{ memberId: 'karl', pass: 1, level: 1 },
				{ memberId: 'ute', pass: 1, level: 2 },
			];
			expect(runs).toMatchObject([{ state: 'active', departmentName: 'Network', notifications }]);
		});

		it('an acknowledgement through a short link: no one else is mailed', () => {
			const { taken, link } = played.expiring;
			expect(link).toMatch(/\/acknowledge\?token=[\w-]{34}$/);
			expect(taken.mails).toEqual(['nina: [Escalation 1/3]', 'nina: [Taken on]', 'tom: [Escalation 2/3]']);
			expect(taken.runs).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'tom', note: NOTES.tom }]);
		});

		it('when it expires, the first level and whoever acknowledged are mailed again, and nobody else', () => {
			const { expired } = played.expiring;
			expect(expired.mails).toEqual([
				'nina: [Escalation 1/3]',
				'nina: [Escalation 1/3]',
				'nina: [Taken on]',
				'tom: [Escalation 1/3]',
				'tom: [Escalation 2/3]',
			]);
			expect(expired.runs).toMatchObject([{ state: 'active', pass: 2, acknowledgedBy: 'tom' }]);
		});

		it('two broken promises of a request: one run, one mail that names both, and one acknowledgement for both', () => {
			const { taken, mail } = played.both;
			expect(mail.text).toMatch(/Also overdue:? *resolution/i);
			expect(mail.subject).toContain('first response');
			expect(taken.mails).toEqual(['mia: [Escalation 2/3]', 'nina: [Escalation 1/3]', 'nina: [Taken on]']);
			const broken = [{ metric: 'firstResponse' }, { metric: 'resolution' }];
			expect(taken.runs).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'mia', broken }]);
		});

		it('without the acknowledgement, the next level would have been mailed by then', () => {
			const { leftAlone } = played.both;
			expect(leftAlone.mails).toEqual([
				'jonas: [Escalation 3/3]',
				'mia: [Escalation 2/3]',
				'nina: [Escalation 1/3]',
			]);
			expect(leftAlone.runs).toHaveLength(1);
		});

		it('handed over on the page: the request is assigned to the colleague, who is mailed with the note', () => {
			const { said, mail, assignee } = played.onThePage;
			expect(said).toContain('The request is assigned to Mia Lang now. Notified: Mia Lang.');
			expect(assignee).toBe('mia');
			expect(mail.text).toContain(`Jonas Brandt: ${NOTES.jonas}`);
		});
	});
}
