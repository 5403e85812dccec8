import {
	listDeliveries,
	openRequests,
	saveAgreements,
	saveMembers,
	savePolicies,
	saveServices,
	unwrap,
} from '../../../engine';
import type { Stage } from '../../../scripts/stage/stage';
import type { ReceivedMail } from '../../../scripts/stage/systems/mail-server';
import { poll } from '../../../scripts/stage/util/poll';

export const titlesOf = (name: string, count: number): string[] =>
	Array.from({ length: count }, (_, n) => `${name} ${String(n).padStart(3, '0')}`);

/** One person a request: in a storm somebody gets twelve mails an hour, and the rest in one. */
const holderOf = (title: string) => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** What `openRequests` takes for each title: a request that somebody of its own has. */
export const requestsOf = (titles: readonly string[], openedAt: number) =>
	titles.map((title) => ({ title, serviceId: 'storm', assignee: holderOf(title), openedAt }));

/** A service whose requests are all due after the same time, and a policy with one level: one mail for each of them. */
async function promise({ engine }: Stage, targetMs: number): Promise<void> {
	(await saveServices(engine, [{ id: 'storm', name: 'Storm', departmentId: 'it' }])).forEach(unwrap);
	const levels = [{ targets: [{ kind: 'assignee' }] }];
	(await savePolicies(engine, [{ id: 'storm', name: 'One mail each', levels }])).forEach(unwrap);
	const agreement = {
		id: 'storm',
		name: 'Storm',
		serviceId: 'storm',
		calendarId: 'always',
		escalationPolicyId: 'storm',
		targets: [{ metric: 'firstResponse', target: `${targetMs / 1000} s`, countedIn: 'elapsed' }],
	};
	(await saveAgreements(engine, [agreement])).forEach(unwrap);
}

/** Those who will have the requests. */
export async function hire({ engine }: Stage, titles: readonly string[]): Promise<void> {
	const members = titles.map((title) => ({
		id: holderOf(title),
		name: `Holder of ${title}`,
		email: `${holderOf(title)}@acme.example`,
		departmentId: 'it',
	}));
	(await saveMembers(engine, members)).forEach(unwrap);
}

/**
 * Opens a request for each title, all of them due at the same instant. The sample company has to be there.
 *
 * @param targetMs time enough to open all of them before the first is due, also on a busy machine
 * @returns that instant
 */
export async function brew(stage: Stage, titles: readonly string[], targetMs = 30_000): Promise<number> {
	await promise(stage, targetMs);
	await hire(stage, titles);
	const openedAt = Date.now();
	(await openRequests(stage.engine, requestsOf(titles, openedAt))).forEach(unwrap);
	const dueAt = openedAt + targetMs;
	expect(Date.now()).toBeLessThan(dueAt);
	return dueAt;
}

export const escalationsOf = (title: string, mails: readonly ReceivedMail[]) =>
	mails.filter(({ subject }) => subject.startsWith('[Escalation') && subject.includes(title));

/** Waits until so many of the titles have had their mail. */
export async function untilMailed(
	{ mail, n8n }: Stage,
	titles: readonly string[],
	count: number,
	timeoutMs = 120_000,
): Promise<void> {
	const mailed = () => titles.filter((title) => escalationsOf(title, mail.messages).length > 0).length;
	await poll(async () => (mailed() >= count ? true : undefined), {
		timeoutMs,
		everyMs: 50,
		what: `${count} mails`,
		detail: () => `${mailed()} came.\n${n8n.logText().slice(-3_000)}`,
	});
}

/**
 * Waits until every title has its mail and nothing is left to deliver, dead letters included.
 *
 * @returns how many mails came beside the first of each title
 */
export async function untilCalm(
	stage: Stage,
	titles: readonly string[],
	timeoutMs = 240_000,
): Promise<number> {
	await untilMailed(stage, titles, titles.length, timeoutMs);
	const open = () => listDeliveries(stage.engine, { state: 'open', limit: 5 });
	await poll(async () => ((await open()).length === 0 ? true : undefined), {
		timeoutMs,
		everyMs: 1_000,
		what: 'the end of all deliveries',
		detail: () => stage.n8n.logText().slice(-3_000),
	});
	expect(await listDeliveries(stage.engine, { state: 'dead', limit: 5 })).toEqual([]);
	const all = titles.flatMap((title) => escalationsOf(title, stage.mail.messages));
	return all.length - titles.length;
}
