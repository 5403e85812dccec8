import type { N8nWorkflow } from '../n8n/types';
import { firstNoteOf, type Template } from '../templates/template';
import { fingerprintOf } from './fingerprint';
import { markIn } from './mark';

/** What is to become of a template in this n8n. */
export type Plan =
	| { readonly action: 'created' }
	| { readonly action: 'updated' | 'unchanged'; readonly workflow: N8nWorkflow }
	| { readonly action: 'kept'; readonly workflow: N8nWorkflow; readonly why: string };

export function planFor(template: Template, workflows: readonly N8nWorkflow[], force: boolean): Plan {
	const workflow = madeBefore(workflows, template);
	if (!workflow) return { action: 'created' };
	if (workflow.isArchived)
		return {
			action: 'kept',
			workflow,
			why: 'You archived it, so it stays archived. Unarchive or delete it in n8n to have it back.',
		};
	const wanted = fingerprintOf(template);
	const versions = versionsOf(workflow);
	if (versions.every(({ fingerprint }) => fingerprint === wanted)) return { action: 'unchanged', workflow };
	const isUntouched = versions.every(
		({ fingerprint, imported }) => fingerprint === wanted || fingerprint === imported,
	);
	if (isUntouched || force) return { action: 'updated', workflow };
	return {
		action: 'kept',
		workflow,
		why: `You changed it, so it stays as it is; ${waysOn(versions, wanted)}.`,
	};
}

function waysOn(versions: readonly { readonly imported?: string | undefined }[], wanted: string): string {
	if (versions.some(({ imported }) => imported === wanted)) return '--force puts back what was imported';
	return versions.some(({ imported }) => imported !== undefined)
		? 'the template is a newer one, and --force takes that'
		: '--force puts the template in its place';
}

/** What is being edited, and what runs meanwhile. An update that broke off, or waits for a review, has left the two apart. */
const versionsOf = ({ settings, active, activeVersion, ...draft }: N8nWorkflow) =>
	[draft, ...(active && activeVersion ? [activeVersion] : [])].map(({ nodes, connections }) => ({
		fingerprint: fingerprintOf({ nodes, connections, settings }),
		imported: markIn(nodes)?.fingerprint,
	}));

/**
 * The workflow that an import made of this template: it has its first note or, where that was deleted, most of its nodes. Of
 * several the oldest: a copy that the admin made is theirs.
 */
function madeBefore(workflows: readonly N8nWorkflow[], template: Template): N8nWorkflow | undefined {
	const note = firstNoteOf(template)?.id;
	const ids = new Set(template.nodes.map(({ id }) => id));
	const isMade = ({ nodes }: N8nWorkflow) =>
		nodes.some(({ id }) => id === note) || 2 * nodes.filter(({ id }) => ids.has(id)).length > ids.size;
	const isOthers = ({ nodes }: N8nWorkflow) => (markIn(nodes)?.key ?? template.key) !== template.key;
	return workflows
		.filter((workflow) => isMade(workflow) && !isOthers(workflow))
		.sort(
			(a, b) =>
				Number(a.isArchived ?? false) - Number(b.isArchived ?? false) ||
				Date.parse(a.createdAt) - Date.parse(b.createdAt),
		)[0];
}
