import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgresProcess, type PostgresProcess } from '../../scripts/stage/systems/postgres-process';
import { tellVersion } from '../../scripts/stage/util/figures';
import { silently } from '../../scripts/stage/util/print';
import { setStage, type Stage, type StageOptions } from '../../scripts/stage/stage';

export type Store = 'sqlite' | 'postgres';

type Wishes = Omit<StageOptions, 'userFolder' | 'print'>;

/** A stage for all tests of a file: n8n with the pack, mail server, templates. Gone when the file's tests have ended. */
export function onStage(wishes: () => Promise<Wishes> | Wishes = () => ({})): { readonly stage: Stage } {
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-n8n-'));
	const held: { stage?: Stage } = {};
	beforeAll(async () => {
		held.stage = await setStage({ userFolder, print: silently, ...(await wishes()) });
		tellVersion('n8n', held.stage.n8nVersion);
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

/** A stage whose store is the embedded one, or a PostgreSQL of its own. */
export function onStageWith(store: Store): { readonly stage: Stage } {
	let postgres: PostgresProcess | undefined;
	const theatre = onStage(async () => {
		if (store === 'sqlite') return {};
		postgres = await startPostgresProcess();
		return { postgres: postgres.config };
	});
	afterAll(() => postgres?.stop());
	return theatre;
}
