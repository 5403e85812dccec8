import { createHash } from 'node:crypto';
import { isSigned, sign } from './secret';
import type { Purpose } from './token';

const CODE = 12;
/** Of a signature, 128 bits. */
const SIGNATURE = 22;

/** What a link is found by, in place of a long id: 12 characters of its hash. */
export const codeOf = (id: string): string =>
	createHash('sha256').update(id).digest('base64url').slice(0, CODE);

/** A code with its signature: 34 characters, so that the link fits in a line or two of a mail. */
export const makeShortToken = (secret: Buffer, purpose: Purpose, code: string): string =>
	code + sign(secret, purpose, code).slice(0, SIGNATURE);

/** The code of a token that came back; undefined for one that was not made here for this purpose. */
export function readShortToken(secret: Buffer, purpose: Purpose, text: string): string | undefined {
	if (text.length !== CODE + SIGNATURE) return undefined;
	const code = text.slice(0, CODE);
	return isSigned(secret, purpose, code, text.slice(CODE), SIGNATURE) ? code : undefined;
}
