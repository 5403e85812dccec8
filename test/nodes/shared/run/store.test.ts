import { homedir } from 'node:os';
import { storeConfig, storeConfigOf } from '../../../../nodes/shared/run/store';
import { executeContext } from '../fakes';

// Jest gives each test file an environment of its own.
beforeEach(() => {
	delete process.env.EXECUTIONS_MODE;
	process.env.N8N_USER_FOLDER = '/srv/n8n';
});

it('uses the embedded file of this n8n without a credential', async () => {
	const file = '/srv/n8n/.n8n/icrm/icrm.sqlite';
	expect(await storeConfigOf(executeContext([{}]))).toEqual({ kind: 'sqlite', file });
	delete process.env.N8N_USER_FOLDER;
	expect(storeConfig({})).toEqual({ kind: 'sqlite', file: `${homedir()}/.n8n/icrm/icrm.sqlite` });
});

it('takes a file as it is written: absolute, from the home folder, or beside the default', () => {
	expect(storeConfig({ database: 'embedded', file: '/data/a.sqlite' })).toMatchObject({
		file: '/data/a.sqlite',
	});
	expect(storeConfig({ database: 'embedded', file: '~/a.sqlite' })).toMatchObject({
		file: `${homedir()}/a.sqlite`,
	});
	expect(storeConfig({ database: 'embedded', file: 'a.sqlite' })).toMatchObject({
		file: '/srv/n8n/.n8n/icrm/a.sqlite',
	});
});

it('reads a PostgreSQL credential, with the defaults of its fields', () => {
	expect(storeConfig({ database: 'postgres', user: 'icrm', password: ' secret ', tls: 'verify' })).toEqual({
		kind: 'postgres',
		host: 'localhost',
		port: 5432,
		database: 'icrm',
		user: 'icrm',
		password: ' secret ',
		tls: 'verify',
	});
});

it('refuses the embedded store in queue mode, and says what to do', () => {
	process.env.EXECUTIONS_MODE = 'queue';
	expect(() => storeConfig({ database: 'embedded' })).toThrow(
		expect.objectContaining({ code: 'unsupported', hint: expect.stringContaining("'PostgreSQL'") }),
	);
	expect(() => storeConfig({ database: 'postgres' })).not.toThrow();
});
