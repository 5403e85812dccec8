import { tellFigure } from '../../../scripts/stage/util/figures';
import { runByHand } from '../../../scripts/stage/stage';
import type { ReceivedMail } from '../../../scripts/stage/systems/mail-server';
import { onStageWith } from '../stage';
import { expectNoSilence, watchHealth } from './health';
import { brew, escalationsOf, titlesOf, untilCalm } from './storm';

const TITLES = titlesOf('Storm', 200);

/** Titles whose mail did not come, or came more than once. */
const notOnce = (mails: readonly ReceivedMail[]): string[] =>
	TITLES.filter((title) => escalationsOf(title, mails).length !== 1);

describe.each(['sqlite', 'postgres'] as const)('two hundred breaches in the same second, on %s', (store) => {
	const theatre = onStageWith(store);
	let mails: readonly ReceivedMail[] = [];

	it('each ends in one mail, and nothing is left to deliver', async () => {
		const { stage } = theatre;
		await runByHand(stage, 'load-sample-company', 'Load it');
		const dueAt = await brew(stage, TITLES);
		const health = watchHealth(stage.n8n.baseUrl);
		await untilCalm(stage, TITLES);
		mails = stage.mail.messages;
		expect(notOnce(mails)).toEqual([]);

		const late = mails
			.filter(({ subject }) => subject.startsWith('[Escalation'))
			.map(({ receivedAt }) => (receivedAt.getTime() - dueAt) / 1000);
		const [first, last] = [Math.min(...late), Math.max(...late)];
		tellFigure(`storm-first-mail-${store}`, first, 's');
		tellFigure(`storm-last-mail-${store}`, last, 's');
		tellFigure(`storm-last-to-first-${store}`, last / first, '×');
		tellFigure(`storm-mails-per-second-${store}`, TITLES.length / last, 'mails/s');
		expectNoSilence(`storm-${store}`, [await health.stop()]);
	}, 400_000);

	it('a mail that is missing, or that came twice, would be seen', () => {
		const [first, ...others] = TITLES.flatMap((title) => escalationsOf(title, mails));
		if (!first) throw new Error('there were no mails');
		expect(notOnce(others)).toHaveLength(1);
		expect(notOnce([first, first, ...others])).toHaveLength(1);
	});
});
