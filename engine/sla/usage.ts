import type { Calendar } from '../working-time';
import type { Cycle, Stretch } from './stretches';

/**
 * The working time that the stretches of one clock use up, summed up once for all of its cycles: what was reopened twenty
 * times is not counted twenty times over.
 */
export class Usage {
	/** For each stretch, and for the end, the working ms used up before it. What still goes on is not among them. */
	private readonly before = [0];

	constructor(
		private readonly stretches: readonly Stretch[],
		readonly calendar: Calendar,
	) {
		let used = 0;
		for (const { kind, from, to } of stretches) {
			if (kind === 'running' && to !== undefined) used += calendar.between(from, to);
			this.before.push(used);
		}
	}

	/** Working ms that a cycle has used up by `now`. */
	of({ countsFrom, countsTo }: Cycle, now: number): number {
		const last = this.stretches[countsTo - 1];
		const isOpen = last?.kind === 'running' && last.to === undefined;
		const sinceLast = isOpen ? this.calendar.between(last.from, Math.max(now, last.from)) : 0;
		return this.usedBefore(countsTo) - this.usedBefore(countsFrom) + sinceLast;
	}

	/** The instant at which a cycle has used up so many working ms; undefined when it ends before. */
	instantOf(workingMs: number, cycle: Cycle): number | undefined {
		const last = this.lastRunning(cycle);
		// A clock that was stopped while it ran keeps the due instant it had: as if it had run on.
		const goesOn = last >= 0 && this.stretches[last]?.to === cycle.stoppedAt;
		return this.walk(workingMs, cycle, last, goesOn);
	}

	/**
	 * When a clock was due that ended while it stood still: the last due instant that it had, before it was paused. Answered
	 * in the very instant of opening, it never ran: then it is the one that it would have had.
	 */
	lastInstantOf(workingMs: number, cycle: Cycle): number | undefined {
		const last = this.lastRunning(cycle);
		return last < 0
			? this.calendar.add(cycle.cycleStartedAt, workingMs)
			: this.walk(workingMs, cycle, last, true);
	}

	private walk(workingMs: number, { countsFrom }: Cycle, last: number, goesOn: boolean): number | undefined {
		const wanted = this.usedBefore(countsFrom) + workingMs;
		for (let index = this.firstReaching(wanted, countsFrom, last); index <= last; index++) {
			const stretch = this.stretches[index];
			if (stretch?.kind !== 'running') continue;
			const isEndless = goesOn && index === last;
			if (!isEndless && this.usedBefore(index + 1) < wanted) continue;
			const at = this.calendar.add(stretch.from, wanted - this.usedBefore(index));
			// Where a calendar puts a closing at the next opening, the clock may be paused by then.
			if (isEndless || at <= (stretch.to ?? Infinity)) return at;
		}
		return undefined;
	}

	/** The first of these stretches that has used up so much at its end; `last` when none before it has. */
	private firstReaching(wanted: number, first: number, last: number): number {
		let [low, high] = [first, last];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.usedBefore(middle + 1) >= wanted) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	private lastRunning({ countsFrom, countsTo }: Cycle): number {
		let index = countsTo - 1;
		while (index >= countsFrom && this.stretches[index]?.kind !== 'running') index--;
		return index < countsFrom ? -1 : index;
	}

	private usedBefore(index: number): number {
		return this.before[index] ?? 0;
	}
}
