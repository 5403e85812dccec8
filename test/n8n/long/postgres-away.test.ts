import { setTimeout as pause } from 'node:timers/promises';
import { n8nOnPostgres } from '../../../scripts/stage/n8n/on-postgres';
import { runByHand } from '../../../scripts/stage/stage';
import { startPostgresProcess, type PostgresProcess } from '../../../scripts/stage/systems/postgres-process';
import { tellFigure } from '../../../scripts/stage/util/figures';
import { onStage } from '../stage';
import { expectNoSilence, watchHealth } from './health';
import { brew, titlesOf, untilCalm, untilMailed } from './storm';

const TITLES = titlesOf('Away', 100);
const BEFORE = 25;
const AWAY_MS = 15_000;

describe('the one PostgreSQL of n8n and of ICRM', () => {
	let postgres: PostgresProcess;
	const theatre = onStage(async () => {
		postgres = await startPostgresProcess();
		const { env, store } = await n8nOnPostgres(postgres.config);
		return { env, postgres: store };
	});
	afterAll(() => postgres.stop());

	it('is stopped in the middle of a hundred breaches and started again: every mail arrives', async () => {
		const { stage } = theatre;
		const { n8n, mail } = stage;
		await runByHand(stage, 'load-sample-company', 'Load it');
		mail.takesMs = 200;
		await brew(stage, TITLES);
		const health = watchHealth(n8n.baseUrl);
		await untilMailed(stage, TITLES, BEFORE);
		await postgres.pause();
		expect(mail.messages.length).toBeLessThan(TITLES.length);
		await pause(AWAY_MS);
		await postgres.resume();
		const backAt = Date.now();
		const duplicates = await untilCalm(stage, TITLES);
		tellFigure('postgres-away-duplicates', duplicates, 'mails');
		tellFigure('postgres-away-caught-up', (Date.now() - backAt) / 1000, 's');
		// No more than were under way.
		expect(duplicates).toBeLessThanOrEqual(5);
		expectNoSilence('postgres-away', [await health.stop()]);
	}, 600_000);
});
