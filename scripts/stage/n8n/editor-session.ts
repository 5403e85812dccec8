import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { Agent } from 'node:http';

export type Method = 'GET' | 'POST' | 'DELETE';

/** The person who owns the n8n of the demo and of the tests. n8n wants 8 characters, a digit and a capital. */
export const OWNER = {
	email: 'owner@corp.example',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: 'Icrm-demo-2026',
};
export type Owner = typeof OWNER;

/** What a browser needs to be signed in as the owner. */
export interface BrowserSession {
	readonly baseUrl: string;
	readonly cookieName: string;
	readonly cookieValue: string;
	readonly browserId: string;
}

/** n8n refused something: what was asked, the status, and n8n's own words. */
export class EditorError extends Error {
	constructor(
		method: Method,
		path: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`${method} ${path} answered ${status}: ${explanation(body)}`);
		this.name = 'EditorError';
	}
}

function explanation(body: unknown): string {
	if (typeof body === 'object' && body !== null) {
		const { message, description, hint } = body as {
			message?: unknown;
			description?: unknown;
			hint?: unknown;
		};
		const words = [message, description, hint].filter((text) => typeof text === 'string' && text !== '');
		if (words.length > 0) return words.join(' - ');
	}
	return (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 500);
}

const COOKIE = 'n8n-auth';
// n8n writes a hash of this header into the cookie's token, and refuses the cookie beside another one.
const BROWSER_ID = 'n8n-nodes-icrm';

/**
 * The owner, signed in to n8n's editor: its own REST API, with a cookie. n8n keeps that API to its editor and may change it, so
 * only what the public API has no way to do goes through here: setting up the owner, making an API key, running a workflow by
 * hand, asking whether the triggers of a published workflow run, and descriptions of nodes. Everything else is the N8nClient's.
 */
export class EditorSession {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(readonly baseUrl: string) {
		this.http = axios.create({
			baseURL: baseUrl,
			timeout: 60_000,
			proxy: false,
			// A connection of its own for each request: one that was kept may be closed by a busy n8n just as it is used again.
			httpAgent: new Agent({ keepAlive: false }),
			validateStatus: () => true,
			headers: { 'browser-id': BROWSER_ID },
		});
	}

	/**
	 * One request. Paths under /rest answer with what is inside their `data`, those under /types with the whole body.
	 * `Answer` is the caller's knowledge of that endpoint; nothing checks it.
	 */
	async request<Answer = unknown>(method: Method, path: string, body?: unknown): Promise<Answer> {
		const response = await this.http.request<unknown>({
			method,
			url: path,
			data: body,
			headers: { cookie: `${COOKIE}=${this.cookie}` },
		});
		this.keepCookie(response);
		if (response.status >= 400) throw new EditorError(method, path, response.status, response.data);
		return (path.startsWith('/rest/') ? (response.data as { data: unknown }).data : response.data) as Answer;
	}

	/** Makes the owner on a fresh n8n, signs in on one that has an owner. */
	async signIn(owner: Owner = OWNER): Promise<void> {
		const settings = await this.request<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', owner);
		} else {
			const { email, password } = owner;
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** An API key with all the owner's scopes. It replaces the one of the same label from an earlier run. */
	async createApiKey(label = 'n8n-nodes-icrm'): Promise<string> {
		type Key = { readonly id: string; readonly label: string };
		const keys = await this.request<readonly Key[] | { items: readonly Key[] }>('GET', '/rest/api-keys');
		for (const key of 'items' in keys ? keys.items : keys) {
			if (key.label === label) await this.request('DELETE', `/rest/api-keys/${key.id}`);
		}
		const scopes = await this.request<readonly string[]>('GET', '/rest/api-keys/scopes');
		const { rawApiKey } = await this.request<{ rawApiKey: string }>('POST', '/rest/api-keys', {
			label,
			scopes,
			expiresAt: null,
		});
		return rawApiKey;
	}

	forBrowser(): BrowserSession {
		return {
			baseUrl: this.baseUrl,
			cookieName: COOKIE,
			cookieValue: this.cookie,
			browserId: BROWSER_ID,
		};
	}

	private keepCookie(response: AxiosResponse<unknown>): void {
		for (const cookie of response.headers['set-cookie'] ?? []) {
			const value = new RegExp(`^${COOKIE}=([^;]*)`).exec(cookie)?.[1];
			if (value !== undefined) this.cookie = value;
		}
	}
}
