import axios from 'axios';
import { poll } from '../../scripts/stage/util/poll';

type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; data: unknown }>;

/**
 * Asks the real n8n and the fake one the same, and says where the fake answers otherwise: another status, a key that the real
 * answer lacks, or a value of another type. The real one may say more.
 */
export async function askBoth(real: string, fake: string, apiKey: string): Promise<string[]> {
	const [told, feigned] = [await story(asking(real, apiKey)), await story(asking(fake, apiKey))];
	return [...feigned].flatMap(([what, answer]) => differences(what, told.get(what), answer));
}

const asking =
	(url: string, apiKey: string): Ask =>
	async (method, path, data) => {
		const answer = await axios.request<unknown>({
			...{ method, url: `${url}${path}`, data, proxy: false, validateStatus: () => true },
			headers: { 'X-N8N-API-KEY': apiKey },
		});
		return { status: answer.status, data: answer.data };
	};

/** All that the command asks for, well and badly; afterwards nothing of it is left in the real n8n. */
async function story(ask: Ask): Promise<Map<string, unknown>> {
	const answers = new Map<string, unknown>();
	const tell = async (what: string, ...call: Parameters<Ask>) => {
		const answer = await ask(...call);
		answers.set(what, answer);
		return answer.data as { id: string };
	};
	const trigger = { id: 'a', name: 'T', type: 'n8n-nodes-base.scheduleTrigger', typeVersion: 1.2 };
	const node = { ...trigger, position: [0, 0], parameters: { rule: { interval: [{ field: 'hours' }] } } };
	const body = { name: 'Shape', nodes: [node], connections: {}, settings: { executionOrder: 'v1' } };
	await tell('scopes', 'GET', '/api/v1/discover');
	const { id } = await tell('create', 'POST', '/api/v1/workflows', body);
	const odd = { ...body, nodes: [{ ...node, colour: 'red' }] };
	await tell('create with a stray key', 'POST', '/api/v1/workflows', odd);
	const moved = { ...body, nodes: [{ ...node, position: [1, 1] }] };
	await tell('update', 'PUT', `/api/v1/workflows/${id}`, moved);
	await tell('update nothing', 'PUT', '/api/v1/workflows/none', body);
	await tell('publish', 'POST', `/api/v1/workflows/${id}/publish`, {});
	await tell('workflows of a name', 'GET', '/api/v1/workflows?name=Shape&excludePinnedData=true&limit=100');
	await tell('workflows of another name', 'GET', '/api/v1/workflows?name=Nothing&limit=100');
	await tell('update what is published', 'PUT', `/api/v1/workflows/${id}`, body);
	const tag = await tell('tag', 'POST', '/api/v1/tags', { name: 'shape' });
	await tell('the same tag', 'POST', '/api/v1/tags', { name: 'shape' });
	await tell('tags', 'GET', '/api/v1/tags?limit=100');
	await tell('tagged', 'PUT', `/api/v1/workflows/${id}/tags`, [{ id: tag.id }]);
	await tell('tagged with nothing', 'PUT', `/api/v1/workflows/${id}/tags`, [{ id: 'none' }]);
	await tell('workflows', 'GET', '/api/v1/workflows?limit=100&excludePinnedData=true');
	const smtp = { name: 'Shape', type: 'smtp', data: { host: 'x' } };
	const credential = await tell('credential', 'POST', '/api/v1/credentials', smtp);
	await tell('credential of no type', 'POST', '/api/v1/credentials', { ...smtp, type: 'none' });
	await tell('credential with a stray field', 'POST', '/api/v1/credentials', {
		...smtp,
		data: { hots: 'x' },
	});
	await tell('filled in', 'PATCH', `/api/v1/credentials/${credential.id}`, { data: { host: 'y' } });
	await tell('filled in nothing', 'PATCH', '/api/v1/credentials/none', { data: { host: 'y' } });
	await tell('credentials', 'GET', '/api/v1/credentials?limit=100');
	for (const type of ['smtp', 'httpHeaderAuth', 'ldap', 'icrmStoreApi', 'none'])
		await tell(`schema of ${type}`, 'GET', `/api/v1/credentials/schema/${type}`);
	await ask('POST', `/api/v1/workflows/${id}/unpublish`, {});
	await ask('POST', `/api/v1/workflows/${id}/archive`, {});
	// n8n is still unpublishing it for a while, and says 409.
	await poll(
		async () => ((await ask('DELETE', `/api/v1/workflows/${id}`)).status === 409 ? undefined : true),
		{
			timeoutMs: 30_000,
			what: 'the workflow to be deleted',
		},
	);
	await ask('DELETE', `/api/v1/tags/${tag.id}`);
	await ask('DELETE', `/api/v1/credentials/${credential.id}`);
	return answers;
}

function differences(path: string, real: unknown, fake: unknown): string[] {
	if (
		typeof real !== typeof fake ||
		(real === null) !== (fake === null) ||
		Array.isArray(real) !== Array.isArray(fake)
	)
		return [`${path}: ${JSON.stringify(fake)} instead of ${JSON.stringify(real)?.slice(0, 200)}`];
	if (Array.isArray(real) && Array.isArray(fake))
		return path.endsWith('scopes')
			? fake.filter((one) => !real.includes(one)).map((one) => `${path}: ${String(one)}`)
			: fake.slice(0, 1).flatMap((one: unknown) => differences(`${path}[0]`, real[0], one));
	if (typeof fake === 'object' && fake !== null)
		return Object.entries(fake).flatMap(([key, value]) =>
			differences(`${path}.${key}`, (real as Record<string, unknown>)[key], value),
		);
	return /\.(status|active|isArchived|type)$/.test(path) && real !== fake
		? [`${path}: ${String(fake)} instead of ${String(real)}`]
		: [];
}
