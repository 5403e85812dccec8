import { inChunks, insertMany, type Queryable, type Trx } from '../store';
import { setTimers, type Timer } from '../timeline';
import { CLOCK_TIMER } from './clock-id';

/** How far another system has been heard. What it does not say of its progress is judged at once. */
export interface Heard {
	/** Epoch ms: whatever happened there until then is known here. */
	readonly upTo: number;
	/** How long a threshold waits for it at most, ms. */
	readonly patienceMs: number;
}

/** The longest that a threshold waits, where nobody says otherwise. */
const LONGEST_PATIENCE_MS = 15 * 60_000;

/** By the name of the source; those that never said how far they were read are left out. */
export async function heardSources(db: Queryable, sources: readonly string[]): Promise<Map<string, Heard>> {
	const rows = await inChunks(sources, (chunk) =>
		db.selectFrom('heard_source').selectAll().where('source', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.source, { upTo: row.up_to, patienceMs: row.patience_ms }] as const));
}

/** What a run has read of a source, epoch ms. */
export interface Progress {
	/** Left out: all there was before. */
	readonly from: number | undefined;
	readonly upTo: number;
	/** How long deadlines wait for it at most, where it is not to be reckoned from its runs. */
	readonly patienceMs: number | undefined;
}

/**
 * Remembers that a source was heard up to an instant, and wakes the clocks that waited for it. Without a patience of its own
 * it is given twice the usual distance of its runs, fifteen minutes at most. A run that leaves a gap after what was heard
 * before is no progress: what happened in the gap is not known.
 */
export async function hearUpTo(
	trx: Trx,
	source: string,
	{ from, upTo, patienceMs }: Progress,
	now: number,
): Promise<void> {
	const before = await trx
		.selectFrom('heard_source')
		.selectAll()
		.where('source', '=', source)
		.executeTakeFirst();
	const isGap = before !== undefined && from !== undefined && from > before.up_to;
	const distance = before && usualDistance(before.distance_ms, now - before.heard_at);
	const usual = distance === undefined ? LONGEST_PATIENCE_MS : Math.min(2 * distance, LONGEST_PATIENCE_MS);
	const row = {
		source,
		up_to: before ? Math.max(isGap ? 0 : upTo, before.up_to) : upTo,
		heard_at: now,
		distance_ms: distance ?? null,
		patience_ms: patienceMs ?? usual,
	};
	await insertMany(trx, 'heard_source', [row], { on: 'update', key: ['source'] });
	await wakeHeld(trx, source, now);
}

/** The newest distance moves the usual one by a quarter, so that one night without a run does not. */
const usualDistance = (usual: number | null, newest: number): number =>
	usual === null ? newest : Math.round((3 * usual + newest) / 4);

async function wakeHeld(trx: Trx, source: string, now: number): Promise<void> {
	const held = await trx
		.selectFrom('clock')
		.innerJoin('request', 'request.id', 'clock.request_id')
		.select(['clock.id', 'request.last_seq'])
		.where('clock.held_for', '=', source)
		.execute();
	await setTimers(
		trx,
		held.map(({ id, last_seq: revision }): Timer => ({
			subject: id,
			kind: CLOCK_TIMER,
			dueAt: now,
			revision,
		})),
	);
}
