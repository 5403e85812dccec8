import type { KyselyPlugin } from 'kysely';
import type { Engine } from '../../engine/engine';

/** What an engine asks of the database. */
export interface Counts {
	statements: number;
	/** That came back. */
	rows: number;
}

/** The engine, counting what it asks in its transactions and beside them. */
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
	const { read, write } = engine.store;
	return {
		engine: {
			...engine,
			store: {
				...engine.store,
				read: (query) => read((db) => query(db.withPlugin(counter))),
				write: (statement) => write((db) => statement(db.withPlugin(counter))),
			},
			transaction: (work) => engine.transaction((trx) => work(trx.withPlugin(counter) as typeof trx)),
		},
		counts,
	};
}
