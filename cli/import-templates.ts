import { chooseCredentials, wantedBy, type Choice, type Given } from './credentials';
import { Failure } from './failure';
import { fingerprintOf, markOf, markText } from './fingerprint';
import type { N8nClient, N8nWorkflow } from './n8n-client';
import { FIRST_NOTE, startsOfItself, type Template } from './template-files';

export interface ImportOptions {
	readonly dryRun?: boolean;
	/** Overwrites what the admin changed. */
	readonly force?: boolean;
	readonly publish?: boolean;
	/** The tag every imported workflow gets. */
	readonly tag?: string;
	readonly credentials?: Given;
	readonly progress?: (line: string) => void;
}

export interface Imported {
	readonly template: string;
	/** `kept`: the admin changed it, so it was left alone. */
	readonly action: 'created' | 'updated' | 'unchanged' | 'kept' | 'failed';
	readonly workflowId: string | null;
	readonly published: boolean;
	/** What the admin is to know or to do. */
	readonly notes: readonly string[];
}

export interface ImportReport {
	readonly templates: readonly Imported[];
	readonly credentials: readonly Choice[];
}

/** Settings that are the admin's once the workflow is there. */
const OWN_SETTINGS = ['timezone', 'errorWorkflow', 'executionTimeout', 'executionOrder', 'callerPolicy'];

/**
 * Puts templates into n8n: creates what is not there, brings up to date what it made before, and leaves alone what the admin
 * changed. Recognised by the id of its first note, whatever it is called by now. Done twice, the second time writes nothing.
 *
 * @throws Failure before anything is written; what fails while writing is told of each template
 */
export async function importTemplates(
	client: N8nClient,
	templates: readonly Template[],
	options: ImportOptions = {},
): Promise<ImportReport> {
	const workflows = await client.all<N8nWorkflow>('/api/v1/workflows');
	const choices = await chooseCredentials(
		client,
		templates,
		options.credentials ?? {},
		options.dryRun ?? false,
	);
	const tagId = await lateTag(client, options.tag ?? 'icrm');
	const imported: Imported[] = [];
	for (const template of templates) {
		options.progress?.(`${template.key} …`);
		imported.push(await importOne({ client, workflows, choices, tagId, options }, template));
	}
	return { templates: imported, credentials: [...choices.values()] };
}

interface Scene {
	readonly client: N8nClient;
	readonly workflows: readonly N8nWorkflow[];
	readonly choices: ReadonlyMap<string, Choice>;
	readonly tagId: () => Promise<string>;
	readonly options: ImportOptions;
}

async function importOne(scene: Scene, template: Template): Promise<Imported> {
	const present = madeBefore(scene.workflows, template);
	const plan = present ? planFor(template, present, scene.options.force ?? false) : 'created';
	const notes = plan === 'kept' ? ['You changed it, so it stays as it is; --force overwrites it.'] : [];
	const result = (more: Partial<Imported>): Imported => ({
		template: template.key,
		action: plan,
		workflowId: present?.id ?? null,
		published: present?.active ?? false,
		notes,
		...more,
	});
	if (scene.options.dryRun) return result({});
	let id = present?.id ?? null;
	try {
		id = await write(scene, template, plan, present);
		if (present?.active || !scene.options.publish || plan === 'kept' || !startsOfItself(template))
			return result({ workflowId: id });
		const waits = scene.choices.size > 0 ? unfilled(scene, template) : [];
		if (waits.length > 0)
			return result({
				workflowId: id,
				notes: [...notes, `Not published: fill in ${waits.join(', ')} first.`],
			});
		await scene.client.ask('POST', `/api/v1/workflows/${id}/publish`, {});
		return result({ workflowId: id, published: true });
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return result({ action: 'failed', workflowId: id, notes: [error.message, error.hint] });
	}
}

const firstNote = (nodes: readonly { readonly name: string; readonly id: string }[]) =>
	nodes.find(({ name }) => name === FIRST_NOTE)?.id;

