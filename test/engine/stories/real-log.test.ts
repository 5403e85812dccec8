import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESCALATION_EVENTS } from '../../../engine/escalation/run-events';
import type { EventType, TimelineEvent } from '../../../engine/event';
import { SLA_EVENTS } from '../../../engine/sla';
import { SURVEY_EVENTS } from '../../../engine/survey';
import { claimDeliveries } from '../../../engine/timeline';
import { arrivals, reactions } from '../../../engine/wiring';
import { listen } from '../../support/company';
import { onBothDatabases, type Harness, type OpenCompany } from '../../support/harness';
import { chooseIncidents } from '../../support/real-log/choose';
import { countedTerms, saveLogCompany } from '../../support/real-log/log-company';
import { readLog, type LogRow } from '../../support/real-log/read-log';
import {
	afterAll,
	countedVerdicts,
	differences,
	fireAll,
	mirrorRows,
	shuffled,
} from '../../support/real-log/replay';
import { thoroughly } from '../../support/thorough';

const FILE = join(__dirname, '..', '..', 'fixtures', 'incident-log.csv');
const incidents = readLog(readFileSync(FILE, 'utf8'));
const rows = [...incidents.values()].flat();
const terms = countedTerms(rows);

/** A company after the last row, and a workflow that listens to its clocks and escalations, or to everything. */
const logCompany = async (open: OpenCompany, types: readonly EventType[]) => {
	const harness = await open({ reactions, arrivals, startsAt: new Date(afterAll(rows)).toISOString() });
	await saveLogCompany(harness.engine, rows);
	await listen(harness, 'workflow', types);
	return harness;
};

const heard = async ({ engine }: Harness): Promise<TimelineEvent[]> =>
	(await claimDeliveries(engine, 'workflow', 10_000, 60_000)).map(({ event }) => event);

onBothDatabases('sixty incidents of a real log', (open) => {
	it('mirrored in one call have the clocks and the ledger of a recount, and only how they ended is announced', async () => {
		const clockEvents = SLA_EVENTS.filter((type) => type.startsWith('clock.'));
		const company = await logCompany(open, [...clockEvents, ...ESCALATION_EVENTS]);
		await mirrorRows(company.engine, rows, { size: rows.length });
		expect(await differences(company.engine, incidents, terms)).toEqual([]);
		await company.fastForward('3m');
		await fireAll(company.engine);
		const said = (await heard(company)).map(({ type, data }) =>
			'agreementKind' in data && 'externalRef' in data
				? `${data.externalRef} ${data.agreementKind}:${data.metric} ${data.cycle} ${type.replace('clock.', '')}`
				: type,
		);
		expect(said.sort()).toEqual(countedVerdicts(incidents, terms, company.now).sort());
		// The recount can tell: a solution that it is not shown makes a difference.
		const [name = '', its = []] = [...incidents][0] ?? [];
		const unsolved = new Map([[name, its.filter(({ state }) => state !== 'solved')]]);
		expect(await differences(company.engine, unsolved, terms)).toHaveLength(1);
	}, 120_000);

	it.each([3, 1, 2, 4, 5].slice(0, thoroughly(1, 5)))(
		'mirrored as history, in no order (%i), have the same, and no event leaves',
		async (seed) => {
			const company = await logCompany(open, [...SLA_EVENTS, ...ESCALATION_EVENTS, ...SURVEY_EVENTS]);
			await mirrorRows(company.engine, shuffled(rows, seed), { size: 100 + 60 * seed, history: true });
			expect(await differences(company.engine, incidents, terms)).toEqual([]);
			await company.fastForward('1d');
			await fireAll(company.engine);
			expect(await heard(company)).toEqual([]);
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
