import { importCompany } from '../../engine/directory';
import { createEngine, type Engine } from '../../engine/engine';
import { savePolicies } from '../../engine/escalation';
import { unwrap } from '../../engine/outcome';
import { saveAgreements } from '../../engine/sla';
import type { StoreConfig } from '../../engine/store';
import { subscribe } from '../../engine/timeline';
import { arrivals, reactions } from '../../engine/wiring';
import { AGREEMENT, COMPANY, POLICY } from '../plan/company';
import { SUBSCRIPTIONS } from '../plan/subscriptions';

/** Makes a store with the company in it, whose agreements apply to what is opened after `now`, epoch ms. */
export const foundCompany = (config: StoreConfig, now: number): Promise<void> =>
	withEngine(
		config,
		() => now,
		async (engine) => {
			await importCompany(engine, COMPANY);
			unwrap((await savePolicies(engine, [POLICY]))[0]);
			unwrap((await saveAgreements(engine, [AGREEMENT]))[0]);
		},
	);

/** The workflows are there before anything happens, so that every event is owed to them. */
export const subscribeAll = (config: StoreConfig, now: number): Promise<void> =>
	withEngine(
		config,
		() => now,
		async (engine) => {
			for (const subscription of SUBSCRIPTIONS) await subscribe(engine, subscription);
		},
	);

/** The engine as it is, whatever mutant is tried, for as long as the work takes. */
export async function withEngine<T>(
	config: StoreConfig,
	now: () => number,
	work: (engine: Engine) => Promise<T>,
): Promise<T> {
	const engine = await createEngine(config, { now, reactions, arrivals });
	try {
		return await work(engine);
	} finally {
		await engine.close();
	}
}
