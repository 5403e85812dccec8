import axios from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../stage';
import type { Print } from '../util/print';
import type { ReceivedMail } from '../systems/mail-server';
import { happens, linkIn, mailTo } from './arrivals';

const MILESTONE_PATH = '/webhook/icrm-milestone';
const NAME = 'New laptops for everybody';
const ASKED = 'luca.ferri@acme.example';
const HEAD = 'jonas.brandt@acme.example';
const COMMENT = 'It came a week late, and without a charger.';

/**
 * Plays the second story: a project tool says that a milestone is reached; the people of the department that was served are
 * asked by mail; one answers on the page, with a low score; the head of the department that did the work gets an email.
 */
export async function playSurvey(stage: Stage, print: Print): Promise<void> {
	const since = Date.now();
	const link = linkIn(await askAColleague(stage, print));
	await scan(link);
	await answer(link);
	print('Answered on the page that the mail links to: 1 of 5');
	await happens(stage, since, 'survey.lowScore', 15_000);
	const told = await mailTo(stage, HEAD, since, NAME);
	if (!told.text.includes(COMMENT))
		throw new Error(`The mail about the low score does not say why:\n${told.text}`);
	print(`Low score, mail to ${HEAD}: ${told.subject}`);
}

/** The first half, up to the mail that asks. */
export async function askAColleague(stage: Stage, print: Print): Promise<ReceivedMail> {
	const since = Date.now();
	await reachMilestone(stage);
	print(`Milestone reached: "${NAME}", by IT for Human Resources`);
	const mail = await mailTo(stage, ASKED, since, NAME);
	print(`Survey mail to ${ASKED}: ${mail.subject}`);
	return mail;
}

async function reachMilestone({ publicUrl }: Stage): Promise<void> {
	const milestone = {
		name: NAME,
		project: 'Workplace 2026',
		externalRef: `DEMO-${Date.now()}`,
		departmentId: 'it',
		customerDepartmentIds: ['hr'],
		surveyId: 'try-it-out',
	};
	await axios.post(`${publicUrl}${MILESTONE_PATH}`, milestone, { proxy: false });
}

/** What a mail scanner does: opens every link there is. It must leave no answer. */
async function scan(link: string): Promise<void> {
	for (let rating = 1; rating <= 5; rating++) await axios.get(`${link}&rating=${rating}`, { proxy: false });
}

/** What a person does: opens the link, reads, chooses, writes, presses the button. */
async function answer(link: string): Promise<void> {
	const shown = await axios.get<string>(link, { proxy: false });
	const nonce = /name="nonce" value="([^"]+)"/.exec(shown.data)?.[1];
	if (nonce === undefined) throw new Error(`The survey page has no form:\n${shown.data}`);
	if (/\schecked/.test(shown.data)) throw new Error('Opening the links left an answer behind');
	await pause(2_500);
	const form = new URLSearchParams({ nonce, rating: '1', comment: COMMENT });
	const answered = await axios.post<string>(link, form.toString(), { proxy: false });
	if (!answered.data.includes('role="status"'))
		throw new Error(`The answer was not taken:\n${answered.data}`);
}
