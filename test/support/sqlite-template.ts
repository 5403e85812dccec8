import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../engine/store';

/** Makes the store that the tests' own ones are copied from, with this version's schema and nothing in it. */
export async function makeSqliteTemplate(): Promise<string> {
	const file = join(mkdtempSync(join(tmpdir(), 'icrm-template-')), 'icrm.sqlite');
	const store = await openStore({ kind: 'sqlite', file }, { now: 0 });
	await store.close();
	return file;
}
