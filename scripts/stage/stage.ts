import { join } from 'node:path';
import { importAll } from '../../cli/import/import-all';
import { readTemplates } from '../../cli/templates/template-files';
import { closeEngines, engineFor, type Engine, type PostgresConfig } from '../../engine';
import { N8nApi } from './n8n/api';
import { findOrInstallN8n } from './n8n/host';
import { installPack } from './n8n/pack-install';
import { startN8n, type N8nServer } from './n8n/server';
import { startMailServer, type MailServer } from './systems/mail-server';
import type { Print } from './util/print';

/** A real n8n with the pack installed, a mail server beside it, and the shipped templates published. */
export interface Stage {
	readonly n8n: N8nServer;
	readonly n8nVersion: string;
	/** Where published forms, webhooks and pages answer: at n8n itself, unless its environment says something else. */
	readonly publicUrl: string;
	readonly api: N8nApi;
	readonly mail: MailServer;
	/** The store of that n8n, to look into from outside. */
	readonly engine: Engine;
	/** Ids of the workflows by template: `breach-escalation-mail`. */
	readonly workflows: ReadonlyMap<string, string>;
	strike(): Promise<void>;
}

export interface StageOptions {
	readonly userFolder: string;
	readonly print: Print;
	readonly n8nPort?: number;
	readonly smtpPort?: number;
	readonly inboxPort?: number;
	/** The store; left out, the embedded one, which needs no credential. */
	readonly postgres?: PostgresConfig;
	/** Added to n8n's environment. */
	readonly env?: Readonly<Record<string, string>>;
}

export async function setStage(options: StageOptions): Promise<Stage> {
	const { userFolder, print, n8nPort, smtpPort, inboxPort, postgres, env } = options;
	const { bin, version } = await findOrInstallN8n(print);
	print(`n8n ${version}; its data and ours are in ${userFolder}`);
	await installPack(userFolder, print);
	const mail = await startMailServer({
		...(smtpPort ? { smtpPort } : {}),
		...(inboxPort ? { inboxPort } : {}),
	});
	// Whatever goes wrong from here on, nothing stays behind that would keep the process alive.
	const ending: (() => Promise<void>)[] = [closeEngines, () => mail.stop()];
	const strike = async () => {
		for (const end of ending.reverse()) await end();
	};
	try {
		const n8n = await startN8n({
			bin,
			userFolder,
			print,
			...(n8nPort ? { port: n8nPort } : {}),
			...(env ? { env } : {}),
		});
		ending.push(() => n8n.stop());
		const api = await N8nApi.connect(n8n.baseUrl);
		await makeCredentials(api, mail, postgres);
		const workflows = await publishTemplates(api, print);
		const engine = await engineFor(
			postgres ?? { kind: 'sqlite', file: join(userFolder, '.n8n', 'icrm', 'icrm.sqlite') },
		);
		const publicUrl = env?.WEBHOOK_URL ?? n8n.baseUrl;
		return { n8n, n8nVersion: version, publicUrl, api, mail, engine, workflows, strike };
	} catch (error) {
		await strike();
		throw error;
	}
}

/** By the command that admins use; those whose counterpart has no credential yet wait for it unpublished. */
async function publishTemplates(api: N8nApi, print: Print): Promise<Map<string, string>> {
	const { templates } = await importAll(api.client, readTemplates(), { publish: true });
	const workflows = new Map<string, string>();
	for (const { template, workflowId, published, action, notes } of templates) {
		if (workflowId === null || action === 'failed')
			throw new Error(`Template '${template}' did not go in: ${notes.join(' ')}`);
		if (published) await api.waitUntilPublished(workflowId);
		workflows.set(template, workflowId);
		print(`Template '${template}' is in n8n (${action})${published ? ' and published' : ''}`);
	}
	return workflows;
}

/** The ports change with every start, so what is in them is written anew; the import then finds them by name. */
async function makeCredentials(
	api: N8nApi,
	mail: MailServer,
	postgres: PostgresConfig | undefined,
): Promise<void> {
	await api.findOrCreateCredential('SMTP account', 'smtp', {
		host: mail.host,
		port: mail.smtpPort,
		secure: false,
		disableStartTls: true,
		user: '',
		password: '',
	});
	if (!postgres) return;
	const { kind, database, ...connection } = postgres;
	await api.findOrCreateCredential('ICRM Store', 'icrmStoreApi', {
		database: kind,
		databaseName: database,
		...connection,
	});
}

/** Runs a workflow that starts by hand, and waits for its end. @throws Error with what the workflow says went wrong */
export async function runByHand({ api, workflows }: Stage, template: string, trigger: string): Promise<void> {
	const execution = await api.waitForExecution(
		await api.runManually(workflows.get(template) ?? '', trigger),
		60_000,
	);
	if (execution.status === 'success') return;
	throw new Error(
		`'${template}' ended with ${execution.status}: ${execution.data?.resultData.error?.message ?? 'no reason given'}`,
	);
}
