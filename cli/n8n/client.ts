import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { decoded } from './decoded';
import { isPassing, N8nFailures, type Call } from './failures';
import { anything, scopesSchema, workflowSchema, type N8nWorkflow } from './types';

export interface Connection {
	/** Where n8n's editor is: `http://127.0.0.1:5678`, `https://example.com/n8n/`. */
	readonly url: string;
	readonly apiKey?: string | undefined;
	readonly timeoutMs: number;
}

/** How an answer must look. */
type Answer<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

const RETRY_AFTER_MS = 500;
const PAGE = '100';

/** n8n's public API, with answers that say what is wrong in the words of whoever runs n8n. */
export class N8nClient {
	/** As it may be shown: without what somebody wrote into it to log in. */
	readonly address: string;
	/** On this machine, whose files and settings can then be looked at. */
	readonly isHere: boolean;
	private readonly http: AxiosInstance;
	private readonly failures: N8nFailures;

	constructor({ url, apiKey, timeoutMs }: Connection) {
		const { origin, pathname, hostname, username, password } = new URL(url);
		const baseURL = `${origin}${pathname}`.replace(/\/+$/, '');
		const auth = { username: decoded(username), password: decoded(password) };
		this.address = baseURL;
		this.isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
		this.failures = new N8nFailures(baseURL, timeoutMs);
		this.http = axios.create({
			baseURL,
			timeout: timeoutMs,
			maxRedirects: 0,
			validateStatus: () => true,
			responseType: 'text',
			transformResponse: (body: unknown) => body,
			...(apiKey === undefined ? {} : { headers: { 'X-N8N-API-KEY': apiKey } }),
			...(auth.username === '' && auth.password === '' ? {} : { auth }),
			// This machine is not reached through a proxy.
			...(this.isHere ? { proxy: false as const } : {}),
		});
		// The timeout of axios begins anew with every byte; whoever drips must be done in time, too.
		this.http.interceptors.request.use((request) => ({
			...request,
			signal: AbortSignal.timeout(timeoutMs),
		}));
	}

	/** `2.40.5`, as the editor's page says it; undefined where it does not. */
	async version(): Promise<string | undefined> {
		const page = await this.send({ method: 'GET', path: '/' });
		const meta = /n8n:config:sentry" content="([^"]+)"/.exec(String(page.data))?.[1] ?? '';
		return /n8n@([\w.-]+)/.exec(Buffer.from(meta, 'base64').toString('utf8'))?.[1];
	}

	/** What the key may do. */
	async scopes(): Promise<readonly string[]> {
		return (await this.ask('GET', '/api/v1/discover', scopesSchema)).data.scopes;
	}

	/** What a credential of that type consists of; undefined where n8n does not know the type. */
	credentialSchema(type: string): Promise<unknown> {
		return this.find(`/api/v1/credentials/schema/${encodeURIComponent(type)}`);
	}

	workflows(): Promise<N8nWorkflow[]> {
		return this.all('/api/v1/workflows', workflowSchema, { excludePinnedData: 'true' });
	}

	/** All pages of a list. */
	async all<Row>(
		path: string,
		row: Answer<Row>,
		filter: Readonly<Record<string, string>> = {},
	): Promise<Row[]> {
		const page = z.object({ data: z.array(row), nextCursor: z.string().nullish() });
		const rows: Row[] = [];
		const cursors = new Set<string>();
		for (;;) {
			const [cursor] = [...cursors].slice(-1);
			const query = new URLSearchParams({ ...filter, limit: PAGE, ...(cursor ? { cursor } : {}) });
			const { data, nextCursor } = await this.ask('GET', `${path}?${query}`, page);
			rows.push(...data);
			if (!nextCursor) return rows;
			// Going round in circles.
			if (cursors.has(nextCursor)) throw this.failures.nonsense(path);
			cursors.add(nextCursor);
		}
	}

	/** @throws Failure in plain words for anything but success, and for a success that is not of the form expected */
	async ask<T>(method: Call['method'], path: string, form: Answer<T>, body?: unknown): Promise<T> {
		const call = { method, path, body };
		return this.read(await this.send(call), call, form);
	}

	/** The same; undefined where there is no such thing. */
	private async find(path: string): Promise<unknown> {
		const call: Call = { method: 'GET', path };
		const answer = await this.send(call);
		return answer.status === 404 ? undefined : this.read(answer, call, anything);
	}

	private read<T>(answer: AxiosResponse<unknown>, call: Call, form: Answer<T>): T {
		if (answer.status < 200 || answer.status >= 300) throw this.failures.refusal(answer, call);
		const parsed = form.safeParse(jsonIn(answer.data));
		if (!parsed.success) throw this.failures.nonsense(call.path);
		return parsed.data;
	}

	/** Looking may be tried a second time; writing is not, since the first time may have arrived. */
	private async send(call: Call): Promise<AxiosResponse<unknown>> {
		const first = await this.attempt(call);
		if (call.method !== 'GET' || !isPassing(first)) return this.settle(first);
		await pause(RETRY_AFTER_MS);
		return this.settle(await this.attempt(call));
	}

	private attempt({ method, path, body }: Call): Promise<AxiosResponse<unknown> | Error> {
		return this.http
			.request<unknown>({ method, url: path, ...(body === undefined ? {} : { data: body }) })
			.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
	}

	private settle(outcome: AxiosResponse<unknown> | Error): AxiosResponse<unknown> {
		if (outcome instanceof Error) throw this.failures.unreachable(outcome);
		return outcome;
	}
}

function jsonIn(data: unknown): unknown {
	try {
		return JSON.parse(String(data));
	} catch {
		return undefined;
	}
}
