import type { Browser } from 'playwright-core';
import { linkIn, mailTo } from '../../scripts/stage/plays/arrivals';
import { acknowledge } from '../../scripts/stage/plays/escalation';
import type { Stage } from '../../scripts/stage/stage';
import type { ReceivedMail } from '../../scripts/stage/systems/mail-server';
import { ADMIN, mailboxOf } from './escalation-company';
import { operate, type Items } from './operate';

/** One request each, known by its title. Of the two printers, one is taken on, and the other shows what would have come. */
export const TITLES = {
	badge: 'A badge for the visitor',
	key: 'A key for the archive',
	laptop: 'A laptop that does not start',
	access: 'Access to the shared drive',
	printer: 'A printer that nobody hears of any more',
	otherPrinter: 'A printer that is left alone',
	handedOver: 'A laptop that is handed over',
} as const;
type Title = (typeof TITLES)[keyof typeof TITLES];

/** What was to be seen of one request at the end of its story. */
export interface Seen {
	/** All mails about it, as `tom: [Escalation 1/2]`, in the order of the alphabet. */
	readonly mails: readonly string[];
	/** What *Run: Get* says of each of its runs. */
	readonly runs: Items;
}

export const NOTES = { tom: 'I am on my way.\nThe cable is in the car.', jonas: 'You know this model.' };

/** A stage with the requests on it, and what people do there. */
export class Deeds {
	private constructor(
		private readonly stage: Stage,
		private readonly since: number,
		private readonly requestIds: ReadonlyMap<unknown, string>,
	) {}

	/** Opens all requests at once: their promises are broken within seconds. */
	static async begin(stage: Stage): Promise<Deeds> {
		const since = Date.now();
		const opened = await operate(
			stage,
			{
				node: 'icrmRequest',
				parameters: {
					operation: 'open',
					title: '={{ $json.title }}',
					service: byId('={{ $json.service }}'),
					options: { assignee: byId('={{ $json.assignee }}') },
				},
			},
			[
				{ title: TITLES.badge, service: 'badge', assignee: '' },
				{ title: TITLES.key, service: 'key', assignee: '' },
				{ title: TITLES.laptop, service: 'laptop', assignee: 'tom' },
				{ title: TITLES.access, service: 'access', assignee: 'nina' },
				{ title: TITLES.printer, service: 'printer', assignee: 'nina' },
				{ title: TITLES.otherPrinter, service: 'printer', assignee: 'nina' },
				{ title: TITLES.handedOver, service: 'laptop', assignee: '' },
			],
		);
		return new Deeds(stage, since, new Map(opened.map(({ title, requestId }) => [title, String(requestId)])));
	}

	/** Nobody has these requests, and nobody leads the department; the policy of the second has an owner. */
	async findNobody(): Promise<{
		readonly ownerless: Seen;
		readonly owned: Seen;
		readonly mail: ReceivedMail;
	}> {
		const mail = await this.mail(ADMIN, '[Nobody to notify]', TITLES.badge);
		await this.mail(mailboxOf('olga'), '[Nobody to notify]', TITLES.key);
		await this.mail(mailboxOf('olga'), '[Escalation 2/2]', TITLES.key);
		return { ownerless: await this.seen(TITLES.badge), owned: await this.seen(TITLES.key), mail };
	}

	/** Tom has been mailed, and Karl of another department gets the request. */
	async handOff(): Promise<Seen> {
		await this.mail(mailboxOf('tom'), '[Escalation 1/2]', TITLES.laptop);
		const parameters = {
			operation: 'handOff',
			request: byId(this.requestOf(TITLES.laptop)),
			toDepartment: byId('network'),
			assignee: byId('karl'),
		};
		await operate(this.stage, { node: 'icrmRequest', parameters }, [{}]);
		await this.mail(mailboxOf('tom'), '[Passed on]', TITLES.laptop);
		await this.mail(mailboxOf('ute'), '[Escalation 2/2]', TITLES.laptop);
		return await this.seen(TITLES.laptop);
	}

