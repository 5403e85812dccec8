import { makeMemoryFolder, useForTemporaryFiles } from './memory-folder';
import { makeSqliteTemplate } from './sqlite-template';

/** The quick tier's set-up: it starts no server. */
export default async function globalSetup(): Promise<void> {
	useForTemporaryFiles(makeMemoryFolder());
	process.env.ICRM_TEST_SQLITE = await makeSqliteTemplate();
}
