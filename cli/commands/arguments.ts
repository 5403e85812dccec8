import { parseArgs } from 'node:util';
import { EXIT, Failure } from '../output/failure';

export const USAGE = `icrm templates list                 what there is
icrm templates show NAME            one of them, as JSON
icrm templates import [NAME…]       put them into n8n: all, or those named
icrm doctor                         look whether everything is as it should be

  --url URL            n8n's address (N8N_URL), default http://127.0.0.1:5678
  --api-key KEY        from Settings → n8n API; better in N8N_API_KEY, which other users of the machine do not see
  --timeout SECONDS    how long to wait for an answer, default 15
  --json               the result, or what went wrong, as one JSON document
  --help, --version

import:
  --publish            publish what starts by itself
  --dry-run            say what would be done, and do nothing
  --force              overwrite what you changed
  --credentials FILE   {"SMTP account": {"type": "smtp", "data": {…}}}: those not in n8n yet are created from it
  --tag NAME           the tag of the workflows, default icrm

doctor:
  --store FILE         the embedded store, default <n8n user folder>/.n8n/icrm/icrm.sqlite
  --postgres URL       the store on PostgreSQL: postgres://user:password@host:5432/database (ICRM_POSTGRES)

Exit codes: 0 fine, 1 something failed or was found, 2 wrong usage, 3 no n8n to work with`;

export const OPTIONS = {
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

const parse = (args: readonly string[]) =>
	parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

export type Arguments = ReturnType<typeof parse>;
export type Values = Arguments['values'];

/** @throws Failure with exit code 2 */
export function readArguments(args: readonly string[]): Arguments {
	try {
		return parse(args);
	} catch (error) {
		throw new Failure(error instanceof Error ? error.message : String(error), USAGE, EXIT.usage);
	}
}
