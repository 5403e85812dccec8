import { z } from 'zod';

/** The note that every template begins with. */
export const FIRST_NOTE = 'Start here';

/** Nothing else: n8n's public API refuses a node with a key it does not know, and would do so in the middle of an import. */
const node = z
	.object({
		id: z.string().min(1),
		name: z.string().min(1),
		type: z.string().min(1),
		typeVersion: z.number(),
		position: z.array(z.number()).length(2),
		parameters: z.record(z.unknown()),
		credentials: z.record(z.object({ id: z.string(), name: z.string().min(1) })).optional(),
		webhookId: z.string().optional(),
		disabled: z.boolean().optional(),
		notes: z.string().optional(),
		notesInFlow: z.boolean().optional(),
		executeOnce: z.boolean().optional(),
		alwaysOutputData: z.boolean().optional(),
		retryOnFail: z.boolean().optional(),
		maxTries: z.number().optional(),
		waitBetweenTries: z.number().optional(),
		continueOnFail: z.boolean().optional(),
		onError: z.string().optional(),
	})
	.strict();
/** Anything else at the top, as n8n's own export writes it, is left out. */
export const templateSchema = z.object({
	name: z.string().min(1),
	nodes: z.array(node).min(1),
	connections: z.record(z.record(z.array(z.array(z.object({ node: z.string() }).passthrough()).nullable()))),
	settings: z.record(z.unknown()).default({}),
});

export interface Template {
	/** The file's name without `.json`. */
	readonly key: string;
	readonly name: string;
	readonly nodes: readonly z.output<typeof node>[];
	readonly connections: z.output<typeof templateSchema>['connections'];
	readonly settings: Readonly<Record<string, unknown>>;
}

/** Whether a workflow runs by itself, so that there is something to publish; otherwise it is started by hand. */
export const startsOfItself = ({ nodes }: Pick<Template, 'nodes'>): boolean =>
	nodes.some(({ type }) => /(Trigger|\.webhook)$/.test(type) && !type.endsWith('.manualTrigger'));

export const firstNoteOf = ({ nodes }: Pick<Template, 'nodes'>) =>
	nodes.find(({ name }) => name === FIRST_NOTE);

/** The one name a template has everywhere: here in n8n's list of workflows without the pack's mark. */
export const titleOf = ({ name }: Pick<Template, 'name'>): string => name.replace(/^ICRM: /, '');
