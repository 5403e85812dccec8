import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { EXIT, Failure } from './failure';

export interface Connection {
	/** Where n8n's editor is: `http://127.0.0.1:5678`. */
	readonly url: string;
	readonly apiKey?: string | undefined;
	readonly timeoutMs: number;
}

export interface N8nNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly number[];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	readonly notes?: string;
	readonly webhookId?: string;
	readonly disabled?: boolean;
}

export interface N8nWorkflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly isArchived?: boolean;
	readonly createdAt: string;
	readonly nodes: readonly N8nNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly tags?: readonly { readonly id: string; readonly name: string }[];
}

type Method = 'GET' | 'POST' | 'PUT';

/** n8n's public API, with answers that say what is wrong in the words of whoever runs n8n. */
export class N8nClient {
	private readonly http: AxiosInstance;

	constructor(private readonly connection: Connection) {
		const { url, apiKey, timeoutMs } = connection;
		this.http = axios.create({
			baseURL: url.replace(/\/+$/, ''),
			timeout: timeoutMs,
			maxRedirects: 0,
			validateStatus: () => true,
			transformResponse: (body: unknown) => body,
			...(apiKey === undefined ? {} : { headers: { 'X-N8N-API-KEY': apiKey } }),
			// This machine is not reached through a proxy.
			...(/^https?:\/\/(localhost|127\.|\[::1\])/.test(url) ? { proxy: false as const } : {}),
		});
	}

	/** `2.40.5`, as the editor's page says it; undefined where it does not. */
	async version(): Promise<string | undefined> {
		const page = await this.send('GET', '/');
		const meta = /n8n:config:sentry" content="([^"]+)"/.exec(String(page.data))?.[1] ?? '';
		return /n8n@([\w.-]+)/.exec(Buffer.from(meta, 'base64').toString('utf8'))?.[1];
	}

	/** Whether the credential type of the pack is known there: then the pack is installed. */
	async hasPack(): Promise<boolean> {
		return (await this.send('GET', '/api/v1/credentials/schema/icrmStoreApi')).status === 200;
	}

	/** What the key may do. */
	async scopes(): Promise<readonly string[]> {
		const { data } = await this.ask<{ data?: { scopes?: unknown } }>('GET', '/api/v1/discover');
		if (!Array.isArray(data?.scopes)) throw this.nonsense('/api/v1/discover');
		return data.scopes.map(String);
	}

	/** All pages of a list. */
	async all<Row>(path: string): Promise<Row[]> {
		const rows: Row[] = [];
		let cursor: string | undefined;
		do {
			const query = new URLSearchParams({ limit: '100', ...(cursor === undefined ? {} : { cursor }) });
			const page = await this.ask<{ data?: unknown; nextCursor?: unknown }>('GET', `${path}?${query}`);
			if (!Array.isArray(page.data)) throw this.nonsense(path);
			rows.push(...(page.data as Row[]));
			cursor = typeof page.nextCursor === 'string' ? page.nextCursor : undefined;
		} while (cursor !== undefined);
		return rows;
	}

	/** @throws Failure in plain words for anything but success */
	async ask<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
		const answer = await this.send(method, path, body);
		const { status } = answer;
		if (status < 200 || status >= 300) throw this.refusal(answer, method, path);
		try {
			return JSON.parse(String(answer.data)) as Answer;
		} catch {
			throw this.nonsense(path);
		}
	}

	private async send(method: Method, path: string, body?: unknown): Promise<AxiosResponse<unknown>> {
		try {
			return await this.http.request<unknown>({
				method,
				url: path,
				...(body === undefined ? {} : { data: body }),
			});
		} catch (error) {
			throw this.unreachable(error);
		}
	}

	private unreachable(error: unknown): Failure {
		const { url, timeoutMs } = this.connection;
		const code = error instanceof AxiosError ? (error.code ?? '') : '';
		const fail = (message: string, hint: string) => new Failure(message, hint, EXIT.noN8n);
		if (code === 'ECONNREFUSED')
			return fail(`Nothing answers at ${url}`, 'Start n8n, or give its address with --url or N8N_URL.');
		if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
			return fail(`The host of ${url} cannot be found`, 'Check the address given with --url or N8N_URL.');
		if (code === 'ECONNABORTED' || code === 'ETIMEDOUT')
			return fail(
				`${url} did not answer within ${timeoutMs / 1000} s`,
				'Look whether n8n is busy or still starting; --timeout 60 waits longer.',
			);
		if (code.startsWith('ERR_TLS') || code.includes('CERT') || code === 'EPROTO')
			return fail(
				`The certificate of ${url} was not accepted (${code})`,
				'Give the authority that signed it with NODE_EXTRA_CA_CERTS=file.pem, or use http where n8n speaks it.',
			);
		return fail(
			`${url} broke off: ${error instanceof Error ? error.message : String(error)}`,
			'Look into the log of n8n, then run this again: what is in place stays, the rest follows.',
		);
	}

	private refusal({ status, data, headers }: AxiosResponse<unknown>, method: Method, path: string): Failure {
		const { url } = this.connection;
		const fail = (message: string, hint: string) => new Failure(message, hint, EXIT.noN8n);
		if (status >= 300 && status < 400)
			return fail(
				`${url} sends on to ${String(headers.location)}`,
				'Give that address with --url; a log-in page in front of n8n must let /api/ through.',
			);
		if (status === 401)
			return fail(
				`n8n at ${url} does not accept the API key`,
				'Make one in n8n under Settings → n8n API, and give it with --api-key or N8N_API_KEY.',
			);
		if (status === 403)
			return fail(
				`The API key may not ${method} ${path}`,
				'Make a key with the scopes for workflows, tags and credentials under Settings → n8n API.',
			);
		if (status === 404)
			return fail(
				`${url} has no ${path}`,
				'The public API may be off (N8N_PUBLIC_API_DISABLED), n8n too old, or the address that of something else.',
			);
		return new Failure(
			`n8n answered ${status} to ${method} ${path}: ${messageIn(data)}`,
			status >= 500 ? 'Look into the log of n8n, then run this again.' : 'Correct what n8n names.',
			EXIT.failed,
		);
	}

	private nonsense(path: string): Failure {
		return new Failure(
			`${this.connection.url}${path} answers with something that is not n8n's`,
			'Check the address: a proxy or a log-in page may stand before n8n.',
			EXIT.noN8n,
		);
	}
}

function messageIn(data: unknown): string {
	const text = String(data);
	try {
		const { message } = JSON.parse(text) as { message?: unknown };
		if (typeof message === 'string') return message;
	} catch {
		// Not JSON: shown as it is.
	}
	return text.slice(0, 200);
}
