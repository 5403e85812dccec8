import {
	listDeliveries,
	openRequests,
	saveAgreements,
	savePolicies,
	saveServices,
	unwrap,
} from '../../../engine';
import { tellFigure } from '../../../scripts/stage/util/figures';
import type { ReceivedMail } from '../../../scripts/stage/systems/mail-server';
import { poll } from '../../../scripts/stage/util/poll';
import { runByHand, type Stage } from '../../../scripts/stage/stage';
import { onStageWith } from '../stage';

const TITLES = Array.from({ length: 200 }, (_, n) => `Storm ${String(n).padStart(3, '0')}`);
/** Time enough to open all of them before the first is due, also on a busy machine. */
const TARGET_MS = 30_000;
const PATIENCE_MS = 240_000;

const escalationsOf = (title: string, mails: readonly ReceivedMail[]) =>
	mails.filter(({ subject }) => subject.startsWith('[Escalation') && subject.includes(title));

/** Titles whose mail did not come, or came more than once. */
const notOnce = (mails: readonly ReceivedMail[]): string[] =>
	TITLES.filter((title) => escalationsOf(title, mails).length !== 1);

/** A service whose requests are all due after the same time, and a policy with one level: one mail for each of them. */
async function promise({ engine }: Stage): Promise<void> {
	(await saveServices(engine, [{ id: 'storm', name: 'Storm', departmentId: 'it' }])).forEach(unwrap);
	const levels = [{ targets: [{ kind: 'assignee' }] }];
	(await savePolicies(engine, [{ id: 'storm', name: 'One mail each', levels }])).forEach(unwrap);
	const agreement = {
		id: 'storm',
		name: 'Storm',
		serviceId: 'storm',
		calendarId: 'always',
		escalationPolicyId: 'storm',
		targets: [{ metric: 'firstResponse', target: `${TARGET_MS / 1000} s`, countedIn: 'elapsed' }],
	};
	(await saveAgreements(engine, [agreement])).forEach(unwrap);
}

describe.each(['sqlite', 'postgres'] as const)('two hundred breaches in the same second, on %s', (store) => {
	const theatre = onStageWith(store);
	let mails: readonly ReceivedMail[] = [];

	it('each ends in one mail, and nothing is left to deliver', async () => {
		const { stage } = theatre;
		const { engine, mail, n8n } = stage;
		await runByHand(stage, 'load-sample-company', 'Load it');
		await promise(stage);
		const openedAt = Date.now();
		const requests = TITLES.map((title) => ({ title, serviceId: 'storm', openedAt }));
		(await openRequests(engine, requests)).forEach(unwrap);
		const dueAt = openedAt + TARGET_MS;
		expect(Date.now()).toBeLessThan(dueAt);

		const nothingOpen = async () => {
			const open = await listDeliveries(engine, { state: 'open', limit: 1 });
			return open.length === 0 && mail.messages.length >= TITLES.length ? true : undefined;
		};
		await poll(nothingOpen, {
			timeoutMs: PATIENCE_MS,
			what: 'all mails, and the end of all deliveries',
			everyMs: 1_000,
			detail: () => `${mail.messages.length} mails came.\n${n8n.logText().slice(-2_000)}`,
		});
		mails = mail.messages;
		expect(notOnce(mails)).toEqual([]);
		expect(await listDeliveries(engine, { state: 'dead', limit: 1 })).toEqual([]);

		const late = mails
			.filter(({ subject }) => subject.startsWith('[Escalation'))
			.map(({ receivedAt }) => (receivedAt.getTime() - dueAt) / 1000);
		const [first, last] = [Math.min(...late), Math.max(...late)];
		tellFigure(`storm-first-mail-${store}`, first, 's');
		tellFigure(`storm-last-mail-${store}`, last, 's');
		tellFigure(`storm-last-to-first-${store}`, last / first, '×');
		tellFigure(`storm-mails-per-second-${store}`, TITLES.length / last, 'mails/s');
	}, 400_000);

	it('a mail that is missing, or that came twice, would be seen', () => {
		const [first, ...others] = TITLES.flatMap((title) => escalationsOf(title, mails));
		if (!first) throw new Error('there were no mails');
		expect(notOnce(others)).toHaveLength(1);
		expect(notOnce([first, first, ...others])).toHaveLength(1);
	});
});
