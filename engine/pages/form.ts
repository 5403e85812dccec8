import type { Problem } from './problem';

/** What came with a request, as n8n hands it over. */
export interface PageRequest {
	readonly method: 'GET' | 'HEAD' | 'POST';
	readonly query: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const LARGEST_BODY = 20_000;

/** The first value of a header, its name in lower case; undefined where the request has none. */
export const headerOf = (request: PageRequest, name: string): string | undefined => {
	const value = request.headers[name];
	return typeof value === 'string' ? value : value?.[0];
};

export const queryOf = (request: PageRequest, name: string): string => {
	const value = request.query[name];
	return typeof value === 'string' ? value : '';
};

/** The fields of a submitted form, text only. Anything a browser's form would not send is refused. */
export function formOf(
	request: PageRequest,
):
	| { readonly ok: true; readonly fields: Readonly<Record<string, string>> }
	| { readonly ok: false; readonly why: Problem } {
	if (Number(headerOf(request, 'content-length') ?? 0) > LARGEST_BODY) return { ok: false, why: 'tooLarge' };
	if (!headerOf(request, 'content-type')?.startsWith('application/x-www-form-urlencoded'))
		return { ok: false, why: 'unreadable' };
	if (typeof request.body !== 'object' || request.body === null) return { ok: false, why: 'unreadable' };
	const fields = Object.entries(request.body).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string',
	);
	const size = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
	return size > LARGEST_BODY
		? { ok: false, why: 'tooLarge' }
		: { ok: true, fields: Object.fromEntries(fields) };
}
