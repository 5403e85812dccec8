import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertMany, inspectStore } from '../../../engine/store';
import { migrations } from '../../../engine/store/migrations';
import { claimDeliveries } from '../../../engine/timeline';
import { onBothDatabases } from '../../support/harness';
import { openCompany } from '../../support/company';

onBothDatabases('a look into the store', (open) => {
	it('counts what is there and what is late', async () => {
		const company = await openCompany(open);
		const { config, engine } = company;
		await company.ask();
		const later = company.now + 10 * 24 * 60 * 60_000;
		const timer = { kind: 'test', revision: 0, attempts: 0, last_error: null, lane: '', urgency: 2 };
		await engine.transaction((trx) =>
			insertMany(trx, 'timer', [{ ...timer, subject: 'late', due_at: company.now - 60_000 }]),
		);
		const now = await inspectStore(config, company.now);
		expect(now).toMatchObject({
			migration: migrations.length,
			knownMigration: migrations.length,
			overdueTimers: 1,
			oldestDueAt: company.now - 60_000,
			subscriptions: 1,
			lastBeatAt: expect.any(Number),
			waitingDeliveries: 0,
			deadLetters: 0,
			requests: 1,
			members: 4,
			locales: [
				{ locale: 'en', members: 3 },
				{ locale: 'zh-CN', members: 1 },
			],
		});
		// Nobody has fired anything: what is merely planned now is overdue in ten days.
		expect((await inspectStore(config, later)).overdueTimers).toBeGreaterThan(1);
		expect(await claimDeliveries(engine, 'everything', 1, 1_000)).toEqual([]);
	});

	it('leaves a store of an older version as it is', async () => {
		const { config, engine } = await open();
		await engine.transaction((trx) =>
			trx.deleteFrom('icrm_migration').where('version', '=', migrations.length).execute(),
		);
		const found = await inspectStore(config, 0);
		expect([found.migration, found.knownMigration]).toEqual([migrations.length - 1, migrations.length]);
		expect((await inspectStore(config, 0)).migration).toBe(migrations.length - 1);
	});
});

describe('a look into a file', () => {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-inspect-'));

	it('makes none where there is none', async () => {
		const file = join(folder, 'absent.sqlite');
		await expect(inspectStore({ kind: 'sqlite', file }, 0)).rejects.toMatchObject({
			code: 'unavailable',
			message: expect.stringContaining(file),
			hint: expect.stringContaining('path'),
		});
		expect(existsSync(file)).toBe(false);
	});

	it.each([
		['is empty', '', 'There is no ICRM data'],
		['is something else', 'Dear diary, '.repeat(500), 'is not an ICRM database'],
	])('says so when it %s', async (_name, text, words) => {
		const file = join(folder, `${text.length}.sqlite`);
		writeFileSync(file, text);
		await expect(inspectStore({ kind: 'sqlite', file }, 0)).rejects.toThrow(words);
		expect(statSync(file).size).toBe(text.length);
	});
});
