import type { N8nClient } from '../n8n/client';
import { workflowSchema, type N8nWorkflow } from '../n8n/types';
import { EXIT, Failure } from '../output/failure';
import { startsOfItself, type Template } from '../templates/template';
import type { Credentials } from './choose-credentials';
import { compose, type Body } from './compose';
import type { Plan } from './plan';
import type { Tag } from './tag';
import { isActive, untilActive } from './until-active';
import { canBeCompleted, remindOf, waitingFor } from './waiting';

const PATH = '/workflows';

export interface Imported {
	readonly template: string;
	/** `kept`: the admin changed it, so it was left alone. `skipped`: n8n was gone before its turn came. */
	readonly action: 'created' | 'updated' | 'unchanged' | 'kept' | 'failed' | 'skipped';
	readonly workflowId: string | null;
	readonly published: boolean;
	/** What the admin is to know or to do. */
	readonly notes: readonly string[];
}

/** What every template of one import has in common. */
export interface ImportSetup {
	readonly client: N8nClient;
	readonly credentials: Credentials;
	readonly tag: Tag;
	readonly dryRun: boolean;
	readonly publish: boolean;
}

/** How far it has come: what is reported when something fails. */
interface Progress {
	action: Imported['action'];
	workflowId: string | null;
	/** Said only of what is active. */
	published: boolean;
	readonly notes: string[];
	/** What is in place should the next step fail. */
	inPlace: string;
}

export interface Outcome {
	readonly row: Imported;
	/** n8n is gone: going on would only fail again. */
	readonly isOver: boolean;
}

export async function importOne(setup: ImportSetup, template: Template, plan: Plan): Promise<Outcome> {
	const present = plan.action === 'created' ? undefined : plan.workflow;
	const progress: Progress = {
		action: plan.action,
		workflowId: present?.id ?? null,
		published: present !== undefined && isActive(present),
		notes: [],
		inPlace: present ? 'It is as it was.' : 'Nothing of it is in n8n.',
	};
	const outcome = (isOver: boolean): Outcome => {
		const { inPlace: _inPlace, ...row } = progress;
		return { row: { template: template.key, ...row }, isOver };
	};
	try {
		if (plan.action === 'kept') keep(setup, template, plan, progress);
		else await carryOut(setup, template, plan, present, progress);
		return outcome(false);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		progress.action = 'failed';
		progress.notes.push(`${error.message}.`, progress.inPlace, error.hint);
		return outcome(error.exitCode === EXIT.noN8n);
	}
}

function keep(
	{ credentials, publish }: ImportSetup,
	template: Template,
	{ workflow, why }: Extract<Plan, { action: 'kept' }>,
	{ notes }: Progress,
): void {
	notes.push(why);
	if (workflow.isArchived) return;
	remindOf(workflow, credentials);
	if (publish && !workflow.active && startsOfItself(template))
		notes.push('Publish it in n8n when it is ready.');
}

async function carryOut(
	setup: ImportSetup,
	template: Template,
	{ action }: Plan,
	present: N8nWorkflow | undefined,
	progress: Progress,
): Promise<void> {
	const { credentials, tag, dryRun } = setup;
	const isTagged = present !== undefined && tag.isOn(present);
	const isIncomplete =
		action === 'unchanged' && present !== undefined && (await canBeCompleted(template, present, credentials));
	if (action === 'unchanged' && (isIncomplete || !isTagged)) {
		progress.action = 'updated';
		progress.notes.push(
			isIncomplete ? 'Its credentials were missing.' : `Its tag '${tag.name}' was missing.`,
		);
	}
	if (action !== 'unchanged' || isIncomplete) {
		if (!dryRun && !isTagged) await tag.prepare();
		const body = await compose(template, credentials, present);
		if (!dryRun) await write(setup.client, body, present, progress);
	}
	if (!isTagged && !dryRun) await putTag(tag, present, progress);
	await publishIfWanted(setup, template, present, progress);
}

async function write(
	client: N8nClient,
	body: Body,
	present: N8nWorkflow | undefined,
	progress: Progress,
): Promise<void> {
	const before = progress.inPlace;
	progress.inPlace = 'Whether it arrived, the next import finds out.';
	try {
		const made = present
			? await client.ask('PUT', `${PATH}/${present.id}`, workflowSchema, body)
			: await client.ask('POST', PATH, workflowSchema, body);
		progress.workflowId = made.id;
		progress.inPlace = 'The new version is in n8n, but not published.';
		// n8n publishes the new version of a published workflow with it; were it not to, the old one would go on running.
		progress.published = false;
		if (made.active && made.activeVersionId !== made.versionId) await client.publish(made.id);
		progress.inPlace = 'It is in n8n, without its tag.';
		if (made.active) await untilActive(client, made);
		progress.published = made.active;
	} catch (error) {
		const isRefused = error instanceof Failure && error.exitCode === EXIT.failed;
		if (isRefused && progress.workflowId === (present?.id ?? null)) progress.inPlace = before;
		throw error;
	}
}

async function putTag(tag: Tag, present: N8nWorkflow | undefined, progress: Progress): Promise<void> {
	if (progress.workflowId === null) return;
	const isThere = await tag.put(progress.workflowId, present?.tags);
	if (!isThere) progress.notes.push('It has no tag: tags are switched off in this n8n.');
}

async function publishIfWanted(
	{ client, credentials, dryRun, publish }: ImportSetup,
	template: Template,
	present: N8nWorkflow | undefined,
	progress: Progress,
): Promise<void> {
	const waits = await waitingFor(template, present, credentials);
	if (!publish || progress.published || !startsOfItself(template)) return;
	if (waits.length > 0) {
		progress.notes.push(`Not published yet: it needs ${waits.map((name) => `'${name}'`).join(', ')}.`);
		return;
	}
	progress.inPlace = 'It is in n8n, but not published.';
	if (!dryRun && progress.workflowId !== null) {
		await client.publish(progress.workflowId);
		progress.inPlace = 'It is in n8n, but not active.';
		await untilActive(client, { id: progress.workflowId, name: present?.name ?? template.name });
	}
	progress.published = true;
}
