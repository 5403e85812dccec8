import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silently } from '../../scripts/lib/print';
import { setStage, type Stage, type StageOptions } from '../../scripts/lib/stage';

/** A stage for all tests of a file: n8n with the pack, mail server, templates. Gone when the file's tests have ended. */
export function onStage(
	options: () =>
		| Promise<Omit<StageOptions, 'userFolder' | 'print'>>
		| Omit<StageOptions, 'userFolder' | 'print'> = () => ({}),
): { readonly stage: Stage } {
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-n8n-'));
	const held: { stage?: Stage } = {};
	beforeAll(async () => {
		held.stage = await setStage({ userFolder, print: silently, ...(await options()) });
	});
	afterAll(async () => {
		await held.stage?.strike();
		rmSync(userFolder, { recursive: true, force: true });
	});
	return {
		get stage() {
			if (!held.stage) throw new Error('the stage is not set yet');
			return held.stage;
		},
	};
}
