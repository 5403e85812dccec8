import { inspectStore, type StoreConfig, type StoreReport } from '../engine';
import { checkN8n, isOlder } from './check-n8n';
import { Failure } from './failure';
import type { N8nClient, N8nWorkflow } from './n8n-client';

/** One thing looked at: how it is, what that means, and what to do about it. */
export interface Finding {
	readonly about: string;
	readonly state: 'ok' | 'warning' | 'fault';
	readonly says: string;
	readonly todo?: string;
}

export interface Patient {
	readonly client: N8nClient;
	readonly hasKey: boolean;
	readonly store: StoreConfig;
	/** Of the process that n8n runs in, if this one has it: `WEBHOOK_URL`, `GENERIC_TIMEZONE`. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Epoch ms. */
	readonly now: number;
}

const MINUTE_MS = 60_000;
/** A trigger says every ten minutes that it listens. */
const SILENT_MS = 11 * MINUTE_MS;
/** Timers are fired within seconds. */
const LATE_MS = MINUTE_MS;

/** Looks at everything there is to look at; a part that cannot be reached hides none of the others. */
export async function examine(patient: Patient): Promise<Finding[]> {
	return [
		...(await n8nFindings(patient)),
		publicUrl(patient.env),
		timeZone(patient.env),
		...(await storeFindings(patient)),
	];
}

async function n8nFindings({ client, hasKey }: Patient): Promise<Finding[]> {
	try {
		const version = await client.version();
		const found: Finding = isOlder(version ?? '0')
			? {
					about: 'n8n',
					state: version === undefined ? 'warning' : 'fault',
					says:
						version === undefined ? 'It does not say which version it is' : `Version ${version} is too old`,
					todo: 'Use n8n 2.40 or newer.',
				}
			: { about: 'n8n', state: 'ok', says: `Version ${version ?? ''} answers` };
		if (!hasKey)
			return [
				found,
				{
					about: 'workflows',
					state: 'warning',
					says: 'Without an API key the workflows cannot be looked at',
					todo: 'Make one under Settings → n8n API, and give it with --api-key or N8N_API_KEY.',
				},
			];
		if (found.state !== 'fault') await checkN8n(client);
		return [found, await workflowFinding(client)];
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return [{ about: 'n8n', state: 'fault', says: error.message, todo: error.hint }];
	}
}

async function workflowFinding(client: N8nClient): Promise<Finding> {
	const workflows = await client.all<N8nWorkflow>('/api/v1/workflows');
	const listening = workflows.filter(
		({ nodes, isArchived }) =>
			!isArchived &&
			nodes.some(({ type, disabled }) => /^n8n-nodes-icrm\..*Trigger$/.test(type) && !disabled),
	);
	const published = listening.filter(({ active }) => active);
	if (published.length === 0)
		return {
			about: 'workflows',
			state: 'fault',
			says: 'No workflow with an ICRM trigger is published: nothing is noticed when it is late',
			todo: "Publish one, for example the template 'ICRM: A breach escalates by mail'.",
		};
	const rest = listening.filter(({ active }) => !active).map(({ name }) => `'${name}'`);
	return {
		about: 'workflows',
		state: rest.length > 0 ? 'warning' : 'ok',
		says: `${published.length} with an ICRM trigger published${rest.length > 0 ? `, not published: ${rest.join(', ')}` : ''}`,
		...(rest.length > 0 ? { todo: 'Publish them if they are to do something.' } : {}),
	};
}

function publicUrl({ WEBHOOK_URL: url }: Patient['env']): Finding {
	const about = 'public URL';
	const todo =
		"Set WEBHOOK_URL for n8n to the address that people reach it by, or 'Public URL' in the triggers' options.";
	if (!url)
		return {
			about,
			state: 'warning',
			says: 'WEBHOOK_URL is not set here: links in mails may lead to this machine only',
			todo,
		};
	if (/^https?:\/\/(localhost|127\.|\[::1\])/.test(url))
		return {
			about,
			state: 'warning',
			says: `WEBHOOK_URL is ${url}: its links work on this machine only`,
			todo,
		};
	if (!url.startsWith('https:'))
		return { about, state: 'warning', says: `WEBHOOK_URL is ${url}: links in mails are not encrypted`, todo };
	return { about, state: 'ok', says: url };
}

function timeZone({ GENERIC_TIMEZONE: zone }: Patient['env']): Finding {
	const about = 'time zone';
	if (!zone)
		return {
			about,
			state: 'warning',
			says: 'GENERIC_TIMEZONE is not set here: n8n then reads dates and schedules in America/New_York',
			todo: 'Set it for n8n, for example to Europe/Berlin. The working calendars of ICRM have zones of their own.',
		};
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return { about, state: 'ok', says: zone };
	} catch {
		return {
			about,
			state: 'fault',
			says: `'${zone}' is not a time zone`,
			todo: 'Write an IANA name: Europe/Berlin.',
		};
	}
}

async function storeFindings({ store, now }: Patient): Promise<Finding[]> {
	try {
		const report = await inspectStore(store, now);
		return [storeFinding(report), heartbeat(report, now), deliveries(report, now)];
	} catch (error) {
		const { message, hint } = error as { message: string; hint?: string };
		return [{ about: 'store', state: 'fault', says: message, ...(hint === undefined ? {} : { todo: hint }) }];
	}
}

function storeFinding({ migration, knownMigration, requests, members }: StoreReport): Finding {
	const says = `${requests} requests, ${members} members, schema version ${migration}`;
	if (migration > knownMigration)
		return {
			about: 'store',
			state: 'fault',
			says: `${says}; this package knows ${knownMigration} only`,
			todo: 'Install the newer version of n8n-nodes-icrm on every n8n that uses this store.',
		};
	return { about: 'store', state: 'ok', says };
}

function heartbeat(report: StoreReport, now: number): Finding {
	const about = 'timeline';
	const restart =
		'Look whether n8n runs and a workflow with an ICRM trigger is published; its log says why if not.';
	const late = report.oldestDueAt === undefined ? 0 : now - report.oldestDueAt;
	if (late > LATE_MS)
		return {
			about,
			state: 'fault',
			says: `It stands still: ${report.overdueTimers} timers are overdue, the oldest for ${duration(late)}`,
			todo: restart,
		};
	if (report.lastBeatAt === undefined)
		return { about, state: 'warning', says: 'No trigger has ever listened', todo: restart };
	const silent = now - report.lastBeatAt;
	if (silent > SILENT_MS)
		return { about, state: 'fault', says: `No trigger has listened for ${duration(silent)}`, todo: restart };
	return { about, state: 'ok', says: `Last heartbeat ${duration(silent)} ago, nothing overdue` };
}

function deliveries({ deadLetters, waitingDeliveries, oldestDeliveryAt }: StoreReport, now: number): Finding {
	const about = 'deliveries';
	if (deadLetters > 0)
		return {
			about,
			state: 'warning',
			says: `${deadLetters} were given up after too many failures`,
			todo: "List and retry them with ICRM Escalation, 'Delivery: Get Many' and 'Retry'.",
		};
	const waits = oldestDeliveryAt === undefined ? 0 : now - oldestDeliveryAt;
	if (waits > 5 * MINUTE_MS)
		return {
			about,
			state: 'warning',
			says: `${waitingDeliveries} wait, the oldest for ${duration(waits)}`,
			todo: 'Publish the workflow they are for; unpublished for a week, it gets no further events.',
		};
	return { about, state: 'ok', says: 'None is waiting' };
}

function duration(ms: number): string {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes < 2) return `${Math.round(ms / 1000)} s`;
	return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
