import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StoreConfig } from '../engine';
import { version } from '../package.json';
import { checkN8n } from './check-n8n';
import { readGiven } from './credentials';
import { examine } from './doctor';
import { EXIT, Failure, type ExitCode } from './failure';
import { importTemplates } from './import-templates';
import { N8nClient } from './n8n-client';
import { credentialLines, table } from './show';
import { headlineOf, readTemplates, startsOfItself, type Template } from './template-files';

export interface Terminal {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Results. */
	out(text: string): void;
	/** Progress and faults. */
	err(text: string): void;
}

export const USAGE = `icrm templates list                 what there is
icrm templates show NAME            one of them, as JSON
icrm templates import [NAME…]       put them into n8n: all, or those named
icrm doctor                         look whether everything is as it should be

  --url URL            n8n's address (N8N_URL), default http://127.0.0.1:5678
  --api-key KEY        from Settings → n8n API (N8N_API_KEY)
  --timeout SECONDS    how long to wait for an answer, default 15
  --json               the result as one JSON document
  --help, --version

import:
  --publish            publish what starts of itself
  --dry-run            say what would be done, and do nothing
  --force              overwrite what you changed
  --credentials FILE   {"SMTP account": {"type": "smtp", "data": {…}}}: those not in n8n yet are created from it
  --tag NAME           the tag of the workflows, default icrm

doctor:
  --store FILE         the embedded store, default <n8n user folder>/.n8n/icrm/icrm.sqlite
  --postgres URL       the store on PostgreSQL: postgres://user:password@host:5432/database

Exit codes: 0 fine, 1 something failed or was found, 2 wrong usage, 3 no n8n to work with`;

