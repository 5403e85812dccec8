import type { IncomingMessage, ServerResponse } from 'node:http';
import { N8nApi } from '../../scripts/stage/n8n/api';
import { OWNER } from '../../scripts/stage/n8n/editor-session';
import { bodyOf } from '../../scripts/stage/systems/local-server';
import { FakeN8n } from '../cli/fake-n8n';

/** The fake n8n of the command's tests, with as much of the editor's own API as a session begins with. */
class FakeEditor extends FakeN8n {
	hasOwner = false;
	/** `POST /rest/login`, with what was sent. */
	readonly session: { readonly call: string; readonly body: unknown }[] = [];
	publication = { status: 'published', triggers: [] as { errorMessage: string }[] };

	protected override async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (!request.url?.startsWith('/rest/')) return super.serve(request, response);
		const text = await bodyOf(request);
		const call = `${request.method} ${request.url}`;
		this.session.push({ call, body: text === '' ? undefined : JSON.parse(text) });
		const signsIn = ['POST /rest/owner/setup', 'POST /rest/login'].includes(call);
		const isSignedIn = request.headers.cookie === 'n8n-auth=the-owner';
		if (!signsIn && !isSignedIn && call !== 'GET /rest/settings') {
			response.writeHead(401).end('{"message":"Unauthorized"}');
			return;
		}
		response.setHeader('content-type', 'application/json');
		if (signsIn) response.setHeader('set-cookie', 'n8n-auth=the-owner; HttpOnly');
		response.end(JSON.stringify({ data: this.dataFor(call) }));
	}

	private dataFor(call: string): unknown {
		if (call.endsWith('/publication-status')) return this.publication;
		switch (call) {
			case 'GET /rest/settings':
				return { userManagement: { showSetupOnFirstLoad: !this.hasOwner } };
			case 'GET /rest/api-keys':
				return { items: [{ id: 'old', label: 'n8n-nodes-icrm' }] };
			case 'GET /rest/api-keys/scopes':
				return this.scopes;
			case 'POST /rest/api-keys':
				return { rawApiKey: this.apiKey };
			default:
				return {};
		}
	}
}

describe('an n8n of the stage', () => {
	let n8n: FakeEditor;
	beforeEach(async () => {
		n8n = new FakeEditor();
		await n8n.start();
	});
	afterEach(() => n8n.stop());

	it('is set up with an owner, once, and given an API key in place of the last one', async () => {
		const api = await N8nApi.connect(n8n.url);
		expect(n8n.session[1]).toEqual({ call: 'POST /rest/owner/setup', body: OWNER });
		expect(n8n.session.map(({ call }) => call)).toContain('DELETE /rest/api-keys/old');
		expect(api.apiKey).toBe(n8n.apiKey);
		n8n.hasOwner = true;
		n8n.session.length = 0;
		await N8nApi.connect(n8n.url);
		expect(n8n.session[1]).toEqual({
			call: 'POST /rest/login',
			body: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
		});
	});

	it('is asked by the client of the command: same key, same words for what goes wrong', async () => {
		const api = await N8nApi.connect(n8n.url);
		const first = await api.findOrCreateCredential('SMTP account', 'smtp', { host: 'one.example' });
		expect(await api.findOrCreateCredential('SMTP account', 'smtp', { host: 'two.example' })).toBe(first);
		expect([...n8n.credentials.data]).toEqual([[first, { host: 'two.example' }]]);
		await expect(api.findOrCreateCredential('X', 'smtp', { hots: 'x' })).rejects.toThrow(
			/n8n answered 400 to POST \/api\/v1\/credentials: .*additional property "hots"/,
		);
		n8n.trouble = () => ({ status: 401, text: '' });
		await expect(api.client.workflows()).rejects.toThrow('does not accept the API key');
	});

	it('publishes a workflow, and says why a trigger of it does not run', async () => {
		const api = await N8nApi.connect(n8n.url);
		const exported = { id: 'other', name: 'Mine', nodes: [], connections: {}, active: true };
		const { id } = await api.createWorkflow(exported);
		expect(n8n.asked.at(-1)?.body).toEqual({ name: 'Mine', nodes: [], connections: {}, settings: {} });
		await api.publish(id);
		expect(n8n.workflows.rows).toMatchObject([{ id, active: true }]);
		n8n.publication = { status: 'failed', triggers: [{ errorMessage: 'the path is taken' }] };
		await expect(api.publish(id)).rejects.toThrow(`Workflow ${id} was not published: the path is taken`);
	});
});
