import type { N8nWorkflow } from '../n8n/types';
import { missingAt, wantedBy, nodeIn, STORE, type Need } from '../templates/needed-credentials';
import type { Template } from '../templates/template';
import type { Credentials } from './choose-credentials';

/** Names of the credentials that are not there or not filled in yet: before they are, publishing would only fail. */
export async function waitingFor(
	template: Template,
	present: N8nWorkflow | undefined,
	credentials: Credentials,
): Promise<readonly string[]> {
	const names: string[] = [];
	for (const node of template.nodes) {
		const made = nodeIn(present, node);
		if (made?.disabled ?? node.disabled) continue;
		for (const need of wantedBy(node)) {
			const own = made?.credentials?.[need.type];
			const isReady = own
				? credentials.isReady(need.type, own)
				: (present && need.type === STORE) || (await isChosen(need, credentials));
			if (!isReady) names.push(own?.name ?? need.name);
		}
	}
	return [...new Set(names)];
}

async function isChosen(need: Need, credentials: Credentials): Promise<boolean> {
	const choice = await credentials.choose(need);
	// The embedded store needs none.
	return choice === undefined || choice.how === 'found' || choice.how === 'created';
}

/** Whether a workflow lacks a credential that there is one for by now. */
export async function canBeCompleted(
	template: Template,
	present: N8nWorkflow,
	credentials: Credentials,
): Promise<boolean> {
	for (const need of template.nodes.flatMap((node) => missingAt(node, present))) {
		const how = (await credentials.choose(need))?.how;
		if (how === 'found' || how === 'created' || how === 'empty') return true;
	}
	return false;
}

/** Reports those of its credentials that are empty, and touches nothing. */
export function remindOf({ nodes }: N8nWorkflow, credentials: Credentials): void {
	for (const node of nodes)
		for (const [type, own] of Object.entries(node.credentials ?? {})) credentials.isReady(type, own);
}
