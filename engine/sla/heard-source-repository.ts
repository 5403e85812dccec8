import { inChunks, insertMany, locked, type Queryable, type Row, type Trx } from '../store';
import { precedenceOf, setTimers } from '../timeline';
import { CLOCK_TIMER } from './clock-id';

/** How far another system has been heard. What it does not say of its progress is judged at once. */
export interface Heard {
	/** Epoch ms: whatever happened there until then is known here. */
	readonly upTo: number;
	/** How long a threshold waits for it at most, ms. */
	readonly patienceMs: number;
	/** When the last run was, epoch ms. */
	readonly heardAt: number;
}

/** The longest that a threshold waits, where nobody says otherwise. */
const LONGEST_PATIENCE_MS = 15 * 60_000;

/** By the name of the source; those that never said how far they were read are left out. */
export async function heardSources(db: Queryable, sources: readonly string[]): Promise<Map<string, Heard>> {
	const rows = await inChunks(sources, (chunk) =>
		db.selectFrom('heard_source').selectAll().where('source', 'in', chunk).execute(),
	);
	return new Map(
		rows.map(
			(row) => [row.source, { upTo: row.up_to, patienceMs: row.patience_ms, heardAt: row.heard_at }] as const,
		),
	);
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
	// Two runs at once follow one another: neither takes back what the other has heard.
	const found = trx.selectFrom('heard_source').selectAll().where('source', '=', source).orderBy('source');
	const before = await locked(trx, found, 'wait').executeTakeFirst();
	// Several calls of one run are one run; a clock of ours that steps back is none.
	const isNewRun = before !== undefined && now - before.heard_at >= SAME_RUN_MS;
	const distance = isNewRun ? usualDistance(before.distance_ms, now - before.heard_at) : before?.distance_ms;
	const usual = distance ? Math.min(2 * distance, LONGEST_PATIENCE_MS) : LONGEST_PATIENCE_MS;
	const row = {
		source,
		...(before ? progressed(before, from, upTo, now) : { up_to: upTo, gap_up_to: null, gap_since: null }),
		heard_at: before && !isNewRun ? before.heard_at : now,
		distance_ms: distance ?? null,
		patience_ms: patienceMs ?? usual,
	};
	await insertMany(trx, 'heard_source', [row], { on: 'update', key: ['source'] });
	await wakeHeld(trx, source, now);
}

type Standing = Pick<Row<'heard_source'>, 'up_to' | 'gap_up_to' | 'gap_since' | 'patience_ms'>;

/**
 * How far a source is heard after one more run. A gap is closed by a run that reaches back before it; what cannot be closed
 * any more is given up once it has lasted for as long as a deadline would wait, since nobody would wait for it longer.
 */
function progressed(before: Standing, from: number | undefined, upTo: number, now: number) {
	const isGap = from !== undefined && from > before.up_to;
	if (!isGap) return { up_to: Math.max(upTo, before.up_to), gap_up_to: null, gap_since: null };
	const isSame = before.gap_up_to !== null && from <= before.gap_up_to;
	const since = (isSame ? before.gap_since : null) ?? now;
	const reached = Math.max(upTo, isSame ? (before.gap_up_to ?? 0) : 0);
	if (now - since >= before.patience_ms) return { up_to: reached, gap_up_to: null, gap_since: null };
	return { up_to: before.up_to, gap_up_to: reached, gap_since: since };
}

const SAME_RUN_MS = 30_000;

/** The newest distance moves the usual one by a quarter, so that one night without a run does not. */
const usualDistance = (usual: number | null, newest: number): number =>
	usual === null ? newest : Math.round((3 * usual + newest) / 4);

async function wakeHeld(trx: Trx, source: string, now: number): Promise<void> {
	const held = await trx
		.selectFrom('clock')
		.innerJoin('request', 'request.id', 'clock.request_id')
		.select(['clock.id', 'request.last_seq', 'request.department_id', 'request.priority'])
		.where('clock.held_for', '=', source)
		.execute();
	await setTimers(
		trx,
		held.map(({ id, last_seq: revision, department_id: departmentId, priority }) => ({
			subject: id,
			kind: CLOCK_TIMER,
			dueAt: now,
			revision,
			...precedenceOf({ departmentId, priority }),
		})),
	);
}
