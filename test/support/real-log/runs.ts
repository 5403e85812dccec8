import { ESCALATION_EVENTS } from '../../../engine/escalation/run-events';
import type { EventType } from '../../../engine/event';
import { SLA_EVENTS } from '../../../engine/sla';
import { SURVEY_EVENTS } from '../../../engine/survey';
import { claimDeliveries } from '../../../engine/timeline';
import { listen } from '../company';
import type { Harness } from '../harness';
import { saveLogCompany, type CountedCompany } from './log-company';
import type { LogRow } from './read-log';
import { countedVerdicts, differences, fireAll, mirrorRows, shuffled, type Difference } from './replay';

/** A company on an empty store, in the minute after the last row. */
export type Stage = Pick<Harness, 'engine' | 'now'>;

/** What a run has found out: all three are empty where the engine and the recount are of one mind. */
export interface Found {
	readonly differences: readonly Difference[];
	/** `INC0000045 sla:resolution 1 missed`: what a workflow heard, and is not so. */
	readonly wronglySaid: readonly string[];
	readonly notSaid: readonly string[];
}

type Incidents = ReadonlyMap<string, readonly LogRow[]>;

const A_DAY = 86_400_000;

/** All rows in one call: of the clocks, a workflow hears how each cycle ended, and nothing of what was so in between. */
export async function mirrorAtOnce(
	stage: Stage,
	incidents: Incidents,
	company: CountedCompany,
): Promise<Found> {
	const rows = [...incidents.values()].flat();
	const clockEvents = SLA_EVENTS.filter((type) => type.startsWith('clock.'));
	const heard = await run(stage, rows, { size: rows.length, types: [...clockEvents, ...ESCALATION_EVENTS] });
	const wanted = countedVerdicts(incidents, company, stage.now);
	return {
		differences: await differences(stage.engine, incidents, company),
		wronglySaid: without(heard, wanted),
		notSaid: without(wanted, heard),
	};
}

/** The rows in no order, some at a time, as history: nobody hears of anything. */
export async function mirrorQuietly(
	stage: Stage,
	incidents: Incidents,
	company: CountedCompany,
	{ seed, size }: { readonly seed: number; readonly size: number },
): Promise<Found> {
	const rows = [...incidents.values()].flat();
	const types = [...SLA_EVENTS, ...ESCALATION_EVENTS, ...SURVEY_EVENTS];
	const heard = await run(stage, shuffled(rows, seed), { size, types, history: true });
	const found = await differences(stage.engine, incidents, company);
	return { differences: found, wronglySaid: heard, notSaid: [] };
}

interface Run {
	readonly size: number;
	readonly history?: boolean;
	/** What a workflow listens to. */
	readonly types: readonly EventType[];
}

async function run(stage: Stage, rows: readonly LogRow[], { types, ...how }: Run): Promise<string[]> {
	const { engine } = stage;
	await saveLogCompany(engine, rows);
	await listen(stage, 'workflow', types);
	await mirrorRows(engine, rows, how);
	stage.now += A_DAY;
	await fireAll(engine);
	const heard: string[] = [];
	for (;;) {
		const deliveries = await claimDeliveries(engine, 'workflow', 1_000, A_DAY);
		if (deliveries.length === 0) return heard;
		for (const { event } of deliveries) {
			const { type, data } = event;
			heard.push(
				'agreementKind' in data && 'externalRef' in data
					? `${data.externalRef} ${data.agreementKind}:${data.metric} ${data.cycle} ${type.replace('clock.', '')}`
					: type,
			);
		}
	}
}

/** Each as often as it is there more than among the others. */
function without(some: readonly string[], others: readonly string[]): string[] {
	const left = [...others];
	return some.filter((one) => {
		const place = left.indexOf(one);
		if (place >= 0) left.splice(place, 1);
		return place < 0;
	});
}
