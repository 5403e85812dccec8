import { z } from 'zod';

/** A workflow as the editor exports it. What n8n's API does not take (id, meta, active) may be there. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: readonly object[];
	readonly connections: object;
	readonly settings?: object;
	readonly pinData?: object;
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

/**
 * The form of an answer of an n8n that we started ourselves: nobody else can answer in its place, so the caller's knowledge of
 * that endpoint is enough, and only that there is an answer is checked.
 */
export const unchecked = <Answer>() => z.custom<Answer>((answer) => answer !== undefined);
