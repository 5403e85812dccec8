import { createRequire } from 'node:module';

/**
 * The engine, loaded when it is needed and not before: only the doctor does, and it wants a newer Node.js than the rest. In the
 * package this is `dist/engine` beside `dist/cli`, so it is asked for by a path that the bundler does not follow.
 */
export function lateEngine(): typeof import('../engine') {
	return createRequire(__filename)('../engine');
}
