import { z } from 'zod';

/**
 * What n8n's public API answers with, as far as it is looked at here: checked, because something else may answer in its place;
 * and no more than that, because workflows of other people may be old and odd. What is not looked at is passed through.
 */

const reference = z.object({ id: z.string(), name: z.string() }).passthrough();

const node = z
	.object({
		// Missing in workflows from before n8n gave ids.
		id: z.string().default(''),
		name: z.string(),
		type: z.string(),
		notes: z.string().nullish(),
		webhookId: z.string().nullish(),
		disabled: z.boolean().nullish(),
		position: z.unknown(),
		credentials: z.record(z.object({ id: z.string().nullish(), name: z.string() }).passthrough()).nullish(),
	})
	.passthrough();

const content = { nodes: z.array(node), connections: z.record(z.unknown()) };

export const workflowSchema = z
	.object({
		...content,
		id: z.string(),
		name: z.string(),
		active: z.boolean(),
		/** Of the triggers that run since it was published; 0 until they have started. Missing in an older n8n. */
		triggerCount: z.number().nullish(),
		isArchived: z.boolean().nullish(),
		createdAt: z.string(),
		versionId: z.string().nullish(),
		activeVersionId: z.string().nullish(),
		/** What runs, while `nodes` and `connections` are what is being edited. */
		activeVersion: z.object(content).passthrough().nullish(),
		settings: z.record(z.unknown()).nullish(),
		/** Missing where n8n's tags are switched off. */
		tags: z.array(reference).nullish(),
	})
	.passthrough();

export const credentialSchema = reference.extend({ type: z.string(), updatedAt: z.string() });
export const tagSchema = reference;
export const scopesSchema = z.object({ data: z.object({ scopes: z.array(z.string()) }) });
/** For answers of which only that they came is of interest. */
export const anything = z.unknown().refine((answer) => answer !== undefined);

export type N8nNode = z.output<typeof node>;
export type N8nWorkflow = z.output<typeof workflowSchema>;
export type N8nCredential = z.output<typeof credentialSchema>;
