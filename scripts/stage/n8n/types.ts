/** A workflow as the editor exports it. What n8n's API does not take (id, meta, active) may be there. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: readonly object[];
	readonly connections: object;
	readonly settings?: object;
	readonly pinData?: object;
}
export interface Workflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly nodes: ReadonlyArray<{ readonly id: string; readonly name: string; readonly type: string }>;
}
export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly mode: string;
	readonly status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';
	readonly startedAt: string;
	readonly stoppedAt: string | null;
	readonly data?: {
		readonly resultData: {
			readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
			readonly error?: { readonly message: string };
		};
	};
}
export interface NodeRun {
	readonly data?: {
		readonly main?: ReadonlyArray<ReadonlyArray<{ readonly json: Record<string, unknown> }> | null>;
	};
	readonly error?: { readonly message: string; readonly description?: string };
}
export interface NodeType {
	readonly name: string;
	readonly displayName: string;
	readonly version: number | readonly number[];
	readonly [field: string]: unknown;
}
/** What n8n says about a workflow between `publish` and its triggers running. */
export interface PublicationStatus {
	readonly status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	readonly triggers: ReadonlyArray<{ readonly nodeId: string; readonly errorMessage: string | null }>;
}

/** One page of a list of the public API. */
export type Page<Row> = { readonly data: readonly Row[]; readonly nextCursor: string | null };
