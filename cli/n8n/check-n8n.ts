import { EXIT, Failure } from '../output/failure';
import type { N8nClient } from './client';

/** What a key needs for an import. Updating a workflow that is published publishes the new version, hence `workflow:activate`. */
export const IMPORT_SCOPES = [
	'workflow:list',
	'workflow:create',
	'workflow:update',
	'workflow:activate',
	'workflowTags:update',
	'tag:list',
	'tag:create',
	'credential:list',
	'credential:create',
	'credential:update',
];
/** What a key needs for the doctor, who only looks. */
export const DOCTOR_SCOPES = ['workflow:list', 'credential:list'];
/** The oldest n8n that the templates work in. */
export const OLDEST_N8N = '2.40';

/**
 * Looks before anything is written whether this n8n will do.
 * @returns its version, as far as it says so
 * @throws Failure with exit code 3
 */
export async function checkN8n(client: N8nClient, scopes: readonly string[]): Promise<string> {
	const version = await client.version();
	if (version !== undefined && isOlder(version))
		throw new Failure(
			`This n8n is ${version}; the templates need ${OLDEST_N8N} or newer`,
			'Update n8n, then run this again.',
			EXIT.noN8n,
		);
	const granted = await client.scopes();
	const missing = scopes.filter((scope) => !granted.includes(scope));
	if (missing.length > 0)
		throw new Failure(
			`The API key lacks the scopes ${missing.join(', ')}`,
			'Make a key with them under Settings → n8n API. Those of credentials are for owners and admins only.',
			EXIT.noN8n,
		);
	// The credential type of the pack is known where the pack is installed.
	if ((await client.credentialSchema('icrmStoreApi')) !== undefined) return version ?? 'of unknown version';
	throw new Failure(
		'The ICRM nodes are not installed in this n8n',
		'Install n8n-nodes-icrm under Settings → Community nodes, restart n8n if asked to, then run this again.',
		EXIT.noN8n,
	);
}

export function isOlder(version: string): boolean {
	const [major, minor] = majorAndMinor(version);
	const [oldestMajor, oldestMinor] = majorAndMinor(OLDEST_N8N);
	return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

function majorAndMinor(version: string): [major: number, minor: number] {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return [major, minor];
}
