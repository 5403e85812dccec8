import { setTimeout as sleep } from 'node:timers/promises';
import { STRANGE_KIND, type Scene } from './disturb';
import { look } from './look';

const MINUTE_MS = 60_000;
/** Time moves on by as much at least: what is due in between is due a little late. */
const LEAST_STEP_MS = 30 * MINUTE_MS;
const LOOK_AGAIN_MS = 25;
/** Real time in which something must have changed. */
const PATIENCE_MS = 15_000;

interface Left {
	/** Of those that are due, and could be taken now. */
	readonly due: number;
	/** The next instant on which something is, epoch ms. */
	readonly nextAt: number | undefined;
	/** Tells this state from the one before. */
	readonly mark: string;
}

/**
 * Nothing is disturbed any more: time moves on to whatever is due next, until nothing is. Returns whether that came to an end.
 */
export async function settle({ stage, cast, board }: Scene): Promise<boolean> {
	cast.tell({ kind: 'behave' });
	let mark = '';
	let changedAt = Date.now();
	let quiet = 0;
	for (;;) {
		const left = await whatIsLeft(stage.config, board.now());
		if (left.mark !== mark) {
			mark = left.mark;
			changedAt = Date.now();
			quiet = 0;
		}
		if (left.due === 0 && cast.areWritersDone() && ++quiet >= 2) {
			if (left.nextAt === undefined) return true;
			board.passes(Math.max(left.nextAt - board.now() + 1, LEAST_STEP_MS));
			cast.tell({ kind: 'behave' });
			cast.tell({ kind: 'wake' });
			changedAt = Date.now();
			quiet = 0;
		}
		if (Date.now() - changedAt > PATIENCE_MS) return false;
		await sleep(LOOK_AGAIN_MS);
	}
}

async function whatIsLeft(config: Scene['stage']['config'], now: number): Promise<Left> {
	const [row] = await look(
		config,
		`select
			(select count(*) from timer where kind <> '${STRANGE_KIND}' and due_at <= ${now}) as due,
			(select min(due_at) from timer where kind <> '${STRANGE_KIND}') as due_at,
			(select count(*) from delivery where state = 'open' and visible_at <= ${now}) as visible,
			(select min(visible_at) from delivery where state = 'open') as visible_at,
			(select count(*) from delivery where state <> 'open') as count,
			(select sum(attempt) from delivery) as attempt`,
	);
	const instants = [row?.due_at, row?.visible_at].filter((at) => typeof at === 'number');
	return {
		due: Number(row?.due) + Number(row?.visible),
		nextAt: instants.length === 0 ? undefined : Math.min(...instants),
		mark: JSON.stringify(row),
	};
}