	/** Tom sees to it, and it is not done when that expires. */
	async letExpire(): Promise<{ readonly taken: Seen; readonly expired: Seen; readonly link: string }> {
		const mail = await this.mail(mailboxOf('tom'), '[Escalation 2/3]', TITLES.access);
		await acknowledge(mail, NOTES.tom);
		const acknowledgedAt = Date.now();
		await this.mail(mailboxOf('nina'), '[Taken on]', TITLES.access);
		const taken = await this.seen(TITLES.access);
		for (const person of ['tom', 'nina'])
			await this.mail(mailboxOf(person), '[Escalation 1/3]', TITLES.access, acknowledgedAt);
		return { taken, expired: await this.seen(TITLES.access), link: linkIn(mail) };
	}

	/** Both promises are broken, and Mia sees to one of the two printers. */
	async takeOnBoth(): Promise<{
		readonly taken: Seen;
		readonly leftAlone: Seen;
		readonly mail: ReceivedMail;
	}> {
		const mail = await this.mail(mailboxOf('mia'), '[Escalation 2/3]', TITLES.printer);
		await acknowledge(mail);
		await this.mail(mailboxOf('nina'), '[Taken on]', TITLES.printer);
		await this.mail(mailboxOf('jonas'), '[Escalation 3/3]', TITLES.otherPrinter);
		return { taken: await this.seen(TITLES.printer), leftAlone: await this.seen(TITLES.otherPrinter), mail };
	}

	/** Jonas gives the request to Mia on the page behind his mail. */
	async handOverOnThePage(browser: Browser): Promise<{
		readonly said: string;
		readonly mail: ReceivedMail;
		readonly assignee: unknown;
	}> {
		const page = await browser.newPage();
		await page.goto(linkIn(await this.mail(mailboxOf('jonas'), '[Escalation 1/2]', TITLES.handedOver)));
		await page.getByRole('textbox').fill(NOTES.jonas);
		await page.getByRole('combobox').selectOption({ label: 'Mia Lang' });
		// The page takes nothing that comes sooner: scanners press buttons too.
		await page.waitForTimeout(2_500);
		await page.getByRole('button', { name: 'Hand over' }).click();
		const said = await page.getByRole('status').innerText();
		await page.close();
		const mail = await this.mail(mailboxOf('mia'), '[Escalation 1/2]', TITLES.handedOver);
		const parameters = {
			operation: 'get',
			simplify: false,
			request: byId(this.requestOf(TITLES.handedOver)),
		};
		const [request] = await operate(this.stage, { node: 'icrmRequest', parameters }, [{}]);
		return { said, mail, assignee: request?.assigneeId };
	}

	/** The mail to an address, about a request, that has come since an instant. */
	mail(address: string, subject: string, title: Title, since = this.since): Promise<ReceivedMail> {
		return mailTo(this.stage, address, since, `${subject} ${title}:`);
	}

	private requestOf(title: Title): string {
		const id = this.requestIds.get(title);
		if (id === undefined) throw new Error(`'${title}' was not opened`);
		return id;
	}

	private async seen(title: Title): Promise<Seen> {
		const filters = { request: byId(this.requestOf(title)) };
		const all = { resource: 'run', operation: 'getAll', returnAll: true, filters };
		const runs = await operate(this.stage, { node: 'icrmEscalation', parameters: all }, [{}]);
		const one = { resource: 'run', operation: 'get', simplify: false };
		return {
			runs: await operate(this.stage, { node: 'icrmEscalation', parameters: one }, runs),
			mails: this.mailsAbout(title),
		};
	}

	private mailsAbout(title: Title): string[] {
		return this.stage.mail.messages
			.filter(({ subject }) => subject.includes(title))
			.map(({ to, subject }) => `${to.join(', ').split('@')[0]}: ${subject.split(']')[0]}]`)
			.sort();
	}
}

/** As the editor keeps what is chosen by its id. */
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
