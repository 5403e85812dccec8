import type { N8nClient } from '../n8n/client';
import { allWanted } from '../templates/needed-credentials';
import type { Template } from '../templates/template';
import { Credentials, type Choice } from './choose-credentials';
import type { Given } from './credentials-file';
import { importOne, type Imported, type Outcome } from './import-one';
import { markIn } from './mark';
import { planFor, type Plan } from './plan';
import { Tag } from './tag';

export interface ImportOptions {
	readonly dryRun?: boolean;
	/** Overwrites what the admin changed. */
	readonly force?: boolean;
	/** Publishes what starts by itself and has all its credentials. */
	readonly publish?: boolean;
	/** The tag every imported workflow gets. */
	readonly tag?: string;
	readonly credentials?: Given;
	readonly progress?: (line: string) => void;
}

export interface ImportReport {
	readonly templates: readonly Imported[];
	readonly credentials: readonly Choice[];
}

/**
 * Puts templates into n8n: creates what is not there, brings up to date what it made before, and leaves alone what the admin
 * changed. Recognised by the ids of its nodes, whatever it is called by now. Done twice, the second time writes nothing; broken
 * off and done again, the rest follows.
 *
 * @throws Failure before any workflow is written; what fails while writing is reported for each template
 */
export async function importAll(
	client: N8nClient,
	templates: readonly Template[],
	options: ImportOptions = {},
): Promise<ImportReport> {
	const { dryRun = false, force = false, publish = false, progress = () => {} } = options;
	const workflows = await client.workflows();
	const marked = new Map(workflows.flatMap(({ nodes }) => [...(markIn(nodes)?.empty ?? [])]));
	const credentials = await Credentials.open(client, marked, options.credentials ?? {}, dryRun);
	await credentials.fillFromFile(allWanted(templates));
	const setup = { client, credentials, tag: new Tag(client, options.tag ?? 'icrm'), dryRun, publish };
	const rows: Imported[] = [];
	let isOver = false;
	for (const template of templates) {
		const plan = planFor(template, workflows, force);
		const outcome: Outcome = isOver ? skipped(template, plan) : await importOne(setup, template, plan);
		isOver = outcome.isOver;
		rows.push(outcome.row);
		progress(`${rows.length}/${templates.length} ${template.key}: ${wordsFor(outcome.row)}`);
	}
	return { templates: rows, credentials: credentials.choices };
}

const skipped = (template: Template, plan: Plan): Outcome => ({
	row: {
		template: template.key,
		action: 'skipped',
		workflowId: plan.action === 'created' ? null : plan.workflow.id,
		published: plan.action === 'created' ? false : plan.workflow.active,
		notes: ['Not tried: n8n was gone.'],
	},
	isOver: true,
});

const wordsFor = ({ action, published }: Imported): string => (published ? `${action}, published` : action);
