import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { done, invalid, type Outcome } from '../../engine';
import { requireText, textField } from '../shared/fields/fields';
import { readJson } from '../shared/fields/input-mode';

export const listField = (description: string): INodeProperties =>
	textField({
		name: 'source',
		displayName: 'Name of the List',
		placeholder: 'e.g. ldap',
		description,
		required: true,
	});

export const rowField = (description: string): INodeProperties => ({
	displayName: 'Row',
	name: 'row',
	type: 'json',
	default: '={{ $json }}',
	required: true,
	description,
});

/** One item of a list, and whose list it is. */
export interface ListItem {
	readonly source: string;
	/** Undefined for an item with nothing in it: what 'Always Output Data' makes of an empty list. */
	readonly row: unknown;
	/** Where the days begin. */
	readonly timezone: string;
}

export function readListItem(context: IExecuteFunctions, itemIndex: number): ListItem {
	const row = readJson(context, 'row', itemIndex, 'Row');
	const isEmpty = typeof row === 'object' && row !== null && Object.keys(row).length === 0;
	return {
		source: requireText(context, 'source', itemIndex, 'Name of the List'),
		row: isEmpty ? undefined : row,
		timezone: context.getTimezone(),
	};
}

/** What became of a list: an outcome for each row, and those that were on it before and are no more. */
interface Synced<R> {
	readonly rows: readonly Outcome<R>[];
	readonly gone: readonly R[];
}

/**
 * All items of a run as one list, since only the whole list shows who is missing. What is gone has no item of its own:
 * it comes after the first item that went well.
 */
export async function asOneList<I extends ListItem, R>(
	items: readonly I[],
	sync: (rows: readonly unknown[], first: I) => Promise<Synced<R>>,
	show: (record: R) => IDataObject[],
): Promise<Outcome<IDataObject[]>[]> {
	const [first] = items;
	if (!first) return [];
	const other = items.find(({ source }) => source !== first.source);
	if (other)
		throw invalid(
			'source',
			other.source,
			`The items are of two lists, '${first.source}' and '${other.source}'`,
			'Give one list per node: use a node for each.',
		);
	const filled = items.filter(({ row }) => row !== undefined);
	const { rows, gone } = await sync(
		filled.map(({ row }) => row),
		first,
	);
	const outcomes = new Map(filled.map((item, index) => [item, rows[index]]));
	let rest = gone.flatMap(show);
	return items.map((item): Outcome<IDataObject[]> => {
		const outcome = outcomes.get(item);
		if (outcome && !outcome.ok) return outcome;
		const outputs = [...(outcome ? show(outcome.value) : []), ...rest];
		rest = [];
		return done(outputs);
	});
}
