import { openRequests } from '../../../engine';
import { linkIn } from '../../../scripts/stage/plays/arrivals';
import { acknowledge, playBreach } from '../../../scripts/stage/plays/escalation';
import { silently } from '../../../scripts/stage/util/print';
import { poll } from '../../../scripts/stage/util/poll';
import { startPostgresProcess, type PostgresProcess } from '../../../scripts/stage/systems/postgres-process';
import { onStage } from '../stage';

describe('with PostgreSQL as the store', () => {
	let postgres: PostgresProcess;
	const theatre = onStage(async () => {
		postgres = await startPostgresProcess();
		return { postgres: postgres.config };
	});
	afterAll(() => postgres.stop());

	it('the credential tests well, and says in plain words when it does not', async () => {
		const { api } = theatre.stage;
		const data = {
			database: 'postgres',
			host: '127.0.0.1',
			port: postgres.port,
			databaseName: 'postgres',
			user: 'postgres',
			password: 'postgres',
			tls: 'off',
		};
		const good = await api.findOrCreateCredential('ICRM Store', 'icrmStoreApi', data);
		expect(await api.testCredential(good)).toMatchObject({ status: 'OK' });
		const bad = await api.findOrCreateCredential('Wrong port', 'icrmStoreApi', { ...data, port: 1 });
		expect(await api.testCredential(bad)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Nothing answers at PostgreSQL 127.0.0.1:1. Check host and port'),
		});
	});

	it('the whole story is the same', async () => {
		const mail = await playBreach(theatre.stage, silently);
		expect(linkIn(mail)).toContain('/acknowledge?token=');
		await acknowledge(mail);
	});

	it('a database that goes away loses nothing: the trigger keeps trying, says so, and delivers when it is back', async () => {
		const { stage } = theatre;
		await openRequests(stage.engine, [{ title: 'While the database is away', serviceId: 'try-it-out' }]);
		await postgres.pause();
		const said = () => stage.n8n.logText().split('The ICRM triggers wait for their database').length - 1;
		await poll(async () => (said() > 0 ? true : undefined), {
			timeoutMs: 60_000,
			what: 'the log to say that the database is away',
		});
		const refused = await stage.api.waitForExecution(
			await stage.api.runManually(stage.workflows.get('load-sample-company') ?? '', 'Load it'),
		);
		expect(refused.status).toBe('error');
		expect(refused.data?.resultData.error?.message).toMatch(
			/Nothing answers at PostgreSQL 127\.0\.0\.1|closed the connection/,
		);
		// The due instant passes in the meantime.
		await new Promise((passed) => setTimeout(passed, 12_000));
		expect(said()).toBeLessThanOrEqual(2);
		await postgres.resume();
		await stage.mail.waitFor((mail) => mail.subject.includes('While the database is away'), {
			timeoutMs: 90_000,
			what: 'the mail that was due meanwhile',
		});
	});
});
