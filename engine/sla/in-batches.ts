/** Requests written in one transaction: enough to be fast, few enough not to keep others waiting. */
const BATCH = 1_000;

/** Works on many inputs a transaction's worth at a time, and puts the results together in their order. */
export async function inBatches<I, T>(
	inputs: readonly I[],
	work: (batch: readonly I[]) => Promise<readonly T[]>,
): Promise<T[]> {
	const results: T[] = [];
	for (let from = 0; from < inputs.length; from += BATCH)
		results.push(...(await work(inputs.slice(from, from + BATCH))));
	return results;
}
