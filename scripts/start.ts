import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER } from './stage/n8n/editor-session';
import { acknowledge, noFurtherLevelIsNotified, playBreach } from './stage/plays/escalation';
import { askAColleague, playSurvey } from './stage/plays/survey';
import { setStage, type Stage } from './stage/stage';
import { projectRoot } from './stage/util/project-root';

/**
 * `npm start`: n8n with the pack, a mail server, the templates, and two stories played before your eyes. What it made stays in
 * `.icrm/` for the next time. `npm start -- --once`: the same without a person; exits 0 only when every mail has arrived over
 * SMTP, the acknowledgement stopped the next level, and the answer to the survey has come back.
 */
const once = process.argv.includes('--once');
const startedAt = Date.now();
const print = (line: string) =>
	console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);

async function main(): Promise<void> {
	const userFolder = once ? mkdtempSync(join(tmpdir(), 'icrm-once-')) : join(projectRoot, '.icrm');
	const ports = once ? {} : { n8nPort: 5678, smtpPort: 2525, inboxPort: 8025 };
	const stage = await setStage({ userFolder, print, ...ports });
	try {
		await (once ? playAlone(stage) : playForAPerson(stage));
	} finally {
		await stage.strike();
		if (once) rmSync(userFolder, { recursive: true, force: true });
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
	const quit = new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
	await playBreach(stage, print);
	print(
		'Open the inbox and take ownership of the request: the next level is then not notified. Level 3 is the last.',
	);
	console.log(`
  Editor   ${stage.n8n.baseUrl}/home/workflows
  Log-in   ${OWNER.email}   ${OWNER.password}
  Inbox    ${stage.mail.inboxUrl}
  Form     ${stage.n8n.baseUrl}/form/icrm-open-request

  Ctrl+C ends it. The data stays in .icrm/ for the next start.
`);
	await askAColleague(stage, print);
	print('Open the inbox and answer: a low score is mailed to the head of IT.');
	await quit;
	print('Stopping n8n');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
