/** What stands in a text in which a value was missing or was of another kind than its writer thought. */
const TELLTALE = /\bundefined\b|\[object Object\]|\bNaN\b|Invalid Date(Time)?/;

/** What is wrong with a value that an expression gave; nothing where it is well. */
export function telltaleIn(value: unknown, path = ''): string | undefined {
	const here = path === '' ? '' : ` at ${path}`;
	if (value === undefined || Number.isNaN(value)) return `gives ${String(value)}${here}`;
	if (typeof value === 'string') {
		const found = TELLTALE.exec(value)?.[0];
		return found === undefined ? undefined : `gives '${found}' in a text${here}`;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	// A luxon DateTime that is none tells only when it is written.
	if ('isValid' in value && value.isValid === false) return `gives an invalid date${here}`;
	for (const [key, entry] of Object.entries(value)) {
		const fault = telltaleIn(entry, path === '' ? key : `${path}.${key}`);
		if (fault !== undefined) return fault;
	}
	return undefined;
}
