/** Where one of our nodes stands in a list that a search gave. */
export interface Place {
	/** The type without the package: `icrmRequest`. */
	readonly node: string;
	/** 1 is the top. */
	readonly place: number;
	/** How long the list is. */
	readonly of: number;
}

/** A search word's first node of ours in each of n8n's two searches; null where none is found. */
export interface Found {
	/** In the editor, beside the canvas. */
	readonly panel: Place | null;
	/** The tool `search_nodes` of n8n's MCP server, which gives at most five nodes for a word. */
	readonly mcp: Place | null;
}

export type Places = Readonly<Record<string, Found>>;

const OURS = 'n8n-nodes-icrm.';

/** @param types what a search found, from the top, as full type names */
export function firstOfOurs(types: readonly string[]): Place | null {
	const at = types.findIndex((type) => type.startsWith(OURS));
	const type = types[at];
	return type === undefined ? null : { node: type.slice(OURS.length), place: at + 1, of: types.length };
}

/** What people look for who need this pack, in the words of service desks, HR and Chinese companies. */
export const SEARCH_WORDS = [
	'sla',
	'service level',
	'deadline',
	'overdue',
	'escalation',
	'on-call',
	'approval',
	'ticket',
	'business hours',
	'working hours',
	'holiday',
	'department',
	'survey',
	'employee feedback',
	'csat',
	'nps',
	'服务级别',
	'升级',
	'审批',
	'工单',
	'节假日',
	'满意度',
] as const;
