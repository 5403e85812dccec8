import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Engine } from '../engine';
import { settingOrElse } from '../store';

const known = new WeakMap<Engine, Promise<Buffer>>();

/** The key that signs this installation's links: made on first use, kept in the store, so that all processes share it. */
export function linkSecret(engine: Engine): Promise<Buffer> {
	const secret = known.get(engine) ?? readOrMake(engine);
	known.set(engine, secret);
	// A database that was down must be asked again.
	secret.catch(() => known.delete(engine));
	return secret;
}

async function readOrMake(engine: Engine): Promise<Buffer> {
	const made = randomBytes(32).toString('base64');
	return Buffer.from(await engine.transaction((trx) => settingOrElse(trx, 'link_secret', made)), 'base64');
}

/** HMAC-SHA-256 over a purpose and a text: what is signed for one purpose is worthless for another. */
export const sign = (secret: Buffer, purpose: string, text: string): string =>
	createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url');

/**
 * Compares in constant time.
 *
 * @param length how many characters of the signature there must be; left out, all
 */
export function isSigned(
	secret: Buffer,
	purpose: string,
	text: string,
	signature: string,
	length?: number,
): boolean {
	const expected = Buffer.from(sign(secret, purpose, text).slice(0, length));
	const given = Buffer.from(signature);
	return expected.length === given.length && timingSafeEqual(expected, given);
}
