import { join } from 'node:path';

/**
 * What `cli/`, `engine/` and `workflows/` stand in: the project in the sources, `dist/` in the package. This file stays directly
 * in `cli/`: the package holds the whole command in one file, `dist/cli/icrm.js`, and only from `cli/` is the way up the same.
 */
export const PACKAGE_FOLDER = join(__dirname, '..');
