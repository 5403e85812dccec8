import { checkN8n, DOCTOR_SCOPES } from '../n8n/check-n8n';
import type { N8nClient } from '../n8n/client';
import { asFailure } from '../output/failure';
import type { Finding } from './finding';
import { emptyCredentials, listeners, storesOf } from './workflows';

export interface N8nFindings {
	readonly findings: readonly Finding[];
	/** Names of the store credentials the ICRM nodes use, '' for none; undefined where that cannot be seen. */
	readonly storesInUse?: readonly string[];
}

/** n8n itself, and what of ours runs in it. */
export async function lookAtN8n(client: N8nClient, hasKey: boolean): Promise<N8nFindings> {
	const findings: Finding[] = [];
	try {
		if (!hasKey) return { findings: [answers(client, await client.version()), WITHOUT_KEY] };
		findings.push(answers(client, await checkN8n(client, DOCTOR_SCOPES)));
		const workflows = await client.workflows();
		const credentials = await client.credentials();
		const stores = storesOf(workflows);
		findings.push(listeners(workflows), ...emptyCredentials(workflows, credentials));
		return { findings, storesInUse: stores };
	} catch (error) {
		const { message, hint } = asFailure(error);
		return { findings: [...findings, { about: 'n8n', state: 'fault', says: message, todo: hint }] };
	}
}

const answers = ({ address }: N8nClient, version: string | undefined): Finding =>
	version === undefined
		? {
				about: 'n8n',
				state: 'warning',
				says: `Something answers at ${address}, but does not say that it is n8n`,
				todo: 'Check the address given with --url or N8N_URL.',
			}
		: { about: 'n8n', state: 'ok', says: `Version ${version} answers at ${address}` };

const WITHOUT_KEY: Finding = {
	about: 'workflows',
	state: 'warning',
	says: 'Without an API key the workflows cannot be looked at',
	todo: 'Make one under Settings → n8n API, and give it in N8N_API_KEY or with --api-key.',
};
