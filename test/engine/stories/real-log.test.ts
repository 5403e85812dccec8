import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals, reactions } from '../../../engine/wiring';
import { onBothDatabases, type OpenCompany } from '../../support/harness';
import { chooseIncidents } from '../../support/real-log/choose';
import { countedTerms, saveLogCompany } from '../../support/real-log/log-company';
import { readLog, type LogRow } from '../../support/real-log/read-log';
import { afterAll as after, differences, mirrorRows, shuffled } from '../../support/real-log/replay';
import { thoroughly } from '../../support/thorough';

const FILE = join(__dirname, '..', '..', 'fixtures', 'incident-log.csv');
const incidents = readLog(readFileSync(FILE, 'utf8'));
const rows = [...incidents.values()].flat();
const SEEDS = [3, 1, 2, 4, 5].slice(0, thoroughly(1, 5));
const terms = countedTerms(rows);

const mirrored = async (open: OpenCompany, inThisOrder: readonly LogRow[], size: number) => {
	const startsAt = new Date(after(rows)).toISOString();
	const { engine } = await open({ reactions, arrivals, startsAt });
	await saveLogCompany(engine, rows);
	await mirrorRows(engine, inThisOrder, size);
	return engine;
};

onBothDatabases('sixty incidents of a real log, mirrored', (open) => {
	it.each<readonly [order: string, rows: readonly LogRow[], size: number]>([
		['as they stand in it', rows, 300],
		...SEEDS.map((seed) => [`in no order, ${seed}`, shuffled(rows, seed), 100 + 60 * seed] as const),
	])(
		'%s, have the clocks and the ledger that a recount gives',
		async (_order, inThisOrder, size) => {
			const engine = await mirrored(open, inThisOrder, size);
			expect(await differences(engine, incidents, terms)).toEqual([]);
			// The recount can tell: a solution that it is not shown makes a difference.
			const [name = '', its = []] = [...incidents][0] ?? [];
			const unsolved = new Map([[name, its.filter(({ state }) => state !== 'solved')]]);
			expect(await differences(engine, unsolved, terms)).toHaveLength(1);
		},
		120_000,
	);
});

describe('the sixty incidents', () => {
	it('show what the log has', () => {
		expect(incidents.size).toBe(60);
		expect(chooseIncidents(incidents, 60)).toEqual([...incidents.keys()]);
		const has = (wanted: (row: LogRow) => boolean) => rows.some(wanted);
		expect([...new Set(rows.map(({ priority }) => priority))].sort()).toEqual([
			'high',
			'low',
			'normal',
			'urgent',
		]);
		expect(has(({ state }) => state === 'waiting')).toBe(true);
		expect(has(({ group }) => group === undefined)).toBe(true);
		expect(has(({ at, openedAt }) => at < openedAt)).toBe(true);
	});
});
