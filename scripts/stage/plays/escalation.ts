import axios from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import { runByHand, type Stage } from '../stage';
import type { ReceivedMail } from '../systems/mail-server';
import type { Print } from '../util/print';
import { happens, linkIn, mailTo } from './arrivals';

/** The form of the template 'Open a request from a form'. */
const FORM_PATH = '/form/icrm-open-request';
const TITLE = 'A laptop for the new colleague';
const DETAILS = 'She starts on Monday.\nFrom Lyon.';
const SERVICE = 'Try it out: breaches within seconds';
/** Nobody has the request yet: first the head of IT is notified, then his manager. */
const HEAD = 'jonas.brandt@acme.example';
const MANAGER = 'helena.vogt@acme.example';
/** Longer than the delay of the level that must not come. */
const QUIET_MS = 15_000;

/**
 * Plays the first story: a request that is due within seconds is opened in the form; it warns, breaches, and climbs from the
 * head of the department to the manager by mail.
 * @returns the manager's mail, whose link is not yet used
 */
export async function playBreach(stage: Stage, print: Print): Promise<ReceivedMail> {
	const startedAt = Date.now();
	await runByHand(stage, 'load-sample-company', 'Load it');
	print('The sample company is loaded: four departments, twelve people, their agreements');
	await openRequest(stage);
	print(`Request opened in the form: "${TITLE}", first response due within 10 seconds`);
	await happens(stage, startedAt, 'clock.warning', 30_000);
	print('Warning: half of the time is gone');
	await happens(stage, startedAt, 'clock.breached', 30_000);
	print('Breach: nobody has answered in time');
	const first = await mailTo(stage, HEAD, startedAt, '[Escalation 1/');
	print(`Level 1 mail to ${HEAD}: ${first.subject}`);
	const second = await mailTo(stage, MANAGER, startedAt, '[Escalation 2/');
	print(`Level 2 mail to ${MANAGER}: ${second.subject}`);
	return second;
}

/** What a person would do with the mail: open its link, read, write a word, press the button. */
export async function acknowledge(mail: ReceivedMail, note = ''): Promise<void> {
	const url = linkIn(mail);
	const shown = await axios.get<string>(url, { proxy: false });
	const nonce = /name="nonce" value="([^"]+)"/.exec(shown.data)?.[1];
	if (nonce === undefined) throw new Error(`The acknowledge page has no form:\n${shown.data}`);
	// The page takes nothing that comes sooner: scanners press buttons too.
	await pause(2_500);
	const typed = new URLSearchParams({ nonce, note, do: 'see' });
	const answer = await axios.post<string>(url, typed.toString(), { proxy: false });
	if (!answer.data.includes('role="status"'))
		throw new Error(`The acknowledgement was not taken:\n${answer.data}`);
}

/** After the acknowledgement, no further level: neither an event nor a mail. */
export async function noFurtherLevelIsNotified(stage: Stage, since: number): Promise<void> {
	await happens(stage, since, 'escalation.acknowledged', 15_000);
	const before = escalationMails(stage, since).length;
	await pause(QUIET_MS);
	const after = escalationMails(stage, since);
	if (after.length > before)
		throw new Error(`A mail came after the acknowledgement: ${after.at(-1)?.subject}`);
}

/** Fills the form in, as a browser does. */
async function openRequest({ publicUrl }: Stage): Promise<void> {
	const form = new FormData();
	const fields = {
		'field-0': TITLE,
		'field-1': DETAILS,
		'field-2': SERVICE,
		'field-3': 'luca.ferri@acme.example',
		'field-4': 'Normal / 普通',
	};
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	await axios.post(`${publicUrl}${FORM_PATH}`, form, { proxy: false });
}

const escalationMails = ({ mail }: Stage, since: number) =>
	mail.messages.filter(
		({ subject, receivedAt }) => /Escalation \d|升级/.test(subject) && receivedAt.getTime() >= since,
	);
