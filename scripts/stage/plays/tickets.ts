import { setTimeout } from 'node:timers/promises';
import {
	explainRequest,
	saveAgreements,
	saveCalendars,
	savePolicies,
	saveServices,
	unwrap,
} from '../../../engine';
import { editNodes, withText } from '../n8n/edit-workflow';
import { runByHand, type Stage } from '../stage';
import type { Redmine, RedmineUser } from '../systems/redmine-server';
import { poll } from '../util/poll';
import type { Print } from '../util/print';
import { happens, mailTo } from './arrivals';

export const PROJECTS = ['it', 'finance', 'hr'];
export const USERS: readonly RedmineUser[] = ['Jonas Brandt', 'Tom Becker', 'Luca Ferri'].map((name) => {
	const login = name.split(' ')[0]?.toLowerCase() ?? '';
	return { login, name, mail: `${login}@corp.example` };
});
export const REDMINE = 'redmine';
/** Redmine's own ids. */
const FEEDBACK = 4;
const IN_PROGRESS = 2;
const DAY = [['00:00', '24:00']];

export interface Ticket {
	readonly status: { readonly name: string };
	readonly due_date: string | null;
	readonly journals: readonly { readonly notes: string | null; readonly private_notes: boolean }[];
}

/** What the admin does once: agreements, the key, the address; then the workflow goes live. */
export async function connectRedmine(stage: Stage, redmine: Redmine): Promise<void> {
	const { engine, api, workflows } = stage;
	const weekly = Object.fromEntries(
		['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, DAY]),
	);
	const calendar = { id: 'always', name: 'Always', spec: { timezone: 'UTC', weekly } };
	(await saveCalendars(engine, [calendar])).forEach(unwrap);
	(await saveServices(engine, [{ id: 'laptop', name: 'Laptop', departmentId: 'it' }])).forEach(unwrap);
	const levels = [
		{ targets: [{ kind: 'assignee' }] },
		{ delay: '2 s', countedIn: 'elapsed', targets: [{ kind: 'manager' }] },
	];
	(await savePolicies(engine, [{ id: 'up', name: 'Up the line', levels }])).forEach(unwrap);
	const agreement = {
		id: 'laptops',
		name: 'Laptops',
		serviceId: 'laptop',
		calendarId: 'always',
		escalationPolicyId: 'up',
		targets: [
			{ metric: 'firstResponse', target: '25 s', countedIn: 'elapsed' },
			{ metric: 'resolution', target: '8 h', countedIn: 'elapsed' },
		],
	};
	(await saveAgreements(engine, [agreement])).forEach(unwrap);
	const key = { name: 'X-Redmine-API-Key', value: redmine.apiKey };
	await api.findOrCreateCredential('Redmine API key', 'httpHeaderAuth', key);
	const id = workflows.get(REDMINE) ?? '';
	await editNodes(api, id, { 'Your Redmine': withText('https://redmine.corp.example', redmine.url) });
	await api.publish(id);
}

/** What the workflow does every minute, now. */
export const lookNow = (stage: Stage): Promise<void> => runByHand(stage, REDMINE, 'The last seven days');

export const ticketIn = async (redmine: Redmine, id: number): Promise<Ticket> =>
	(await redmine.as('icrm').get<{ issue: Ticket }>(`/issues/${id}.json?include=journals`)).data.issue;

/**
 * A colleague opens a ticket for IT; it is moved to Finance and back, waits for the customer, goes on, and breaches: the manager
 * whom the directory server names gets the mail, and the ticket shows all of it.
 * @returns the ticket's number
 */
export async function playTicket(stage: Stage, redmine: Redmine, print: Print): Promise<number> {
	const since = Date.now();
	const [luca, tom] = [redmine.as('luca'), redmine.as('tom')];
	const assignee = (
		await redmine.as('icrm').get<{ users: { id: number; login: string }[] }>('/users.json')
	).data.users.find(({ login }) => login === 'tom');
	const issue = { project_id: 'it', subject: 'A laptop for the new colleague', assigned_to_id: assignee?.id };
	const opened = await luca.post<{ issue: { id: number } }>('/issues.json', { issue });
	const { id } = opened.data.issue;
	const change = async (changes: object) => {
		// Redmine's times are whole seconds, and a department that held the ticket for no time is not in the ledger.
		await setTimeout(1_100);
		await tom.put(`/issues/${id}.json`, { issue: changes });
	};
	await change({ project_id: 'finance', notes: '' });
	await change({ project_id: 'it', status_id: FEEDBACK });
	await lookNow(stage);
	const waiting = await explainRequest(stage.engine, `redmine-${id}`);
	expectIn(
		'departments',
		waiting.hops.map(({ departmentId }) => departmentId),
		['it', 'finance', 'it'],
	);
	expectIn('status', waiting.status, 'paused');
	print(`Ticket ${id} was opened in Redmine, moved twice, and waits: its clocks stand still`);
	await change({ status_id: IN_PROGRESS });
	await lookNow(stage);
	const open = await explainRequest(stage.engine, `redmine-${id}`);
	expectIn('status', open.status, 'open');
	// A deadline is judged once Redmine was read up to it.
	const dueAt = Date.parse(open.clocks.find(({ metric }) => metric === 'firstResponse')?.dueAt ?? '');
	await setTimeout(Math.max(0, dueAt + 1_500 - Date.now()));
	await lookNow(stage);
	await happens(stage, since, 'clock.breached', 60_000);
	print('Breach: nobody has answered in time');
	const mail = await mailTo(stage, 'jonas@corp.example', since, '[Escalation 2/2]');
	print(`Mail to jonas@corp.example, whom the directory server names as manager: ${mail.subject}`);
	await poll(
		async () => {
			const { due_date, journals } = await ticketIn(redmine, id);
			const said = journals.flatMap(({ notes }) => notes ?? []).join('\n');
			const all = [
				/\[ICRM\] Due: .*solution by/,
				/\[ICRM\] Overdue/,
				/\[ICRM\] Escalation 2\/2: .*Jonas Brandt is told/,
			];
			return due_date !== null && all.every((words) => words.test(said)) ? true : undefined;
		},
		{ timeoutMs: 60_000, what: 'due date, breach and escalation in the ticket' },
	);
	const { journals } = await ticketIn(redmine, id);
	expectIn('due notes', journals.filter(({ notes }) => notes?.includes('Due: ')).length, 1);
	print('The ticket shows due date, breach and escalation');
	return id;
}

/** What must not grow when nothing happens. */
export async function sizeOf(stage: Stage, redmine: Redmine, id: number): Promise<readonly number[]> {
	const { facts } = await explainRequest(stage.engine, `redmine-${id}`);
	return [facts.length, (await ticketIn(redmine, id)).journals.length];
}

function expectIn(what: string, found: unknown, wanted: unknown): void {
	if (JSON.stringify(found) !== JSON.stringify(wanted))
		throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}
