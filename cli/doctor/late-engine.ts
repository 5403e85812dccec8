import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../package-folder';

/**
 * The engine, loaded when the doctor needs it and not before: it wants a newer Node.js than the other commands do. The bundler
 * does not follow this path, so that the package has the engine once, in `dist/engine`.
 */
export function lateEngine(): typeof import('../../engine') {
	return createRequire(__filename)(join(PACKAGE_FOLDER, 'engine'));
}
