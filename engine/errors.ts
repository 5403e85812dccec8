/**
 * What went wrong, for the program:
 * - `invalid`      what was typed cannot be used (field, value and remedy are in the error)
 * - `notFound`     it names something that does not exist
 * - `conflict`     it contradicts something that is already there
 * - `unavailable`  the database cannot be reached; trying again later may help
 * - `unsupported`  the set-up cannot do this (an embedded store in queue mode, a newer schema)
 * - `forbidden`    a link that is expired, forged or meant for something else
 */
export type IcrmErrorCode = 'invalid' | 'notFound' | 'conflict' | 'unavailable' | 'unsupported' | 'forbidden';

export interface IcrmErrorDetails {
	/** How to fix it, in a sentence an admin can act on. */
	readonly hint: string;
	/** The parameter at fault, as a path: `levels[1].delay`. */
	readonly field?: string;
	/** What was given there. */
	readonly value?: unknown;
	readonly cause?: unknown;
}

/** Every error a user can cause or meet. `message` says what happened, `hint` how to fix it. */
export class IcrmError extends Error {
	readonly hint: string;
	readonly field: string | undefined;
	readonly value: unknown;

	constructor(
		readonly code: IcrmErrorCode,
		message: string,
		details: IcrmErrorDetails,
	) {
		super(message, { cause: details.cause });
		this.name = 'IcrmError';
		this.hint = details.hint;
		this.field = details.field;
		this.value = details.value;
	}
}

/** An `IcrmError` for a value typed by somebody. `field` is the path they would look for. */
export function invalid(field: string, value: unknown, message: string, hint: string): IcrmError {
	return new IcrmError('invalid', message, { field, value, hint });
}
