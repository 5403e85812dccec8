import type { Row } from '../store';
import { createTurns, type Turns } from './turns';

/** What waits for a subscription, as far as it was looked ahead. */
export interface Line {
	readonly turns: Turns;
	/** For how many claims is chosen at once where more waits than one claim can take. */
	readonly ahead: number;
	/** What was chosen before and not taken yet, in its turn; empty when that was too long ago. */
	next(limit: number, now: number): Row<'delivery'>[];
	/** These were chosen at an instant, in this order. */
	stand(rows: readonly Row<'delivery'>[], now: number): void;
	/** These were claimed. */
	took(rows: readonly Row<'delivery'>[]): void;
}

/** Something more urgent may come at any time: after this long it is chosen anew. */
const FRESH_MS = 200;

/** To choose from thousands costs more than to claim, so it is not done for each claim. */
export function createLine(turns: Turns = createTurns(), ahead = 8): Line {
	let standing: Row<'delivery'>[] = [];
	let since = 0;
	return {
		turns,
		ahead,
		next(limit, now) {
			if (now - since > FRESH_MS || now < since) standing = [];
			return standing.splice(0, limit);
		},
		stand(rows, now) {
			standing = [...rows];
			since = now;
		},
		took: (rows) => turns.took(rows),
	};
}
