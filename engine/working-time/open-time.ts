import { SortedIndex } from './sorted-index';

/**
 * Open time on a line: sorted, disjoint intervals with a running sum, immutable. Two translations are all
 * there is to working time: an instant to the amount worked before it, and an amount back to its instant.
 * An amount worked exactly at a closing has two instants, that closing and the following opening; `earliest`
 * gives the one, `latest` the other.
 *
 * Amounts count from the first interval of this timeline, so they mean nothing to another one.
 */
export class Timeline {
	readonly total: number;
	private readonly openings: Float64Array;
	private readonly closings: Float64Array;
	private readonly byClosing: SortedIndex;
	private readonly byAmount: SortedIndex;
	private readonly before: Float64Array;
	/** `openings[i]` minus the amount worked before it: turns an amount in interval `i` into an instant. */
	private readonly shifts: Float64Array;

	/**
	 * Instants in `[from, until)` are final: no year yet to be added can change what is open there.
	 * `intervals` are flat, `[opening, closing, opening, …]`, ascending; touching ones are merged here.
	 */
	constructor(
		readonly from: number,
		readonly until: number,
		intervals: Float64Array,
	) {
		const { openings, closings } = merge(intervals);
		const n = openings.length;
		const before = new Float64Array(n);
		const after = new Float64Array(n);
		const shifts = new Float64Array(n);
		let amount = 0;
		for (let i = 0; i < n; i++) {
			before[i] = amount;
			shifts[i] = (openings[i] ?? 0) - amount;
			amount += (closings[i] ?? 0) - (openings[i] ?? 0);
			after[i] = amount;
		}
		this.openings = openings;
		this.closings = closings;
		this.before = before;
		this.shifts = shifts;
		this.total = amount;
		this.byClosing = new SortedIndex(closings);
		this.byAmount = new SortedIndex(after);
	}

	/** The amount worked before an instant. */
	amountAt(instant: number): number {
		const i = this.byClosing.firstAbove(instant);
		if (i === this.before.length) return this.total;
		// Math.max: whether somebody works at an instant is not for the processor to predict.
		return Math.max(this.before[i] ?? NaN, instant - (this.shifts[i] ?? NaN));
	}

	/** The first instant at which `amount` (> 0) has been worked; `NaN` if it is not on this timeline. */
	earliest(amount: number): number {
		const i = this.byAmount.firstAtLeast(amount);
		return amount <= 0 ? NaN : amount + (this.shifts[i] ?? NaN);
	}

	/** The last instant at which no more than `amount` (>= 0) has been worked; `NaN` if it is not on this timeline. */
	latest(amount: number): number {
		const i = this.byAmount.firstAbove(amount);
		return amount < 0 ? NaN : amount + (this.shifts[i] ?? NaN);
	}

	isOpen(instant: number): boolean {
		return instant >= (this.openings[this.byClosing.firstAbove(instant)] ?? Infinity);
	}

	/** Open, or exactly at a closing. */
	touches(instant: number): boolean {
		return instant >= (this.openings[this.byClosing.firstAtLeast(instant)] ?? Infinity);
	}

	openingAfter(instant: number): number | undefined {
		const i = this.byClosing.firstAbove(instant);
		const opening = this.openings[i] ?? Infinity;
		return opening > instant ? this.openings[i] : this.openings[i + 1];
	}

	closingAfter(instant: number): number | undefined {
		return this.closings[this.byClosing.firstAbove(instant)];
	}
}

function merge(intervals: Float64Array): { openings: Float64Array; closings: Float64Array } {
	const openings = new Float64Array(intervals.length / 2);
	const closings = new Float64Array(intervals.length / 2);
	let n = 0;
	for (let i = 0; i < intervals.length; i += 2) {
		const opening = intervals[i] ?? NaN;
		const closing = intervals[i + 1] ?? NaN;
		if (n > 0 && opening <= (closings[n - 1] ?? 0)) {
			closings[n - 1] = Math.max(closings[n - 1] ?? 0, closing);
		} else {
			openings[n] = opening;
			closings[n] = closing;
			n++;
		}
	}
	return { openings: openings.slice(0, n), closings: closings.slice(0, n) };
}
