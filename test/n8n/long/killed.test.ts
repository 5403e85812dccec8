import { runByHand } from '../../../scripts/stage/stage';
import { tellFigure } from '../../../scripts/stage/util/figures';
import { onStageWith } from '../stage';
import { expectNoSilence, watchHealth } from './health';
import { watchPlainN8n } from './plain-n8n';
import { brew, titlesOf, untilCalm, untilMailed } from './storm';

const TITLES = titlesOf('Killed', 300);
const BEFORE = 100;
/** An execution then lasts long enough to be in the middle of. */
const MAIL_TAKES_MS = 200;
/** What a trigger of ours lets run at once. */
const AT_ONCE = 5;
/** From the opening of the requests until they are due. */
const TARGET_MS = 30_000;

describe('three hundred breaches at once, and n8n killed with SIGKILL in the middle', () => {
	let plainMs = 0;
	beforeAll(async () => {
		const seen = await watchPlainN8n({
			mails: TITLES.length,
			killedAfter: BEFORE,
			takesMs: MAIL_TAKES_MS,
			atOnce: AT_ONCE,
			idleMs: TARGET_MS,
		});
		plainMs = Math.max(...seen.map(({ longestMs }) => longestMs));
		tellFigure('killed-plain-n8n-longest-silence', plainMs, 'ms');
	}, 600_000);

	describe.each(['sqlite', 'postgres'] as const)('on %s', (store) => {
		const theatre = onStageWith(store);

		it('every mail arrives', async () => {
			const { stage } = theatre;
			const { n8n, mail } = stage;
			await runByHand(stage, 'load-sample-company', 'Load it');
			mail.takesMs = MAIL_TAKES_MS;
			await brew(stage, TITLES, TARGET_MS);
			const before = watchHealth(n8n.baseUrl);
			await untilMailed(stage, TITLES, BEFORE);
			const seenBefore = await before.stop();
			await n8n.kill();
			expect(mail.messages.length).toBeLessThan(TITLES.length);
			await n8n.start();
			const after = watchHealth(n8n.baseUrl);
			const duplicates = await untilCalm(stage, TITLES);
			tellFigure(`killed-duplicates-${store}`, duplicates, 'mails');
			expect(duplicates).toBeLessThanOrEqual(AT_ONCE);
			expectNoSilence(`killed-${store}`, [seenBefore, await after.stop()], plainMs);
		}, 600_000);
	});
});
