import { MINUTE, type Minutes, type Moment } from './clock';

/** What became of the minutes of a stretch. */
export interface CountedMinutes {
	readonly from: number;
	/** Undefined: it goes on. */
	readonly to: number | undefined;
	/** Somebody had it. */
	readonly held: number;
	/** Nobody had it. */
	readonly unowned: number;
	readonly paused: number;
	/** Those that were held, and unowned, while the department worked. */
	readonly heldWorking: number;
	readonly unownedWorking: number;
}

/** A stretch during which one department held a request, and within it who. */
export interface CountedHop extends CountedMinutes {
	readonly department: string;
	readonly parts: readonly (CountedMinutes & { readonly assignee: string | undefined })[];
}

type Tally = { -readonly [K in keyof CountedMinutes]: CountedMinutes[K] };

interface TalliedHop extends Tally {
	readonly department: string;
	/** How often the request had been over before. */
	readonly rests: number;
	readonly parts: (Tally & { readonly assignee: string | undefined })[];
}

/**
 * Who held a request, minute by minute: each goes to whoever has it when it begins. Nobody does while the request is resolved
 * or cancelled, and what comes after that is a hop of its own.
 *
 * @param moments in the order in which they count
 * @param minutesOf when a department works
 */
export function countHops(
	moments: readonly Moment[],
	now: number,
	minutesOf: (department: string) => Minutes,
): CountedHop[] {
	const hops: TalliedHop[] = [];
	let rests = 0;
	moments.forEach(({ at, department, assignee, status }, index) => {
		if (status === 'resolved' || status === 'cancelled') {
			rests++;
			return;
		}
		const { from: first, open } = minutesOf(department);
		const until = moments[index + 1]?.at ?? now;
		for (let minute = at; minute < until; minute += MINUTE) {
			const isWorking = open[(minute - first) / MINUTE] ?? false;
			let hop = hops.at(-1);
			if (hop?.department !== department || hop.rests !== rests)
				hops.push((hop = { ...nothingFrom(minute), department, rests, parts: [] }));
			let part = hop.parts.at(-1);
			if (!part || part.assignee !== assignee) hop.parts.push((part = { ...nothingFrom(minute), assignee }));
			for (const tally of [hop, part]) {
				tally.to = minute + MINUTE;
				if (status === 'paused') tally.paused++;
				else tally[assignee === undefined ? 'unowned' : 'held']++;
				if (status !== 'paused' && isWorking)
					tally[assignee === undefined ? 'unownedWorking' : 'heldWorking']++;
			}
		}
	});
	return hops.map(({ rests: _, parts, ...hop }) => ({
		...endOf(hop, now),
		department: hop.department,
		parts: parts.map((part) => ({ ...endOf(part, now), assignee: part.assignee })),
	}));
}

const nothingFrom = (from: number): Tally => ({
	from,
	to: from,
	held: 0,
	unowned: 0,
	paused: 0,
	heldWorking: 0,
	unownedWorking: 0,
});

/** What lasts until now goes on, unless the request is over. */
const endOf = <T extends Tally>(tally: T, now: number): T =>
	tally.to === now ? { ...tally, to: undefined } : tally;
