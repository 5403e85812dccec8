import type { IDataObject } from 'n8n-workflow';
import { plain } from '../shared/run/output';

/** A kind of record, in the words its operations share. */
export interface Noun {
	/** In sentences, and as the name of the parameter that chooses one. */
	readonly noun: 'calendar' | 'department' | 'member' | 'service';
	/** As a label: `Department`. */
	readonly title: string;
	readonly plural: string;
	/** What every output has, in this order; null where the record has none. */
	readonly outputs: readonly string[];
}

/** A record as the node gives it: always the same fields, so that tables and expressions find them. */
export const describe = ({ outputs }: Noun, record: object): IDataObject => ({
	...Object.fromEntries(outputs.map((field) => [field, null])),
	...plain(record),
});