/** The oldest workflow that has our first note: a copy the admin made of it is theirs. */
function madeBefore(workflows: readonly N8nWorkflow[], template: Template): N8nWorkflow | undefined {
	const id = firstNote(template.nodes);
	return workflows
		.filter((workflow) => !workflow.isArchived && workflow.nodes.some((node) => node.id === id))
		.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0];
}

function planFor(
	template: Template,
	workflow: N8nWorkflow,
	force: boolean,
): 'updated' | 'unchanged' | 'kept' {
	const now = fingerprintOf(workflow);
	const wanted = fingerprintOf(template);
	if (now === wanted) return 'unchanged';
	const id = firstNote(template.nodes);
	const mark = markOf(workflow.nodes.find((node) => node.id === id));
	return force || mark?.fingerprint === now ? 'updated' : 'kept';
}

async function write(
	{ client, choices, tagId }: Scene,
	template: Template,
	plan: Imported['action'],
	present: N8nWorkflow | undefined,
): Promise<string> {
	if (present && plan !== 'updated') return present.id;
	const body = {
		name: present?.name ?? template.name,
		nodes: template.nodes.map((node) => dressed(template, node, choices, present)),
		connections: template.connections,
		settings: { ...template.settings, ...ownSettings(present) },
	};
	if (present) {
		await client.ask('PUT', `/api/v1/workflows/${present.id}`, body);
		return present.id;
	}
	const { id } = await client.ask<N8nWorkflow>('POST', '/api/v1/workflows', body);
	await client.ask('PUT', `/api/v1/workflows/${id}/tags`, [{ id: await tagId() }]);
	return id;
}

/** A node of the template with what is not the template's: credentials, the mark, and where the admin put it. */
function dressed(
	template: Template,
	node: Template['nodes'][number],
	choices: ReadonlyMap<string, Choice>,
	present: N8nWorkflow | undefined,
) {
	const before = present?.nodes.find(({ id }) => id === node.id);
	const chosen = wantedBy(node).flatMap(({ type, name }) => {
		const own = before?.credentials?.[type];
		const choice = choices.get(`${type} ${name}`);
		if (own) return [[type, own] as const];
		return choice?.id === undefined ? [] : [[type, { id: choice.id, name: choice.name }] as const];
	});
	const { credentials: _placeholders, ...rest } = node;
	return {
		...rest,
		...(before
			? { position: before.position, ...(before.webhookId ? { webhookId: before.webhookId } : {}) }
			: {}),
		...(chosen.length > 0 ? { credentials: Object.fromEntries(chosen) } : {}),
		...(node.name === FIRST_NOTE
			? { notes: markText({ key: template.key, fingerprint: fingerprintOf(template) }) }
			: {}),
	};
}

const ownSettings = (present: N8nWorkflow | undefined) =>
	Object.fromEntries(Object.entries(present?.settings ?? {}).filter(([key]) => OWN_SETTINGS.includes(key)));

/** Credentials of this template that nobody has filled in yet. */
function unfilled({ choices }: Scene, template: Template): string[] {
	const names = template.nodes.flatMap(wantedBy).flatMap(({ type, name }) => {
		const choice = choices.get(`${type} ${name}`);
		return choice && choice.how !== 'found' && choice.how !== 'created' ? [`'${choice.name}'`] : [];
	});
	return [...new Set(names)];
}

/** The tag's id, found or created when the first workflow needs it. */
async function lateTag(client: N8nClient, name: string): Promise<() => Promise<string>> {
	let id: string | undefined;
	return async () => {
		type Tag = { readonly id: string; readonly name: string };
		id ??= (await client.all<Tag>('/api/v1/tags')).find((tag) => tag.name === name)?.id;
		id ??= (await client.ask<Tag>('POST', '/api/v1/tags', { name })).id;
		return id;
	};
}
