import { AxiosError, type AxiosResponse } from 'axios';
import { EXIT, Failure } from '../output/failure';

export interface Call {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From n8n's address on: `/`, `/api/…`. */
	readonly path: string;
	readonly body?: unknown;
}

const PROXY_TROUBLE = [502, 503, 504];
const KEY_HINT = 'Make one in n8n under Settings → n8n API, and give it in N8N_API_KEY or with --api-key.';

/** Whether the same may go well in a moment: a connection that broke, a proxy whose n8n is just restarting. */
export const isPassing = (outcome: AxiosResponse<unknown> | Error): boolean =>
	outcome instanceof Error
		? ['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE'].includes(codeOf(outcome))
		: PROXY_TROUBLE.includes(outcome.status);

/** What goes wrong with an n8n at one address, in words. */
export class N8nFailures {
	constructor(
		private readonly address: string,
		private readonly timeoutMs: number,
	) {}

	/** No answer came. */
	unreachable(error: Error): Failure {
		const { address } = this;
		const fail = (message: string, hint: string) => new Failure(message, hint, EXIT.noN8n);
		switch (codeOf(error)) {
			case 'ECONNREFUSED':
				return fail(`Nothing answers at ${address}`, 'Start n8n, or give its address with --url or N8N_URL.');
			case 'ENOTFOUND':
			case 'EAI_AGAIN':
				return fail(
					`The host of ${address} cannot be found`,
					'Check the address given with --url or N8N_URL.',
				);
			case 'EHOSTUNREACH':
			case 'ENETUNREACH':
				return fail(
					`There is no way to ${address} from here`,
					'Check the address, and the network or firewall between.',
				);
			case 'ECONNABORTED':
			case 'ETIMEDOUT':
			case 'ERR_CANCELED':
				return fail(
					`${address} did not answer within ${this.timeoutMs / 1000} s`,
					'Look whether n8n is busy or still starting; --timeout 60 waits longer.',
				);
			case 'EPROTO':
				return fail(`${address} does not speak TLS`, 'Write http:// where n8n speaks plain HTTP.');
		}
		if (/^ERR_TLS|CERT|SELF_SIGNED|UNABLE_TO_/.test(codeOf(error)))
			return fail(
				`The certificate of ${address} was not accepted (${codeOf(error)})`,
				'Give the certificate of the authority that signed it: NODE_EXTRA_CA_CERTS=file.pem icrm …',
			);
		return fail(
			`${address} broke off: ${error.message}`,
			"Look into n8n's log, then run this again: what is in place stays, the rest follows.",
		);
	}

	/** An answer came, and is a refusal. */
	refusal({ status, data, headers }: AxiosResponse<unknown>, { method, path }: Call): Failure {
		const { address } = this;
		const fail = (message: string, hint: string) => new Failure(message, hint, EXIT.noN8n);
		const said = messageIn(data);
		if (status >= 300 && status < 400)
			return fail(
				`${address} sends on to ${placeOf(String(headers.location))}`,
				'Give the address where n8n itself answers; a log-in page in front of n8n must let /api/ through.',
			);
		if (status === 401) return fail(`n8n at ${address} does not accept the API key`, KEY_HINT);
		if (PROXY_TROUBLE.includes(status) && said === undefined)
			return fail(
				`n8n does not answer behind ${address}: ${status}${titleOf(data)}`,
				'Look whether n8n runs there; it may be starting just now.',
			);
		if (status === 404 && method === 'GET')
			return fail(
				`${address} has no ${path}`,
				'The public API may be off (N8N_PUBLIC_API_DISABLED), n8n too old, or the address that of something else.',
			);
		if (status === 403 && method === 'GET')
			return fail(
				`The API key may not see ${path.split('?')[0]}`,
				'Make a key with the scopes that docs/cli.md lists.',
			);
		return new Failure(
			`n8n answered ${status} to ${method} ${path}: ${said ?? `something that is not n8n's${titleOf(data)}`}`,
			status >= 500 ? "Look into n8n's log, then run this again." : 'Correct what n8n names.',
			EXIT.failed,
		);
	}

	/** An answer came, and makes no sense. */
	nonsense(path: string): Failure {
		return new Failure(
			`${this.address}${path.split('?')[0]} answers with something that is not n8n's`,
			'Check the address: a proxy or a log-in page may stand before n8n.',
			EXIT.noN8n,
		);
	}
}

const codeOf = (error: Error): string => (error instanceof AxiosError ? (error.code ?? '') : '');

/** n8n's own words; undefined when the answer is somebody else's. */
function messageIn(data: unknown): string | undefined {
	try {
		const { message } = JSON.parse(String(data)) as { message?: unknown };
		return typeof message === 'string' ? message : undefined;
	} catch {
		return undefined;
	}
}

/** What a page calls itself: ` (502 Bad Gateway)`. */
function titleOf(data: unknown): string {
	const title = /<title>\s*([^<]{1,80}?)\s*<\/title>/i.exec(String(data))?.[1];
	return title === undefined ? '' : ` (${title})`;
}

/** Where a redirect leads, without what it carries: that may be a ticket to log in with. */
const placeOf = (location: string): string => location.split(/[?#]/)[0] ?? '';
