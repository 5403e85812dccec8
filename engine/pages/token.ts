import { isSigned, sign } from './secret';

/** What a link is for. A token made for one purpose opens no other door. */
export type Purpose = 'acknowledge' | 'overdue' | 'answer';

export interface Token {
	readonly purpose: Purpose;
	/** What it opens: the id of a notification, of an invitation. */
	readonly subject: string;
	readonly expiresAt: number;
}

type TokenReading =
	{ readonly ok: true; readonly token: Token } | { readonly ok: false; readonly why: 'forged' | 'expired' };

const LONGEST = 1_000;

/** `<base64url of subject and expiry>.<signature>`. */
export function makeToken(secret: Buffer, { purpose, subject, expiresAt }: Token): string {
	const payload = Buffer.from(JSON.stringify([subject, expiresAt])).toString('base64url');
	return `${payload}.${sign(secret, purpose, payload)}`;
}

/** Reads a token that came back. Forged, foreign and mangled ones look the same to whoever sent them. */
export function readToken(secret: Buffer, purpose: Purpose, text: string, now: number): TokenReading {
	const [payload, signature, ...rest] = text.length > LONGEST ? [] : text.split('.');
	if (!payload || !signature || rest.length > 0 || !isSigned(secret, purpose, payload, signature))
		return { ok: false, why: 'forged' };
	const [subject, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, number];
	return now > expiresAt
		? { ok: false, why: 'expired' }
		: { ok: true, token: { purpose, subject, expiresAt } };
}
