import axios from 'axios';
import { poll } from '../util/poll';

/** Calls a production webhook until it is there, so once with effect. Brings any answer but 404. */
export function waitForWebhook(
	url: string,
	{
		method = 'POST',
		body,
		timeoutMs = 30_000,
	}: { method?: 'GET' | 'POST'; body?: unknown; timeoutMs?: number } = {},
): Promise<{ status: number; data: unknown }> {
	const call = { method, url, data: body, proxy: false as const, validateStatus: () => true };
	return poll(
		async () => {
			const { status, data } = await axios.request<unknown>(call);
			return status === 404 ? undefined : { status, data };
		},
		{ timeoutMs, what: `an answer from ${url}` },
	);
}
