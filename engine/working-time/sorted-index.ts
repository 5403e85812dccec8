/**
 * Buckets per value. Most buckets then hold no value or one, the loop below seldom runs, and the processor
 * predicts that: measured, four is 1.3 times as fast as one, sixteen hardly faster than four.
 */
const BUCKETS = 4;

/**
 * Strictly ascending numbers, searched in about constant time: a table of equally wide buckets says between
 * which two indices the answer lies, and a binary search decides between those. However irregular the
 * values, it stays a binary search.
 */
export class SortedIndex {
	private readonly first: number;
	private readonly last: number;
	private readonly bucketsPerUnit: number;
	/** `starts[b]`: the first index whose value lies in bucket `b` or later. */
	private readonly starts: Int32Array;

	constructor(private readonly values: Float64Array) {
		const n = values.length;
		const buckets = BUCKETS * n;
		this.first = values[0] ?? Infinity;
		this.last = values[n - 1] ?? -Infinity;
		this.bucketsPerUnit = n > 1 ? buckets / (this.last - this.first) : 0;
		this.starts = new Int32Array(buckets + 2).fill(n);
		for (let i = n - 1; i >= 0; i--) this.starts[this.bucketOf(values[i] ?? 0)] = i;
		// An empty bucket begins where the one after it does.
		for (let b = buckets; b >= 0; b--)
			this.starts[b] = Math.min(this.starts[b] ?? n, this.starts[b + 1] ?? n);
	}

	private bucketOf(value: number): number {
		return ((value - this.first) * this.bucketsPerUnit) | 0;
	}

	/** The first index with a value > `limit`; `values.length` if there is none. */
	firstAbove(limit: number): number {
		if (limit < this.first) return 0;
		if (limit >= this.last) return this.values.length;
		const bucket = this.bucketOf(limit);
		let low = this.starts[bucket] ?? 0;
		let high = this.starts[bucket + 1] ?? 0;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.values[middle] ?? 0) > limit) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** The first index with a value >= `limit`; `values.length` if there is none. */
	firstAtLeast(limit: number): number {
		if (limit <= this.first) return 0;
		if (limit > this.last) return this.values.length;
		const bucket = this.bucketOf(limit);
		let low = this.starts[bucket] ?? 0;
		let high = this.starts[bucket + 1] ?? 0;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.values[middle] ?? 0) >= limit) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}
