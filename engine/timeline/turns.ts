import type { Precedence } from './precedence';

/** Something that could be taken now. */
export interface Waiting extends Precedence {
	/** Since when, epoch ms. */
	readonly since: number;
}

/** Remembers whose turn it is. */
export interface Turns {
	/**
	 * Up to `limit` of what waits, in the order of its turns: each lane has one in turn, a lane its most urgent, and of one turn
	 * the most urgent comes first, then the oldest.
	 *
	 * @param waiting of each lane the first, at least; of equals the one that is named first comes first
	 */
	choose<T extends Waiting>(waiting: readonly T[], limit: number): T[];
	/**
	 * Of which of these heads how many are needed to choose `limit`. Rather few too few than many too many: what is left out
	 * when other lanes turn out to be short has its turn in the next round.
	 *
	 * @param heads the oldest of each lane and urgency
	 */
	share<T extends Waiting>(
		heads: readonly T[],
		limit: number,
	): { readonly heads: T[]; readonly each: number };
	/** These were taken: the turn is another lane's. */
	took(taken: readonly Precedence[]): void;
}

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996), where everything costs one turn and all lanes weigh the same. A lane that
 * had nothing for a while is not owed that time: it begins where the others are.
 */
export function createTurns(): Turns {
	/** The turn of what was taken last. Nothing that waits has an earlier one. */
	let present = 0;
	const next = new Map<string, number>();

	const nextOf = (lane: string): number => Math.max(next.get(lane) ?? present, present);

	const choose = <T extends Waiting>(waiting: readonly T[], limit: number): T[] => {
		const lanes = Map.groupBy(waiting, ({ lane }) => lane);
		const turns = [...lanes].flatMap(([lane, own]) => {
			const first = nextOf(lane);
			return own.sort(byUrgency).map((one, index) => ({ one, turn: first + index }));
		});
		return turns
			.sort((a, b) => a.turn - b.turn || byUrgency(a.one, b.one))
			.slice(0, limit)
			.map(({ one }) => one);
	};

	return {
		choose,
		share(heads, limit) {
			const byLane = Map.groupBy(heads, ({ lane }) => lane);
			const tops = [...byLane.values()].map((own) => own.sort(byUrgency).slice(0, 1)).flat();
			if (tops.length >= limit) return { heads: choose(tops, limit), each: 1 };
			return { heads: [...heads], each: Math.min(limit, 2 * Math.ceil(limit / tops.length)) };
		},
		took(taken) {
			let last = present;
			for (const { lane } of taken) {
				const turn = nextOf(lane);
				last = Math.max(last, turn);
				next.set(lane, turn + 1);
			}
			present = last;
			for (const [lane, turn] of next) if (turn <= present) next.delete(lane);
		},
	};
}

const byUrgency = (a: Waiting, b: Waiting): number => a.urgency - b.urgency || a.since - b.since;
