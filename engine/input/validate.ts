import { z } from 'zod';
import { IcrmError, invalid } from '../errors';

/** Zod carries one text: message and hint travel in it together and are parted in `validate`. */
const SEPARATOR = '\u0000';
const LONGEST_VALUE_SHOWN = 80;

type Path = readonly (string | number)[];

/**
 * A message for a zod schema together with its remedy.
 *
 * A message that begins in lower case is a predicate, and is completed to "The member's email ("x") is not …";
 * any other is a sentence and stays as it is.
 *
 * @example z.string().email(says('is not an e-mail address', 'Write it as name@example.com.'))
 */
export const says = (message: string, hint: string): string => message + SEPARATOR + hint;

/** `says` for the schema itself: what is missing, and what is not of its type. The remedy is the same. */
export const typed = (message: string, hint: string): { errorMap: z.ZodErrorMap } => ({
	errorMap: (issue) => ({
		message:
			issue.code === 'invalid_type' && issue.received === 'undefined' && issue.path.length > 0
				? says('is missing', hint)
				: says(message, hint),
	}),
});

/**
 * Checks what was typed, once, at the door.
 *
 * @param what the noun an admin knows it by, for the message: `department`
 * @returns the schema's output: defaults filled in, texts trimmed
 * @throws IcrmError `invalid` for the first fault: field path (`targets[1].metric`; `what` itself when the whole
 *   input is at fault), the value that stands there, and how to fix it
 */
export function validate<S extends z.ZodTypeAny>(schema: S, input: unknown, what: string): z.output<S> {
	const result = schema.safeParse(input);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	if (!issue) throw new Error(`zod refused a ${what} without saying why`);
	throw faultOf(issue, input, what);
}

/** The same fault, seen from outside: its field lies under `path`. `what` is the name of the whole there. */
export function under(path: string, error: Error, what: string): IcrmError {
	if (!(error instanceof IcrmError)) throw error;
	const { code, message, hint, field = what, value, cause } = error;
	const inner = field === what ? '' : field.startsWith('[') ? field : `.${field}`;
	return new IcrmError(code, message, { hint, field: path + inner, value, cause });
}

function faultOf(issue: z.ZodIssue, input: unknown, what: string): IcrmError {
	const path: Path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
	const field = path.length > 0 ? pathOf(path) : what;
	const value = valueAt(input, path);
	const subject = path.length > 0 ? `The ${what}'s ${field}` : `This ${what}`;
	const [message, hint] = textOf(issue) ?? inPlainWords(issue, field, what);
	const isPredicate = /^\p{Ll}/u.test(message);
	const whole = isPredicate ? `${subject}${shown(value)} ${message}` : message;
	return invalid(field, value, whole, hint);
}

/**
 * What a schema says itself; `undefined` when zod speaks, whose words are for programmers.
 * @throws Error for a message without a remedy: whoever wrote the schema has to say how to fix it
 */
function textOf(issue: z.ZodIssue): [message: string, hint: string] | undefined {
	const byZod = z.defaultErrorMap(issue, { data: undefined, defaultError: '' }).message;
	if (issue.message === byZod) return undefined;
	// The last separator: what was typed may stand in the message and contain one.
	const cut = issue.message.lastIndexOf(SEPARATOR);
	if (cut < 0) throw new Error(`a schema says "${issue.message}" without a remedy: use says()`);
	return [issue.message.slice(0, cut), issue.message.slice(cut + 1)];
}

const TYPE_NAMES: Readonly<Partial<Record<z.ZodParsedType, string>>> = {
	string: 'text',
	array: 'a list',
	object: 'an object with named fields',
	boolean: 'true or false',
	number: 'a number',
	integer: 'a whole number',
};

function inPlainWords(issue: z.ZodIssue, field: string, what: string): [message: string, hint: string] {
	const choices = (options: readonly unknown[]): [string, string] => [
		'is not one of the choices',
		`Choose one of: ${options.map(String).join(', ')}.`,
	];
	switch (issue.code) {
		case 'invalid_type': {
			const name = TYPE_NAMES[issue.expected] ?? issue.expected;
			return issue.received === 'undefined'
				? ['is missing', `Give the ${what} its ${field}.`]
				: [`is not ${name}`, `Write ${name} there.`];
		}
		case 'unrecognized_keys':
			return ['is not a known field', 'Correct its name, or remove it.'];
		case 'invalid_enum_value':
		case 'invalid_union_discriminator':
			return choices(issue.options);
		case 'too_small':
			return ['is too short or too small', `It must be at least ${issue.minimum}.`];
		case 'too_big':
			return ['is too long or too large', `It must be at most ${issue.maximum}.`];
		default:
			return ['cannot be used as it stands', `Correct ${field}.`];
	}
}

const pathOf = (path: Path): string =>
	path
		.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
		.join('')
		.replace(/^\./, '');

function shown(value: unknown): string {
	if (value === undefined) return '';
	const text = asText(value);
	return ` (${text.length > LONGEST_VALUE_SHOWN ? `${text.slice(0, LONGEST_VALUE_SHOWN)}…` : text})`;
}

/** As JSON; what has none, such as a large integer or what contains itself, by its kind. */
export function asText(value: unknown): string {
	try {
		return JSON.stringify(value) ?? typeof value;
	} catch {
		return typeof value;
	}
}

function valueAt(value: unknown, path: Path): unknown {
	return path.reduce<unknown>(
		(node, key) =>
			typeof node === 'object' && node !== null && Object.hasOwn(node, key)
				? Reflect.get(node, key)
				: undefined,
		value,
	);
}
