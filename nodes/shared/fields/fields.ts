import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, parseInstant } from '../../../engine';

/** What a field builder gets: the words an admin reads. */
export interface FieldWords {
	readonly name: string;
	readonly displayName: string;
	readonly description?: string;
	readonly placeholder?: string;
	readonly required?: boolean;
	readonly default?: string;
}

/** A duration as people write it. The engine parses it and says what is wrong with it. */
export const durationField = (words: FieldWords): INodeProperties => ({
	displayName: words.displayName,
	name: words.name,
	type: 'string',
	default: words.default ?? '',
	placeholder: words.placeholder ?? 'e.g. 4h, 2 working days, PT30M',
	...optional(words),
});

export const textField = (words: FieldWords): INodeProperties => ({
	displayName: words.displayName,
	name: words.name,
	type: 'string',
	default: words.default ?? '',
	...(words.placeholder === undefined ? {} : { placeholder: words.placeholder }),
	...optional(words),
});

/** A date and time in the time zone of the workflow. Read it with `readInstant`. */
export const dateTimeField = (words: FieldWords): INodeProperties => ({
	displayName: words.displayName,
	name: words.name,
	type: 'dateTime',
	default: words.default ?? '',
	...optional(words),
});

/** 'Options' with what is rarely needed. Read one with `context.getNodeParameter('options.x', i, fallback)`. */
export const optionsField = (options: readonly INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...options],
});

/** 'Return All' and 'Limit', for every operation Get Many. Read both with `readLimit`. */
export const limitFields: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** For outputs of more than ten fields. Read it with `readFlag`, cut with `simplified`. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The limit of a Get Many, or undefined for all. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number | undefined {
	if (context.getNodeParameter('returnAll', itemIndex, false) === true) return undefined;
	const limit = Number(context.getNodeParameter('limit', itemIndex, 50));
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw invalid('limit', limit, `'Limit' is ${limit}`, 'Give a whole number of at least 1.');
}

/** The text of a field, trimmed; empty is undefined. Numbers and booleans of an expression become text. */
export function readText(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	if (value === null || value === undefined) return undefined;
	if (typeof value === 'object')
		throw invalid(name, value, `'${name}' is a list or an object`, 'Give a text.');
	const text = String(value).trim();
	return text === '' ? undefined : text;
}

/** As `readText`, and there must be one. `label` is what the editor calls the field; `hint` says how to fill it. */
export function requireText(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
	hint = `Fill in '${label}', or check that its expression gives a value for this item.`,
): string {
	const text = readText(context, name, itemIndex);
	if (text !== undefined) return text;
	throw invalid(name, text, `'${label}' is empty`, hint);
}

export const readFlag = (context: IExecuteFunctions, name: string, itemIndex: number): boolean =>
	context.getNodeParameter(name, itemIndex, false) === true;

/**
 * A switch that need not be there; empty is undefined. Other systems and spreadsheets say it as text. Anything else goes to the
 * engine, which says what is wrong with it.
 */
export function readSwitch(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	const said = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (said === 'true' || said === 'false') return said === 'true';
	return said === '' ? undefined : value;
}

/** A list typed as `a, b, c` or given as an array by an expression. */
export function readList(context: IExecuteFunctions, name: string, itemIndex: number): string[] {
	const value: unknown = context.getNodeParameter(name, itemIndex, []);
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

/** What is in a collection such as 'Additional Fields'. */
export const readCollection = (context: IExecuteFunctions, name: string, itemIndex: number): IDataObject =>
	(context.getNodeParameter(name, itemIndex, {}) ?? {}) as IDataObject;

/** A date field as epoch ms; empty is undefined. Without an offset it is in the time zone of the workflow. */
export function readInstant(context: IExecuteFunctions, name: string, itemIndex: number): number | undefined {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	if (value === '' || value === null || value === undefined) return undefined;
	return parseInstant(value, context.getTimezone(), name);
}

const optional = ({ description, required }: FieldWords) => ({
	...(description === undefined ? {} : { description }),
	...(required === undefined ? {} : { required }),
});
