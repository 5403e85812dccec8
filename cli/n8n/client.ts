import type { AxiosInstance, AxiosResponse } from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isPassing, N8nFailures, type Call } from './failures';
import { addressOf, httpTo, isHere, type Connection } from './http';
import {
	anything,
	credentialSchema,
	scopesSchema,
	workflowSchema,
	type N8nCredential,
	type N8nWorkflow,
} from './types';

/** How an answer must look. */
type Answer<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

/** Where the public API stands below n8n's address. Paths given to the client begin after it: `/workflows`. */
const API = '/api/v1';
const RETRY_AFTER_MS = 500;
const PAGE = '100';

/**
 * n8n's public API: the only client of it, for the command, for `npm start` and for the tests in a real n8n. What goes wrong is
 * a Failure in words for the person who runs n8n.
 */
export class N8nClient {
	/** Without user and password, so that it can be printed. */
	readonly address: string;
	/** On this machine, whose files and settings can then be looked at. */
	readonly isHere: boolean;
	/** For how long an answer is waited for. */
	readonly timeoutMs: number;
	private readonly http: AxiosInstance;
	private readonly failures: N8nFailures;

	constructor(connection: Connection) {
		this.address = addressOf(connection.url);
		this.isHere = isHere(connection.url);
		this.timeoutMs = connection.timeoutMs;
		this.failures = new N8nFailures(this.address, connection.timeoutMs);
		this.http = httpTo(connection);
	}

	/** `2.40.5`, as the editor's page says it; undefined where it does not. */
	async version(): Promise<string | undefined> {
		const page = await this.send({ method: 'GET', path: '/' });
		const meta = /n8n:config:sentry" content="([^"]+)"/.exec(String(page.data))?.[1] ?? '';
		return /n8n@([\w.-]+)/.exec(Buffer.from(meta, 'base64').toString('utf8'))?.[1];
	}

	/** What the key may do. */
	async scopes(): Promise<readonly string[]> {
		return (await this.ask('GET', '/discover', scopesSchema)).data.scopes;
	}

	/** What a credential of that type consists of; undefined where n8n does not know the type. */
	credentialSchema(type: string): Promise<unknown> {
		return this.find(`/credentials/schema/${encodeURIComponent(type)}`);
	}

	workflows(): Promise<N8nWorkflow[]> {
		return this.all('/workflows', workflowSchema, { excludePinnedData: 'true' });
	}

	/** Those whose name contains this one. */
	workflowsNamed(name: string): Promise<N8nWorkflow[]> {
		return this.all('/workflows', workflowSchema, { name, excludePinnedData: 'true' });
	}

	credentials(): Promise<N8nCredential[]> {
		return this.all('/credentials', credentialSchema);
	}

	async publish(workflowId: string): Promise<void> {
		await this.ask('POST', `/workflows/${workflowId}/publish`, anything);
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
			// The pages go round in a circle.
			if (cursors.has(nextCursor)) throw this.failures.nonsense(API + path);
			cursors.add(nextCursor);
		}
	}

	/** @throws Failure in plain words for anything but success, and for a success that is not of the form expected */
	async ask<T>(method: Call['method'], path: string, form: Answer<T>, body?: unknown): Promise<T> {
		// Without a body n8n takes a POST for a form, and refuses it.
		const call = { method, path: API + path, body: method === 'POST' ? (body ?? {}) : body };
		return this.read(await this.send(call), call, form);
	}

	/** The same; undefined where there is no such thing. */
	private async find(path: string): Promise<unknown> {
		const call: Call = { method: 'GET', path: API + path };
		const answer = await this.send(call);
		return answer.status === 404 ? undefined : this.read(answer, call, anything);
	}

	private read<T>(answer: AxiosResponse<unknown>, call: Call, form: Answer<T>): T {
		if (answer.status < 200 || answer.status >= 300) throw this.failures.refusal(answer, call);
		const parsed = form.safeParse(jsonIn(answer.data));
		if (!parsed.success) throw this.failures.nonsense(call.path);
		return parsed.data;
	}

	/** A GET that breaks off is sent a second time; anything else is not, because n8n may have carried out the first. */
	private async send(call: Call): Promise<AxiosResponse<unknown>> {
		const first = await this.attempt(call);
		if (call.method !== 'GET' || !isPassing(first)) return this.answerOrThrow(first);
		await pause(RETRY_AFTER_MS);
		return this.answerOrThrow(await this.attempt(call));
	}

	private attempt({ method, path, body }: Call): Promise<AxiosResponse<unknown> | Error> {
		return this.http
			.request<unknown>({ method, url: path, ...(body === undefined ? {} : { data: body }) })
			.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
	}

	private answerOrThrow(outcome: AxiosResponse<unknown> | Error): AxiosResponse<unknown> {
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
