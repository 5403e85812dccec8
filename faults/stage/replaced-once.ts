/** One passage of a file, and what it becomes. */
export interface Replacement {
	readonly from: string;
	readonly to: string;
	readonly file: string;
	/** Of whoever replaces it, for the message. */
	readonly name: string;
}

/** The text with one passage replaced. @throws Error when it does not stand there exactly once */
export function replacedOnce(text: string, { from, to, file, name }: Replacement): string {
	const parts = text.split(from);
	if (parts.length === 2) return parts.join(to);
	throw new Error(
		`The mutant '${name}' replaces a text that stands ${parts.length - 1} times in ${file}. Aim it anew, in faults/mutants.ts: ${from}`,
	);
}
