import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid } from '../../../engine';
import type { listSearch } from './list-search';

interface Kind {
	readonly displayName: string;
	/** One of `methods.listSearch`: TypeScript sees to it that there is one. */
	readonly search: keyof typeof listSearch;
	readonly example: string;
}

/** What can be chosen from a list: the words, the search behind it, and what an id looks like. */
const KINDS = {
	department: { displayName: 'Department', search: 'searchDepartments', example: 'it' },
	member: { displayName: 'Member', search: 'searchMembers', example: 'E-1042' },
	service: { displayName: 'Service', search: 'searchServices', example: 'laptop' },
	calendar: { displayName: 'Calendar', search: 'searchCalendars', example: 'berlin-office' },
	agreement: { displayName: 'Agreement', search: 'searchAgreements', example: 'laptop-standard' },
	policy: { displayName: 'Escalation Policy', search: 'searchPolicies', example: 'it-default' },
	survey: { displayName: 'Survey', search: 'searchSurveys', example: 'milestone-csat' },
	request: { displayName: 'Request', search: 'searchRequests', example: 'JIRA-4711' },
} as const satisfies Record<string, Kind>;

export type LocatorKind = keyof typeof KINDS;

export interface LocatorWords {
	/** Name of the parameter, where it is not the kind's: `toDepartment`. */
	readonly name?: string;
	readonly displayName?: string;
	readonly description?: string;
	readonly required?: boolean;
}

/** A field that chooses one record, from a searchable list or by its id. Read it with `readLocator`. */
export function locatorField(kind: LocatorKind, words: LocatorWords = {}): INodeProperties {
	const { displayName, search, example } = KINDS[kind];
	return {
		displayName: words.displayName ?? displayName,
		name: words.name ?? kind,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: words.required ?? false,
		...(words.description === undefined ? {} : { description: words.description }),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose...',
				// Without the flag the editor asks for a credential first, and ours is optional.
				typeOptions: { searchListMethod: search, searchable: true, skipCredentialsCheckInRLC: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
		],
	};
}

/** The chosen id, or undefined when nothing is chosen. A bare text, as a template or an agent gives it, is one too. */
export function readLocator(context: IExecuteFunctions, name: string, itemIndex: number): string | undefined {
	const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return id === '' ? undefined : id;
}

/** As `readLocator`, and there must be one. `label` is what the editor calls the field. */
export function requireLocator(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): string {
	const id = readLocator(context, name, itemIndex);
	if (id !== undefined) return id;
	throw invalid(
		name,
		id,
		`'${label}' is empty`,
		`Choose one from the list, or check that the expression in '${label}' gives an ID for this item.`,
	);
}
