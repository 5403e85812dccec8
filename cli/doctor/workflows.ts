import { markIn } from '../import/mark';
import type { N8nCredential, N8nWorkflow } from '../n8n/types';
import { isOurs, STORE } from '../templates/needed-credentials';
import type { Finding } from './finding';

const inUse = (workflows: readonly N8nWorkflow[]) => workflows.filter(({ isArchived }) => !isArchived);
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** Whether anybody listens: without a published trigger nothing falls due. */
export function listeners(workflows: readonly N8nWorkflow[]): Finding {
	const about = 'workflows';
	const listening = inUse(workflows).filter(({ nodes }) =>
		nodes.some((node) => isOurs(node) && node.type.endsWith('Trigger') && !node.disabled),
	);
	const published = listening.filter(({ active }) => active);
	const rest = listening.filter(({ active }) => !active).map(({ name }) => name);
	if (published.length === 0)
		return {
			about,
			state: 'fault',
			says: 'No workflow with an ICRM trigger is published: nothing is noticed when it is late',
			todo: "Publish one, for example the template 'ICRM: Escalate an SLA breach by email'.",
		};
	const says = `${published.length} with an ICRM trigger published`;
	if (rest.length === 0) return { about, state: 'ok', says };
	return {
		about,
		state: 'warning',
		says: `${says}, not published: ${list(rest)}`,
		todo: 'Publish them if they are to do something, archive them if not.',
	};
}

/** Credentials that an import created empty and that nobody has filled in since. */
export function emptyCredentials(
	workflows: readonly N8nWorkflow[],
	credentials: readonly N8nCredential[],
): Finding[] {
	const marks = inUse(workflows).flatMap(({ nodes }) => [...(markIn(nodes)?.empty ?? [])]);
	const marked = new Map(marks);
	const empty = credentials.filter(({ id, updatedAt }) => marked.get(id) === updatedAt);
	if (empty.length === 0) return [];
	return [
		{
			about: 'credentials',
			state: 'warning',
			says: `Still empty as the import created them: ${list(empty.map(({ name }) => name))}`,
			todo: 'Fill them in under Credentials, or import again with --credentials FILE.',
		},
	];
}

/** The store credentials that ICRM nodes use, by name; '' stands for none, which is the embedded store. */
export const storesOf = (workflows: readonly N8nWorkflow[]): string[] => [
	...new Set(
		inUse(workflows)
			.flatMap(({ nodes }) => nodes)
			.filter((node) => isOurs(node) && !node.disabled)
			.map(({ credentials }) => credentials?.[STORE]?.name ?? ''),
	),
];
