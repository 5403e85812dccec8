import type { KyselyPlugin } from 'kysely';
import type { Engine } from '../../engine/engine';

/** What the transactions of an engine ask of the database. */
export interface Counts {
	statements: number;
	/** That came back. */
	rows: number;
}

/** The engine, counting what its transactions do. */
export function counting(engine: Engine): { engine: Engine; counts: Counts } {
	const counts = { statements: 0, rows: 0 };
	const counter: KyselyPlugin = {
		transformQuery: ({ node }) => node,
		async transformResult({ result }) {
			counts.statements++;
			counts.rows += result.rows.length;
			return result;
		},
	};
	return {
		engine: {
			...engine,
			transaction: (work) => engine.transaction((trx) => work(trx.withPlugin(counter) as typeof trx)),
		},
		counts,
	};
}
