import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure } from './failure';

/** The shipped templates: `workflows/` beside this folder, in the sources as in the package. */
export const FOLDER = join(__dirname, '..', 'workflows');
/** The note that every template begins with. */
export const FIRST_NOTE = 'Start here';

const node = z
	.object({
		id: z.string().min(1),
		name: z.string().min(1),
		type: z.string().min(1),
		typeVersion: z.number(),
		position: z.array(z.number()).length(2),
		parameters: z.record(z.unknown()),
		credentials: z.record(z.object({ id: z.string(), name: z.string().min(1) })).optional(),
	})
	.passthrough();
const schema = z
	.object({
		name: z.string().min(1),
		nodes: z.array(node).min(1),
		connections: z.record(z.unknown()),
		settings: z.record(z.unknown()).optional(),
	})
	.passthrough();

export interface Template {
	/** The file's name without `.json`. */
	readonly key: string;
	readonly name: string;
	readonly nodes: readonly z.output<typeof node>[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads templates, all or none.
 * @param keys file names without `.json`; none means all
 * @throws Failure that names file and place
 */
export function readTemplates(keys: readonly string[] = [], folder = FOLDER): Template[] {
	if (!existsSync(folder))
		throw new Failure(
			`There is no folder ${folder}`,
			'Install the package anew: its templates are missing.',
			EXIT.failed,
		);
	const known = readdirSync(folder)
		.filter((file) => file.endsWith('.json') && !file.startsWith('sample-'))
		.map((file) => file.replace(/\.json$/, ''))
		.sort();
	const unknown = keys.find((key) => !known.includes(key));
	if (unknown !== undefined)
		throw new Failure(`There is no template '${unknown}'`, `Templates are: ${known.join(', ')}.`, EXIT.usage);
	return (keys.length > 0 ? keys : known).map((key) => readTemplate(key, join(folder, `${key}.json`)));
}

function readTemplate(key: string, file: string): Template {
	const broken = (what: string) =>
		new Failure(
			`${file}: ${what}. No template was imported.`,
			'Correct the file, or install the package anew to have the shipped one back.',
			EXIT.failed,
		);
	let json: unknown;
	try {
		json = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw broken(`this is not JSON (${error instanceof Error ? error.message : String(error)})`);
	}
	const parsed = schema.safeParse(json);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw broken(`${issue?.path.join('.') || 'the whole'} is wrong (${issue?.message ?? 'unknown'})`);
	}
	const { name, nodes, connections, settings } = parsed.data;
	const names = new Set(nodes.map((one) => one.name));
	const stray = Object.keys(connections).find((from) => !names.has(from));
	if (stray !== undefined) throw broken(`connections.${stray} begins at a node that is not there`);
	const doubled = nodes.find((one, index) => nodes.findIndex(({ id }) => id === one.id) !== index);
	if (doubled) throw broken(`two nodes have the id ${doubled.id}`);
	if (!nodes.some((one) => one.name === FIRST_NOTE)) throw broken(`the note '${FIRST_NOTE}' is missing`);
	return { key, name, nodes, connections, settings };
}

/** Whether a workflow runs of itself, so that there is something to publish; otherwise it is started by hand. */
export const startsOfItself = ({ nodes }: Pick<Template, 'nodes'>): boolean =>
	nodes.some(({ type }) => /(Trigger|\.webhook)$/.test(type) && !type.endsWith('.manualTrigger'));

/** What the first note says, without its Chinese half: for a list. */
export function headlineOf({ nodes }: Template): string {
	const content = String(nodes.find(({ name }) => name === FIRST_NOTE)?.parameters.content ?? '');
	return content.split('\n')[0]?.replace(/^#+ */, '') ?? '';
}
