/** One line of a benchmark: us and a named peer, measured in the same run. */
export interface BenchRow {
	readonly name: string;
	/** Under which it is kept where a result is: `rare-state-sqlite`; the peer's is `rare-state-sqlite-peer`. */
	readonly id?: string;
	readonly ours: number;
	readonly peer: number;
	readonly peerName: string;
	/** Of `ours` and `peer`: `ns/call`, `requests/s`. */
	readonly unit: string;
	/** How many times faster we are; below 1 the peer is. */
	readonly ratio: number;
	/** What was promised of it: a ratio, or a figure of ours, which is then in the unit of `ours`. Default: nothing. */
	readonly goal?: { readonly ratio: number } | { readonly below: number } | { readonly atMost: number };
}
