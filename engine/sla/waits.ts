import type { Queryable } from '../store';
import { factsOf } from './fact-repository';

/** What a request waits for, as it was said when it was paused, and since when, epoch ms. */
export interface Wait {
	readonly since: number;
	readonly reason: string | undefined;
}

/** Of those of these requests that are paused, by request. */
export async function waitsOf(
	db: Queryable,
	requestIds: readonly string[],
): Promise<ReadonlyMap<string, Wait>> {
	const facts = await factsOf(db, requestIds);
	return new Map(
		[...facts].flatMap(([id, all]) => {
			const paused = all.findLast((fact) => fact.kind === 'paused' && !fact.hasNoEffect);
			return paused?.kind === 'paused' ? [[id, { since: paused.at, reason: paused.reason }] as const] : [];
		}),
	);
}
