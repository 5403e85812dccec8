import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, LocalServer } from '../../scripts/stage/systems/local-server';
import { FakeCredentials } from './fake-credentials';
import { json, Refusal, type Reply } from './fake-reply';
import { FakeWorkflows } from './fake-workflows';

interface Asked {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly body: unknown;
	readonly headers: IncomingMessage['headers'];
}

/** What is answered instead, when something is answered instead; `hang`: nothing ever; `break`: the line goes dead. */
export type Trouble = Reply | 'hang' | 'break' | 'truncate' | 'drip';

/**
 * As much of n8n's public API as the command uses, in memory. That it answers as a real one does is shown by
 * test/n8n/icrm-command.test.ts, which asks both the same.
 */
export class FakeN8n extends LocalServer {
	apiKey = 'a-key-that-is-right';
	version = '2.40.5';
	hasPack = true;
	scopes: readonly string[] = SCOPES;
	/** Under which n8n stands: `/n8n`. */
	basePath = '';
	readonly workflows = new FakeWorkflows();
	readonly credentials = new FakeCredentials();
	readonly tags: { id: string; name: string; createdAt: string; updatedAt: string }[] = [];
	readonly asked: Asked[] = [];
	trouble: (asked: Asked) => Trouble | undefined = () => undefined;

	get url(): string {
		return `${this.origin}${this.basePath}`;
	}

	/** Everything that was asked for and would change something, as `POST /workflows`. */
	get writes(): string[] {
		return this.asked
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
	}

	protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const text = await bodyOf(request);
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
		const asked: Asked = {
			method: request.method ?? 'GET',
			path: pathname.replace(this.basePath, ''),
			query: searchParams,
			body: text === '' ? undefined : (JSON.parse(text) as unknown),
			headers: request.headers,
		};
		this.asked.push(asked);
		const trouble = pathname.startsWith(this.basePath) ? this.trouble(asked) : NOT_FOUND;
		send(trouble ?? this.answer(asked), response);
	}

	private answer(asked: Asked): Reply {
		const { method, path, headers } = asked;
		if (method === 'GET' && path === '/') return { status: 200, text: this.page() };
		if (headers['x-n8n-api-key'] !== this.apiKey) return json({ message: 'Unauthorized' }, 401);
		try {
			return json(this.route(asked), `${method} ${path}` === 'POST /api/v1/tags' ? 201 : 200);
		} catch (error) {
			if (error instanceof Refusal) return json({ message: error.message }, error.status);
			throw error;
		}
	}

	private route({ method, path, query, body }: Asked): unknown {
		const [, , , area = '', id = '', part = ''] = path.split('/');
		const page = (rows: readonly unknown[]) => paged(rows, query);
		switch (`${method} ${area}${id ? '/id' : ''}${part ? `/${part}` : ''}`) {
			case 'GET discover':
				return { data: { scopes: this.scopes, resources: {}, filters: {}, specUrl: '' } };
			case 'GET workflows':
				return page(this.workflows.list(query.get('name') ?? undefined));
			case 'POST workflows':
				return this.workflows.create(body);
			case 'PUT workflows/id':
				return this.workflows.update(id, body);
			case 'PUT workflows/id/tags':
				return this.workflows.tag(id, body, this.tags);
			case 'POST workflows/id/publish':
				return this.workflows.publish(id);
			case 'GET tags':
				return page(this.tags);
			case 'POST tags':
				return this.createTag((body as { name: string }).name);
			case 'GET credentials':
				return page(this.credentials.rows);
			case 'POST credentials':
				return this.credentials.create(body);
			case 'PATCH credentials/id':
				return this.credentials.update(id, body);
		}
		if (
			method === 'GET' &&
			area === 'credentials' &&
			id === 'schema' &&
			(part !== 'icrmStoreApi' || this.hasPack)
		)
			return this.credentials.schema(part);
		throw new Refusal('not found', 404);
	}

	private createTag(name: string) {
		if (this.tags.some((tag) => tag.name === name)) throw new Refusal('Tag already exists', 409);
		const at = new Date().toISOString();
		const tag = { id: `tag${this.tags.length}`, name, createdAt: at, updatedAt: at };
		this.tags.push(tag);
		return tag;
	}

	/** The start of the editor's page: where the version stands. */
	private page(): string {
		const config = Buffer.from(JSON.stringify({ dsn: '', release: `n8n@${this.version}` })).toString(
			'base64',
		);
		return `<!DOCTYPE html><html><head><meta name="n8n:config:sentry" content="${config}"></head></html>`;
	}
}

const SCOPES = [
	...['workflow:list', 'workflow:create', 'workflow:update', 'workflow:activate', 'workflowTags:update'],
	...['tag:list', 'tag:create', 'credential:list', 'credential:create', 'credential:update'],
];
const NOT_FOUND: Reply = { status: 404, text: 'not here' };

function paged(rows: readonly unknown[], query: URLSearchParams) {
	const from = Number(query.get('cursor') ?? 0);
	const to = from + Number(query.get('limit') ?? 100);
	return { data: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null };
}

function send(reply: Trouble, response: ServerResponse): void {
	if (reply === 'hang') return;
	if (reply === 'break') return void response.destroy();
	if (reply === 'truncate') return void response.end('{"data":[{"id":"x"');
	if (reply === 'drip') {
		const drip = setInterval(() => response.write(' '), 50);
		response.on('close', () => clearInterval(drip));
		return;
	}
	response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.text);
}
