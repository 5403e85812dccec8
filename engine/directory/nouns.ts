import type { TableName } from '../store';

interface NounInfo {
	readonly table: TableName & NamedTable;
	/** Where an admin adds one. */
	readonly node: string;
	readonly operation: string;
}

/** Tables whose rows have an id and a name. */
export type NamedTable =
	'agreement' | 'calendar' | 'department' | 'escalation_policy' | 'member' | 'service' | 'survey';

/** Everything that can be named by its id: how it is called in messages, where it is stored, and where it is added. */
export const NOUNS = {
	agreement: { table: 'agreement', node: 'ICRM Agreement', operation: 'Agreement: Create or Update' },
	calendar: { table: 'calendar', node: 'ICRM Directory', operation: 'Calendar: Create or Update' },
	department: { table: 'department', node: 'ICRM Directory', operation: 'Department: Create or Update' },
	'escalation policy': {
		table: 'escalation_policy',
		node: 'ICRM Escalation',
		operation: 'Policy: Create or Update',
	},
	member: { table: 'member', node: 'ICRM Directory', operation: 'Member: Create or Update' },
	service: { table: 'service', node: 'ICRM Directory', operation: 'Service: Create or Update' },
	survey: { table: 'survey', node: 'ICRM Survey', operation: 'Survey: Create or Update' },
} as const satisfies Readonly<Record<string, NounInfo>>;

export type Noun = keyof typeof NOUNS;
