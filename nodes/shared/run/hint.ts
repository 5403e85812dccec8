import type { IExecuteFunctions } from 'n8n-workflow';

const NAMED = 5;

/** Says above the output what somebody may not have meant, though it was saved. */
export function giveHint(context: IExecuteFunctions, message: string | undefined): void {
	if (message !== undefined) context.addExecutionHints({ message, location: 'outputPane' });
}

/** A few of them, and how many more there are: `Ann, Bob and 7 more`. */
export const listed = (names: readonly string[]): string =>
	names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '');
