import { join } from 'node:path';

/** The folder with the package.json of the pack. */
export const projectRoot = join(__dirname, '..', '..', '..');
