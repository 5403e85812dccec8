import axios from 'axios';
import { randomUUID } from 'node:crypto';
import type { Terminal } from '../output/terminal';
import type { Finding } from './finding';

type Env = Terminal['env'];

const SET_URL =
	"Set WEBHOOK_URL for n8n to the address that people reach it by, or 'Public URL' in the triggers' options.";

/**
 * The address that links in mails begin with. Only the environment of n8n itself says it; run the doctor beside it.
 * @param ask who answers there: `n8n`, or words for what is there instead
 */
export async function lookAtPublicUrl(
	env: Env,
	timeoutMs: number,
	ask: typeof whoAnswers = whoAnswers,
): Promise<Finding> {
	const about = 'public URL';
	const { WEBHOOK_URL: url } = env;
	const warn = (says: string, todo = SET_URL): Finding => ({ about, state: 'warning', says, todo });
	if (!url) return warn('WEBHOOK_URL is not set here: links in mails may lead to this machine only');
	if (!URL.canParse(url) || !url.startsWith('http'))
		return { about, state: 'fault', says: `WEBHOOK_URL is '${url}', which is not an address`, todo: SET_URL };
	const { hostname, protocol } = new URL(url);
	if (/^(localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0)$/.test(hostname))
		return warn(`WEBHOOK_URL is ${url}: its links work on this machine only`);
	if (protocol !== 'https:') return warn(`WEBHOOK_URL is ${url}: links in mails are not encrypted`);
	const found = await ask(env, url, timeoutMs);
	if (found === 'n8n') return { about, state: 'ok', says: `${url} leads to n8n` };
	return warn(
		`${url} does not lead to n8n from here: ${found}`,
		'Open it from where the readers of the mails are; a proxy must let /webhook/ through.',
	);
}

/**
 * Calls a webhook that does not exist. The words of n8n's refusal show that it is n8n, also behind a proxy that lets nothing but
 * webhooks through.
 */
export async function whoAnswers(env: Env, url: string, timeoutMs: number): Promise<string> {
	const path = env.N8N_ENDPOINT_WEBHOOK || 'webhook';
	try {
		const { status, data } = await axios.get<unknown>(
			`${url.replace(/\/+$/, '')}/${path}/icrm-doctor-${randomUUID()}`,
			{
				timeout: timeoutMs,
				signal: AbortSignal.timeout(timeoutMs),
				maxRedirects: 0,
				validateStatus: () => true,
			},
		);
		return status === 404 && JSON.stringify(data).includes('is not registered')
			? 'n8n'
			: `something else answers (${status})`;
	} catch (error) {
		return (error as { code?: string }).code ?? String(error);
	}
}

/** The zone in which n8n reads dates and schedules. */
export function lookAtTimeZone({ GENERIC_TIMEZONE: zone }: Env): Finding {
	const about = 'time zone';
	if (!zone)
		return {
			about,
			state: 'warning',
			says: 'GENERIC_TIMEZONE is not set here: n8n then reads dates and schedules in America/New_York',
			todo: 'Set it for n8n, for example to Europe/Berlin. The working calendars of ICRM have zones of their own.',
		};
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return { about, state: 'ok', says: zone };
	} catch {
		return {
			about,
			state: 'fault',
			says: `GENERIC_TIMEZONE is '${zone}', which is not a time zone`,
			todo: 'Write an IANA name: Europe/Berlin.',
		};
	}
}
