import { sql } from 'kysely';
import { syncMembers } from '../../engine/lists';
import { unwrap } from '../../engine/outcome';
import { createEngine, type Engine } from '../../engine/engine';
import { listRequests, openRequests } from '../../engine/sla';
import type { ListQuery } from '../../engine/sla/view-requests';
import type { SqliteConfig } from '../../engine/store';
import { getResults } from '../../engine/survey';
import { listDeliveries } from '../../engine/timeline';
import { arrivals, reactions } from '../../engine/wiring';
import { cloneRequests } from '../support/clone-requests';
import { fillResponses } from '../support/fill-responses';
import { openAt, openCompany, requestInput, TARGET_MS, THREE_LEVELS } from '../support/company';
import { people } from '../support/people';
import { addTrigger, startPump } from '../support/trigger';
import { untilQuiet } from '../support/until-quiet';

const MANY = 10_000;
const LARGE = 300_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A piece of work whose effect on the event loop is measured. */
interface Case {
	readonly title: string;
	/** Everything that has to be there before. Returns the work and what closes the store. */
	prepare(config: SqliteConfig): Promise<{ readonly engine: Engine; work(): Promise<void> }>;
}

const options = { reactions, arrivals };

export const CASES = {
	open: {
		title: 'opening 10,000 requests in one call',
		async prepare(config) {
			const engine = await openCompany(config, { policy: THREE_LEVELS, warnAtPercent: [80] });
			const inputs = Array.from({ length: MANY }, (_, n) => requestInput(n, engine.now()));
			return {
				engine,
				async work() {
					for (const outcome of await openRequests(engine, inputs)) unwrap(outcome);
				},
			};
		},
	},
	overdue: {
		title: '10,000 overdue at start, three levels, fired and delivered',
		async prepare(config) {
			const before = await openCompany(config, { policy: THREE_LEVELS, warnAtPercent: [80] });
			await openAt(
				before,
				Array.from({ length: MANY }, () => before.now()),
			);
			await before.close();
			const engine = await createEngine(config, { ...options, now: () => Date.now() + TARGET_MS + DAY_MS });
			return { engine, work: () => deliverAll(engine) };
		},
	},
	sync: {
		title: 'syncing 10,000 people, new and again unchanged',
		async prepare(config) {
			const engine = await createEngine(config, options);
			return {
				engine,
				async work() {
					for (let time = 0; time < 2; time++) {
						const list = { source: 'ldap', rows: people(MANY), timezone: 'UTC' };
						(await syncMembers(engine, list)).rows.forEach(unwrap);
					}
				},
			};
		},
	},
	lists: {
		title: `filters over ${LARGE.toLocaleString('en')} requests`,
		async prepare(config) {
			const engine = await openCompany(config);
			await openAt(engine, [engine.now()]);
			await cloneRequests(engine, LARGE, MINUTE_MS, {
				request: {
					title: sql`'Request number ' || n`,
					assignee_id: sql`case when n % 10000 = 0 then 'ada' else 'tom' end`,
				},
				clock: { state: sql`case when n > ${sql.lit(LARGE - 20)} then 'missed' else state end` },
			});
			return {
				engine,
				async work() {
					for (const query of QUERIES) await listRequests(engine, { limit: 50, ...query });
					for (const state of ['open', 'done', 'dead'] as const)
						await listDeliveries(engine, { state, limit: 50 });
				},
			};
		},
	},
	results: {
		title: 'the results of a survey with 100,000 answers',
		async prepare(config) {
			const engine = await createEngine(config, options);
			const surveyId = await fillResponses(engine, 100_000);
			return { engine, work: async () => void (await getResults(engine, { surveyId })) };
		},
	},
} as const satisfies Readonly<Record<string, Case>>;

export type CaseName = keyof typeof CASES;

/** As a person asks in *Get Many*: by state, by holder, by words that stand in a few titles or in none. */
const QUERIES: readonly Partial<ListQuery>[] = [
	{ clockStates: ['waived'] },
	{ clockStates: ['missed'] },
	{ clockStates: ['breached'] },
	{ assignee: 'ada', sort: 'due' },
	{ sort: 'due' },
	{ text: 'number 1234' },
	{ text: 'nothing is called so' },
	{ statuses: ['resolved'] },
	{ sort: 'opened', offset: 10_000 },
];

/** Everything that is due is fired, and handed to a trigger whose executions have nothing to do. */
async function deliverAll(engine: Engine): Promise<void> {
	const id = 'bench:trigger';
	const pump = startPump(engine);
	addTrigger(engine, pump, {
		id,
		types: ['clock.breached', 'escalation.notify', 'escalation.exhausted'],
		atOnce: 10,
	});
	await untilQuiet(engine, id);
	await pump.stop();
}
