/** Rows as aligned columns; the last is as long as it is. */
export function table<K extends string>(
	columns: readonly K[],
	rows: readonly Readonly<Record<K, string>>[],
): string {
	const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length), 0));
	return rows
		.map((row) =>
			columns
				.map((column, index) => row[column].padEnd(widths[index] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** `1 template`, `2 templates`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
