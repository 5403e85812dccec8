import axios, { type AxiosInstance } from 'axios';
import { Agent } from 'node:http';
import { decoded } from './decoded';

export interface Connection {
	/** Where n8n's editor is: `http://127.0.0.1:5678`, `https://example.com/n8n/`. */
	readonly url: string;
	readonly apiKey?: string | undefined;
	readonly timeoutMs: number;
}

/** Where n8n answers, without the user and password that the address may hold. */
export function addressOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname}`.replace(/\/+$/, '');
}

/** On this machine, whose files and settings can then be looked at. */
export const isHere = (url: string): boolean =>
	/^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

/** HTTP to one n8n. Every answer comes back as text with its status: what it means, the client decides. */
export function httpTo({ url, apiKey, timeoutMs }: Connection): AxiosInstance {
	const { username, password } = new URL(url);
	const auth = { username: decoded(username), password: decoded(password) };
	const http = axios.create({
		baseURL: addressOf(url),
		timeout: timeoutMs,
		maxRedirects: 0,
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (body: unknown) => body,
		...(apiKey === undefined ? {} : { headers: { 'X-N8N-API-KEY': apiKey } }),
		...(auth.username === '' && auth.password === '' ? {} : { auth }),
		// A new connection for each request: n8n closes idle ones, and a write that meets that moment is not tried again.
		httpAgent: new Agent({ keepAlive: false }),
		// This machine is not reached through a proxy.
		...(isHere(url) ? { proxy: false as const } : {}),
	});
	// The timeout of axios begins anew with every byte. This one ends an answer that comes a byte at a time, too.
	http.interceptors.request.use((request) => ({ ...request, signal: AbortSignal.timeout(timeoutMs) }));
	return http;
}
