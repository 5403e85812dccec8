/** What ends the command: the reason, how to fix it, and the exit code. */
export class Failure extends Error {
	constructor(
		message: string,
		readonly hint: string,
		readonly exitCode: ExitCode,
	) {
		super(message);
		this.name = 'Failure';
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

/** Any other error is a fault of the command: the Failure asks for a report. */
export const asFailure = (error: unknown): Failure =>
	error instanceof Failure
		? error
		: new Failure(
				`This should not have happened: ${error instanceof Error ? error.message : String(error)}`,
				'Please report it, with the command you gave and the versions of n8n, Node.js and n8n-nodes-icrm.',
				EXIT.failed,
			);
