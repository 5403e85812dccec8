import type { Choice } from './credentials';

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

/** What is left for the admin to do about credentials. */
export const credentialLines = (choices: readonly Choice[]): string[] =>
	choices.flatMap(({ name, type, how }) => {
		switch (how) {
			case 'empty':
				return [`Fill in the credential '${name}' (${type}) in n8n under Credentials: it was created empty.`];
			case 'several':
				return [
					`Choose one of your credentials of type ${type} in the nodes: there are several, and none is called '${name}'.`,
				];
			case 'open':
				return [`Create a credential '${name}' (${type}) in n8n, and choose it in the nodes.`];
			default:
				return [];
		}
	});