const OPTIONS = {
	url: { type: 'string' },
	'api-key': { type: 'string' },
	timeout: { type: 'string' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	version: { type: 'boolean' },
	publish: { type: 'boolean' },
	'dry-run': { type: 'boolean' },
	force: { type: 'boolean' },
	credentials: { type: 'string' },
	tag: { type: 'string' },
	store: { type: 'string' },
	postgres: { type: 'string' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
	parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** The whole command, apart from the process it runs in. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
	try {
		return await dispatch(args, terminal);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		terminal.err(`${error.message}\n${error.hint}`);
		return error.exitCode;
	}
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
	const { values, positionals } = readArguments(args);
	const [area, verb, ...names] = positionals;
	if (values.help || (area === undefined && !values.version)) {
		terminal.out(USAGE);
		return values.help ? EXIT.fine : EXIT.usage;
	}
	if (values.version) {
		terminal.out(version);
		return EXIT.fine;
	}
	if (area === 'doctor' && verb === undefined) return await doctor(values, terminal);
	if (area === 'templates' && verb === 'list' && names.length === 0) return list(values, terminal);
	if (area === 'templates' && verb === 'show' && names.length === 1) return show(names, terminal);
	if (area === 'templates' && verb === 'import') return await importThem(names, values, terminal);
	throw new Failure(`'icrm ${positionals.join(' ')}' is not a command`, USAGE, EXIT.usage);
}

function readArguments(args: readonly string[]) {
	try {
		return parse(args);
	} catch (error) {
		throw new Failure(error instanceof Error ? error.message : String(error), USAGE, EXIT.usage);
	}
}

function clientFor(values: Values, { env }: Terminal): N8nClient {
	const seconds = Number(values.timeout ?? 15);
	if (!(seconds > 0))
		throw new Failure(`--timeout ${values.timeout} is not a number of seconds`, USAGE, EXIT.usage);
	const url = values.url ?? env.N8N_URL ?? 'http://127.0.0.1:5678';
	if (!URL.canParse(url) || !url.startsWith('http'))
		throw new Failure(`'${url}' is not an address`, 'Write it like https://n8n.example.com.', EXIT.usage);
	return new N8nClient({ url, apiKey: keyOf(values, env), timeoutMs: seconds * 1000 });
}

const keyOf = (values: Values, env: Terminal['env']) => values['api-key'] ?? env.N8N_API_KEY;

function list(values: Values, { out }: Terminal): ExitCode {
	const templates = readTemplates();
	const rows = templates.map((template) => ({
		name: template.key,
		title: template.name,
		about: headlineOf(template),
		start: startsOfItself(template) ? 'published' : 'by hand',
	}));
	out(values.json ? JSON.stringify(rows, null, 2) : table(['name', 'start', 'about'], rows));
	return EXIT.fine;
}

function show(names: readonly string[], { out }: Terminal): ExitCode {
	const [template] = readTemplates(names);
	const { key: _key, ...workflow } = template as Template;
	out(JSON.stringify(workflow, null, 2));
	return EXIT.fine;
}

async function importThem(names: readonly string[], values: Values, terminal: Terminal): Promise<ExitCode> {
	// Everything that can be wrong here is looked at before n8n is asked for anything.
	const templates = readTemplates(names);
	const credentials = values.credentials === undefined ? {} : readGiven(values.credentials);
	const client = clientFor(values, terminal);
	if (keyOf(values, terminal.env) === undefined)
		throw new Failure(
			'There is no API key',
			'Make one in n8n under Settings → n8n API, and give it with --api-key or N8N_API_KEY.',
			EXIT.noN8n,
		);
	const publish = values.publish ?? false;
	const n8n = await checkN8n(client, publish);
	terminal.err(`n8n ${n8n}, ${templates.length} templates${values['dry-run'] ? ', dry run' : ''}`);
	const report = await importTemplates(client, templates, {
		publish,
		credentials,
		dryRun: values['dry-run'] ?? false,
		force: values.force ?? false,
		...(values.tag === undefined ? {} : { tag: values.tag }),
		progress: terminal.err,
	});
	if (values.json)
		terminal.out(JSON.stringify({ n8n, dryRun: values['dry-run'] ?? false, ...report }, null, 2));
	else {
		const rows = report.templates.map((one) => ({
			template: one.template,
			action: one.action,
			published: one.published ? 'published' : '',
			notes: one.notes.join(' '),
		}));
		terminal.out(
			[
				table(['template', 'action', 'published', 'notes'], rows),
				...credentialLines(report.credentials),
			].join('\n'),
		);
	}
	return report.templates.some(({ action }) => action === 'failed') ? EXIT.failed : EXIT.fine;
}

async function doctor(values: Values, terminal: Terminal): Promise<ExitCode> {
	const { env } = terminal;
	const findings = await examine({
		client: clientFor(values, terminal),
		hasKey: keyOf(values, env) !== undefined,
		store: storeOf(values, env),
		env,
		now: Date.now(),
	});
	const rows = findings.map(({ about, state, says, todo }) => ({
		about,
		state: state === 'fault' ? 'FAULT' : state,
		says: [says, todo].filter((text) => text !== undefined).join('. '),
	}));
	terminal.out(values.json ? JSON.stringify(findings, null, 2) : table(['about', 'state', 'says'], rows));
	return findings.some(({ state }) => state === 'fault') ? EXIT.failed : EXIT.fine;
}

function storeOf(values: Values, env: Terminal['env']): StoreConfig {
	if (values.postgres === undefined) {
		const folder = env.N8N_USER_FOLDER ?? homedir();
		return { kind: 'sqlite', file: values.store ?? join(folder, '.n8n', 'icrm', 'icrm.sqlite') };
	}
	if (!URL.canParse(values.postgres))
		throw new Failure(
			'--postgres is not an address',
			'Write it like postgres://user:password@host:5432/icrm.',
			EXIT.usage,
		);
	const { hostname, port, pathname, username, password, searchParams } = new URL(values.postgres);
	const ssl = searchParams.get('sslmode') ?? 'disable';
	return {
		kind: 'postgres',
		host: hostname,
		port: Number(port || 5432),
		database: decodeURIComponent(pathname.slice(1)),
		user: decodeURIComponent(username),
		password: decodeURIComponent(password),
		tls: ssl === 'disable' ? 'off' : ssl.startsWith('verify') ? 'verify' : 'require',
	};
}
