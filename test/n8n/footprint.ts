import type { Stage } from '../../scripts/stage/stage';

/** Everything that is stored of the people: two that are equal mean that nothing was written in between. */
export const footprintOfPeople = ({ engine }: Stage): Promise<string> =>
	engine.store.read(async (db) =>
		JSON.stringify(await db.selectFrom('member').selectAll().orderBy('id').execute()),
	);
