import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals, reactions } from '../../../engine/wiring';
import { onBothDatabases } from '../../support/harness';
import { chooseIncidents } from '../../support/real-log/choose';
import { countedCompany } from '../../support/real-log/log-company';
import { readLog, type LogRow } from '../../support/real-log/read-log';
import { differences, minuteAfter } from '../../support/real-log/replay';
import { mirrorAtOnce, mirrorQuietly } from '../../support/real-log/runs';
import { thoroughly } from '../../support/thorough';

const FILE = join(__dirname, '..', '..', 'fixtures', 'incident-log.csv');
const incidents = readLog(readFileSync(FILE, 'utf8'));
const rows = [...incidents.values()].flat();
/** Usually every sixth: `npm run test:thorough` mirrors all. */
const some = new Map([...incidents].filter((_, index) => index % thoroughly(6, 1) === 0));
const counted = countedCompany(rows);
const AGREED = { differences: [], wronglySaid: [], notSaid: [] };

onBothDatabases('incidents of a real log', (open) => {
	const begin = () => open({ reactions, arrivals, startsAt: new Date(minuteAfter(rows)).toISOString() });

	it('mirrored in one call have the clocks and the ledger of a recount, and only how they ended is announced', async () => {
		const stage = await begin();
		expect(await mirrorAtOnce(stage, some, counted)).toEqual(AGREED);
		// The recount can tell: a solution that it is not shown makes a difference.
		const [name = '', its = []] = [...incidents][0] ?? [];
		const unsolved = new Map([[name, its.filter(({ state }) => state !== 'solved')]]);
		expect(await differences(stage.engine, unsolved, counted)).toHaveLength(1);
	}, 120_000);

	it.each([3, 1, 2, 4, 5].slice(0, thoroughly(1, 5)))(
		'mirrored as history, in no order (%i), have the same, and no event leaves',
		async (seed) => {
			const stage = await begin();
			expect(await mirrorQuietly(stage, some, counted, { seed, size: 100 + 60 * seed })).toEqual(AGREED);
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
