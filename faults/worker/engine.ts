import type { KyselyPlugin } from 'kysely';
import { createEngine, type Engine } from '../../engine/engine';
import type { Store, StoreConfig, Trx } from '../../engine/store';
import { arrivals, reactions } from '../../engine/wiring';
import type { MovedClock } from './clock';
import type { Points } from './points';

/** The engine as n8n runs it, but for its clock, and for the points at which it can be killed. */
export async function openEngine(
	config: StoreConfig,
	{ clock, points, say }: { readonly clock: MovedClock; readonly points: Points; say(text: string): void },
): Promise<Engine> {
	const engine = await createEngine(config, {
		now: clock.now,
		reactions,
		arrivals,
		onIdleError: (error) => say(error.message),
		onWarning: say,
	});
	const store = withPoints(engine.store, points);
	return {
		...engine,
		store,
		async transaction(work) {
			const result = await engine.transaction(passing(work, points));
			await points.passes('committed');
			return result;
		},
		async write(statement) {
			const result = await engine.write(statement);
			await points.passes('committed');
			return result;
		},
	};
}

const withPoints = (store: Store, points: Points): Store => ({
	...store,
	async read(query) {
		const found = await store.read(query);
		await points.passes('read');
		return found;
	},
	async transaction(work) {
		const result = await store.transaction(passing(work, points));
		await points.passes('committed');
		return result;
	},
	async write(statement) {
		const result = await store.write(statement);
		await points.passes('committed');
		return result;
	},
});

/** The work of a transaction, coming by a point after each statement, and before it is committed. */
function passing<T>(work: (trx: Trx) => Promise<T>, points: Points): (trx: Trx) => Promise<T> {
	const afterStatements: KyselyPlugin = {
		transformQuery: ({ node }) => node,
		async transformResult({ result }) {
			await points.passes('statement');
			return result;
		},
	};
	return async (trx) => {
		const result = await work(trx.withPlugin(afterStatements));
		await points.passes('beforeCommit');
		return result;
	};
}
