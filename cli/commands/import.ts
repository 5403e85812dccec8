import { credentialLines } from '../import/credential-lines';
import { checkData, checkNames, readGiven } from '../import/credentials-file';
import { importAll, type ImportReport } from '../import/import-all';
import { checkTag } from '../import/tag';
import { checkN8n, IMPORT_SCOPES } from '../n8n/check-n8n';
import { EXIT, Failure, type ExitCode } from '../output/failure';
import { count, table } from '../output/table';
import type { Terminal } from '../output/terminal';
import { allWanted } from '../templates/needed-credentials';
import { readTemplates } from '../templates/template-files';
import type { Values } from './arguments';
import { clientFor, keyOf } from './connect';

export async function importCommand(
	names: readonly string[],
	values: Values,
	terminal: Terminal,
): Promise<ExitCode> {
	const { credentials: file, publish = false, force = false, 'dry-run': dryRun = false } = values;
	// Everything that can be wrong here is looked at before n8n is asked for anything, and everything there before it is written to.
	const templates = readTemplates(names);
	const credentials = file === undefined ? {} : readGiven(file);
	// One file may serve all templates, of which only some are wanted now.
	if (file !== undefined)
		checkNames(file, credentials, allWanted(names.length > 0 ? readTemplates() : templates));
	const tag = checkTag(values.tag ?? 'icrm');
	const client = clientFor(values, terminal.env);
	if (keyOf(values, terminal.env) === undefined)
		throw new Failure(
			'There is no API key',
			'Make one in n8n under Settings → n8n API, and give it in N8N_API_KEY or with --api-key.',
			EXIT.noN8n,
		);
	const n8n = await checkN8n(client, IMPORT_SCOPES);
	if (file !== undefined) await checkData(file, credentials, client);
	terminal.err(
		`n8n ${n8n} at ${client.address}, ${count(templates.length, 'template')}${dryRun ? ', dry run: nothing is written' : ''}`,
	);
	const options = { publish, force, dryRun, tag, credentials, progress: terminal.err };
	const report = await importAll(client, templates, options);
	terminal.out(values.json ? JSON.stringify({ n8n, dryRun, ...report }, null, 2) : asText(report));
	const isIncomplete = report.templates.some(({ action }) => action === 'failed' || action === 'skipped');
	return isIncomplete ? EXIT.failed : EXIT.fine;
}

function asText({ templates, credentials }: ImportReport): string {
	const rows = templates.map(({ template, action, published, notes }) => ({
		template,
		action,
		published: published ? 'published' : '',
		notes: notes.join(' '),
	}));
	return [table(['template', 'action', 'published', 'notes'], rows), ...credentialLines(credentials)].join(
		'\n',
	);
}
