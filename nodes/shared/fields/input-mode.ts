import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid } from '../../../engine';

/**
 * 'Specify': the fields one by one, or the whole record as JSON. Syncing from another system is then one expression.
 * Read the choice with `isGivenAsJson`, the JSON with `readRecord`.
 *
 * @param noun    what is given: `department`
 * @param example the record as JSON
 */
export const fieldsOrJson = (
	noun: string,
	fields: readonly INodeProperties[],
	example: string,
): INodeProperties[] => [
	{
		displayName: 'Specify',
		name: 'specify',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'fields',
		description: `Whether to fill in the ${noun} field by field, or to give it whole as the step before delivers it`,
	},
	{
		displayName: 'JSON',
		name: 'json',
		type: 'json',
		default: '={{ $json }}',
		// A hint would stay hidden: the editor shows what the expression gives in its place.
		description: `One ${noun} per item: ${example}`,
		displayOptions: { show: { specify: ['json'] } },
	},
	...fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { specify: ['fields'], ...field.displayOptions?.show },
		},
	})),
];

export const isGivenAsJson = (context: IExecuteFunctions, itemIndex: number): boolean =>
	context.getNodeParameter('specify', itemIndex, 'fields') === 'json';

/**
 * The record in the field 'JSON'.
 *
 * @param outputOnly fields the node itself adds to its outputs: taken away, so that what it gave can be given back
 */
export function readRecord(
	context: IExecuteFunctions,
	itemIndex: number,
	noun: string,
	outputOnly: readonly string[],
): unknown {
	const record = readJson(context, 'json', itemIndex, 'JSON');
	if (Array.isArray(record))
		throw invalid(
			'json',
			record,
			`'JSON' is a list of ${record.length}`,
			`Give one ${noun} per item: put a 'Split Out' node before this one.`,
		);
	if (typeof record !== 'object' || record === null) return record;
	return Object.fromEntries(Object.entries(record).filter(([key]) => !outputOnly.includes(key)));
}

/** A field of type `json`: what an expression gave as it is, a text parsed. `label` is what the editor calls it. */
export function readJson(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): unknown {
	const value: unknown = isWholeItem(context, name, itemIndex)
		? context.getInputData()[itemIndex]?.json
		: context.getNodeParameter(name, itemIndex, '');
	if (typeof value !== 'string') return value;
	if (value.trim() === '')
		throw invalid(name, value, `'${label}' is empty`, 'Write JSON there, or an expression that gives it.');
	try {
		return JSON.parse(value);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw invalid(
			name,
			value,
			`'${label}' cannot be read as JSON: ${reason}`,
			'Correct it there; an expression must give an object or its JSON text.',
		);
	}
}

const WHOLE_ITEM = '={{ $json }}';

/** The usual expression, which n8n takes half a millisecond to resolve: of a list of ten thousand, five seconds. */
const isWholeItem = (context: IExecuteFunctions, name: string, itemIndex: number): boolean =>
	context.getNodeParameter(name, itemIndex, '', { rawExpressions: true }) === WHOLE_ITEM;
