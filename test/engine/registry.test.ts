import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeEngines, engineFor, pumpFor } from '../../engine/registry';

const folder = mkdtempSync(join(tmpdir(), 'icrm-registry-'));
afterAll(async () => {
	await closeEngines();
	rmSync(folder, { recursive: true, force: true });
});

const sqlite = (name: string) => ({ kind: 'sqlite', file: join(folder, name) }) as const;
const log = { error: () => {}, warn: () => {}, info: () => {} };

it('opens a store once, however often and however early it is asked for', async () => {
	const [first, second] = await Promise.all([engineFor(sqlite('a')), engineFor(sqlite('a'))]);
	expect(second).toBe(first);
	expect(await engineFor({ kind: 'sqlite', file: `${folder}/x/../a` })).toBe(first);
	expect(await engineFor(sqlite('b'))).not.toBe(first);
});

it('does not keep an opening that failed', async () => {
	writeFileSync(
		join(folder, 'broken'),
		'This is not a database, and long enough to be noticed as none. '.repeat(20),
	);
	await expect(engineFor(sqlite('broken'))).rejects.toMatchObject({ code: 'unavailable' });
	rmSync(join(folder, 'broken'));
	await expect(engineFor(sqlite('broken'))).resolves.toBeDefined();
});

it('has one pump an engine', async () => {
	const engine = await engineFor(sqlite('a'));
	expect(pumpFor(engine, log)).toBe(pumpFor(engine, log));
	expect(pumpFor(await engineFor(sqlite('b')), log)).not.toBe(pumpFor(engine, log));
});
