import { N8nClient } from '../n8n/client';
import { decoded } from '../n8n/decoded';
import { EXIT, Failure } from '../output/failure';
import type { Terminal } from '../output/terminal';
import { USAGE, type Values } from './arguments';

type Env = Terminal['env'];

/** n8n's own environment, where there is one, says where it listens. */
export const urlOf = (values: Values, env: Env): string =>
	values.url ?? (env.N8N_URL || `http://127.0.0.1:${env.N8N_PORT || 5678}${env.N8N_PATH ?? ''}`);
export const keyOf = (values: Values, env: Env): string | undefined =>
	values['api-key'] || env.N8N_API_KEY || undefined;
export const postgresOf = (values: Values, env: Env): string | undefined =>
	values.postgres ?? (env.ICRM_POSTGRES || undefined);

/** The password in an address, so that it can be kept out of what is printed. */
export const passwordIn = (url: string | undefined): string | undefined =>
	url !== undefined && URL.canParse(url) ? decoded(new URL(url).password) : undefined;

/** @throws Failure with exit code 2 when an option cannot be used */
export function clientFor(values: Values, env: Env): N8nClient {
	const url = urlOf(values, env);
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
		throw new Failure(
			`${url.includes('@') ? 'What was given as address' : `'${url}'`} is not an address of n8n`,
			'Write it like https://n8n.example.com.',
			EXIT.usage,
		);
	const apiKey = keyOf(values, env);
	// A header cannot hold it, and the error of the HTTP library would not say that the key is wrong.
	if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
		throw new Failure(
			'The API key has a character that no key has',
			'Copy it again, without the line break or the dots at its end.',
			EXIT.usage,
		);
	return new N8nClient({ url, apiKey, timeoutMs: timeoutOf(values) });
}

export function timeoutOf(values: Values): number {
	const seconds = Number(values.timeout ?? 15);
	if (seconds > 0 && seconds <= 3_600) return seconds * 1_000;
	throw new Failure(
		`--timeout ${values.timeout} is not a number of seconds from 1 to 3600`,
		USAGE,
		EXIT.usage,
	);
}
