import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER } from './stage/n8n/editor-session';
import { RECOMMENDED, startQueue } from './stage/n8n/queue';
import { acknowledge, noFurtherLevelIsNotified, playBreach } from './stage/plays/escalation';
import { askAColleague, playSurvey } from './stage/plays/survey';
import { setStage, type Stage } from './stage/stage';
import { untilAskedToEnd } from './stage/util/children';
import { projectRoot } from './stage/util/project-root';

/**
 * `npm start`: n8n with the pack, a mail server, the templates, and two stories played before your eyes. What it made stays in
 * `.icrm/` for the next time. `npm start -- --once`: the same without a person; exits 0 only when every mail has arrived over
 * SMTP, the acknowledgement stopped the next level, and the answer to the survey has come back.
 *
 * `npm run start:queue`, with or without `-- --once`: the same with n8n in queue mode (main, two workers, a webhook processor, Redis,
 * PostgreSQL). Nothing of it stays.
 */
const once = process.argv.includes('--once');
const inQueueMode = process.argv.includes('--queue');
const keeps = !once && !inQueueMode;
const startedAt = Date.now();
const print = (line: string) =>
	console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);

/** Ctrl+C, while a person is watching. Anywhere else there is nothing to end well, and it ends at once. */
const quit = untilAskedToEnd();
let isWatched = false;
void quit.then(() => isWatched || process.exit(130));

async function main(): Promise<void> {
	const userFolder = keeps ? join(projectRoot, '.icrm') : mkdtempSync(join(tmpdir(), 'icrm-n8n-main-'));
	const stage = await (inQueueMode ? setStageInQueueMode(userFolder) : setStage(optionsFor(userFolder)));
	try {
		await (once ? playAlone(stage) : playForAPerson(stage));
	} finally {
		await stage.strike();
		if (!keeps) rmSync(userFolder, { recursive: true, force: true });
	}
}

const optionsFor = (userFolder: string) => ({
	userFolder,
	print,
	...(once ? {} : { n8nPort: 5678, smtpPort: 2525, inboxPort: 8025 }),
});

async function setStageInQueueMode(userFolder: string): Promise<Stage> {
	const queue = await startQueue({
		webhookProcessor: true,
		...(once ? {} : { webhookPort: 5679 }),
		env: RECOMMENDED,
		print,
	});
	try {
		const { env, store: postgres } = queue;
		const stage = await setStage({ ...optionsFor(userFolder), env, postgres });
		const strike = async () => {
			// Main first, while the workers still finish what it waits for; then what all of them need.
			await stage.n8n.stop();
			print('Main has ended');
			await queue.stopProcesses();
			print('Workers and webhook processor have ended');
			await stage.strike();
			await queue.stop();
			print('PostgreSQL and Redis have ended');
		};
		try {
			const { startWorker, startWebhookProcessor } = queue;
			await Promise.all([startWebhookProcessor(), startWorker(), startWorker()]);
			return { ...stage, strike };
		} catch (error) {
			await strike();
			throw error;
		}
	} catch (error) {
		await queue.stop();
		throw error;
	}
}

async function playAlone(stage: Stage): Promise<void> {
	const since = Date.now();
	const mail = await playBreach(stage, print);
	await acknowledge(mail);
	print('Acknowledged on the page that the mail links to');
	await noFurtherLevelIsNotified(stage, since);
	print('Level 3 was not notified');
	await playSurvey(stage, print);
	print('Both stories work.');
}

async function playForAPerson(stage: Stage): Promise<void> {
	isWatched = true;
	await Promise.race([quit, playAndExplain(stage)]);
	await quit;
	print('Stopping n8n');
}

async function playAndExplain(stage: Stage): Promise<void> {
	await playBreach(stage, print);
	print(
		'Open the inbox and take ownership of the request: the next level is then not notified. Level 3 is the last.',
	);
	console.log(`
  Editor   ${stage.n8n.baseUrl}/home/workflows
  Log-in   ${OWNER.email}   ${OWNER.password}
  Inbox    ${stage.mail.inboxUrl}
  Form     ${stage.publicUrl}/form/icrm-open-request

  Ctrl+C ends it. ${keeps ? 'The data stays in .icrm/ for the next start.' : 'Nothing of it stays.'}
`);
	await askAColleague(stage, print);
	print('Open the inbox and answer: a low score is mailed to the head of IT.');
}

main()
	.catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	})
	// A story that was left in the middle would go on waiting for its mails.
	.finally(() => process.exit());
