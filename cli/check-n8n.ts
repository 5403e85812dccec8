import { EXIT, Failure } from './failure';
import type { N8nClient } from './n8n-client';

/** What a key needs for all of this. */
const SCOPES = [
	'workflow:list',
	'workflow:create',
	'workflow:update',
	'workflowTags:update',
	'tag:list',
	'tag:create',
	'credential:list',
	'credential:create',
];
const OLDEST = [2, 40] as const;

/**
 * Looks before anything is written whether this n8n will take the templates.
 * @throws Failure with exit code 3
 */
export async function checkN8n(client: N8nClient, publish = false): Promise<string> {
	const version = await client.version();
	if (version !== undefined && isOlder(version))
		throw new Failure(
			`This n8n is ${version}; the templates need ${OLDEST.join('.')} or newer`,
			'Update n8n, then run this again.',
			EXIT.noN8n,
		);
	const scopes = await client.scopes();
	const missing = [...SCOPES, ...(publish ? ['workflow:activate'] : [])].filter(
		(scope) => !scopes.includes(scope),
	);
	if (missing.length > 0)
		throw new Failure(
			`The API key lacks the scopes ${missing.join(', ')}`,
			'Make a key with them under Settings → n8n API.',
			EXIT.noN8n,
		);
	if (await client.hasPack()) return version ?? 'unknown';
	throw new Failure(
		'The ICRM nodes are not installed in this n8n',
		'Install n8n-nodes-icrm under Settings → Community nodes, restart n8n if asked to, then run this again.',
		EXIT.noN8n,
	);
}

export function isOlder(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
