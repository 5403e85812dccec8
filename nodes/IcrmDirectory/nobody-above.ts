import { whoLeads, type Department, type Engine, type Member } from '../../engine';
import { listed } from '../shared/run/hint';

interface Saved {
	readonly engine: Engine;
	readonly records: readonly object[];
}

/** A word about departments in which an escalation would find nobody. */
export function hintAtHeadless({ records }: Saved): string | undefined {
	const headless = (records as readonly Department[]).filter(({ headId }) => headId === undefined);
	if (headless.length === 0) return undefined;
	return `Without a head: ${listed(headless.map(({ name }) => name))}. A request that nobody has there, and is overdue, has nobody to be notified: choose a 'Head' once that person is saved.`;
}

/** A word about people who have nobody above, and lead nothing. */
export async function hintAtNobodyAbove({ engine, records }: Saved): Promise<string | undefined> {
	const alone = (records as readonly Member[]).filter(({ active, managerId }) => active && !managerId);
	const leading = await whoLeads(
		engine,
		alone.map(({ id }) => id),
	);
	const left = alone.filter(({ id }) => !leading.has(id));
	if (left.length === 0) return undefined;
	return `Without a manager: ${listed(left.map(({ name }) => name))}. An escalation goes on from them to the head of their department, if it has one, and no further: choose a 'Manager'.`;
}
