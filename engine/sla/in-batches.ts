/** Items written in one transaction: enough to be fast, few enough not to keep others waiting. */
const BATCH = 250;

/**
 * Works on many items a transaction's worth at a time, and puts the results together in their order. Items about the same
 * subject stay in one batch, so that nobody sees a subject of which only half is said.
 */
export async function inBatches<I, T>(
	items: readonly I[],
	subjectOf: (item: I) => string | undefined,
	work: (batch: readonly I[]) => Promise<readonly T[]>,
): Promise<T[]> {
	const results = new Array<T>(items.length);
	const groups = Map.groupBy(items.keys(), (index) => subjectOf(items[index] as I) ?? index);
	let batch: number[] = [];
	const flush = async () => {
		const done = await work(batch.map((index) => items[index] as I));
		batch.forEach((index, position) => (results[index] = done[position] as T));
		batch = [];
	};
	for (const group of groups.values()) {
		batch.push(...group);
		if (batch.length >= BATCH) await flush();
	}
	if (batch.length > 0) await flush();
	return results;
}
