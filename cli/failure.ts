/** Something that ends the command: what, how to mend it, and with which exit code. */
export class Failure extends Error {
	constructor(
		message: string,
		readonly hint: string,
		readonly exitCode: ExitCode,
	) {
		super(message);
	}
}

export const EXIT = {
	fine: 0,
	/** Something was refused or failed; the output says what. */
	failed: 1,
	/** The command itself was written wrongly. */
	usage: 2,
	/** No n8n to work with: not reachable, wrong key, too old, without the pack. */
	noN8n: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
