/** The value at a share of a list, 0.5 for the median; `NaN` of an empty one. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
}
