import { isSigned, sign } from './secret';

/** Mail scanners that submit forms do it at once; a person reads first. */
const YOUNGEST_MS = 2_000;
const OLDEST_MS = 24 * 60 * 60 * 1000;

/** Ties a form to the page it was shown on: `<issued at>.<signature>`. */
export function makeNonce(secret: Buffer, token: string, now: number): string {
	return `${now}.${sign(secret, 'nonce', `${token} ${now}`)}`;
}

/** `early`: quicker than a person reads; `stale`: an old or foreign page. Either way the page is shown once more. */
export function readNonce(
	secret: Buffer,
	token: string,
	nonce: string,
	now: number,
): 'fresh' | 'early' | 'stale' {
	const [issued = '', signature = ''] = nonce.split('.');
	const issuedAt = Number(issued);
	if (!isSigned(secret, 'nonce', `${token} ${issued}`, signature) || now - issuedAt > OLDEST_MS)
		return 'stale';
	return now - issuedAt < YOUNGEST_MS ? 'early' : 'fresh';
}
