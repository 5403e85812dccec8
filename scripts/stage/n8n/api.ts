import axios from 'axios';
import { poll } from '../util/poll';
import { N8nSession, type BrowserSession, type Method, type Owner } from './editor-session';
import type { Execution, NodeType, Page, PublicationStatus, Workflow, WorkflowJson } from './types';

/** A running n8n, seen by its owner: set it up, fill it, run it, look at what came out. */
export class N8nApi {
	private readonly http: N8nSession;

	constructor(readonly baseUrl: string) {
		this.http = new N8nSession(baseUrl);
	}

	/** Owner and API key in one: everything else works afterwards. */
	static async connect(baseUrl: string): Promise<N8nApi> {
		const api = new N8nApi(baseUrl);
		await api.setUpOwner();
		await api.createApiKey();
		return api;
	}

	setUpOwner(owner?: Owner): Promise<void> {
		return this.http.signIn(owner);
	}

	createApiKey(): Promise<string> {
		return this.http.createApiKey();
	}

	session(): BrowserSession {
		return this.http.forBrowser();
	}

	/** Anything else n8n can: `/rest/…`, `/api/v1/…`. `Answer` is unchecked. */
	request<Answer = unknown>(method: Method, path: string, body?: unknown): Promise<Answer> {
		return this.http.request<Answer>(method, path, body);
	}

	/** The id of the credential with that name and type, holding `data` from now on. */
	async findOrCreateCredential(name: string, type: string, data: object): Promise<string> {
		type Credential = { readonly id: string; readonly name: string; readonly type: string };
		const all = await this.all<Credential>('/api/v1/credentials');
		const found = all.find((credential) => credential.name === name && credential.type === type);
		const { id } = found
			? await this.request<Credential>('PATCH', `/api/v1/credentials/${found.id}`, { data })
			: await this.request<Credential>('POST', '/api/v1/credentials', { name, type, data });
		return id;
	}

	testCredential(id: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return this.request('POST', `/api/v1/credentials/${id}/test`);
	}

	createWorkflow(workflow: WorkflowJson): Promise<Workflow> {
		const { name, nodes, connections, settings = {}, pinData } = workflow;
		const body = { name, nodes, connections, settings, ...(pinData ? { pinData } : {}) };
		return this.request('POST', '/api/v1/workflows', body);
	}

	listWorkflows(): Promise<Workflow[]> {
		return this.all('/api/v1/workflows');
	}

	async deleteWorkflow(id: string): Promise<void> {
		await this.request('DELETE', `/api/v1/workflows/${id}`);
	}

	async publish(id: string): Promise<void> {
		await this.request('POST', `/api/v1/workflows/${id}/publish`);
		await this.waitUntilPublished(id);
	}

	/** Until the triggers run, which is a while after n8n's answer. Rejects when one fails. */
	async waitUntilPublished(id: string): Promise<void> {
		const path = `/rest/workflows/${id}/publication-status`;
		const { status, triggers } = await poll(
			async () => {
				const publication = await this.request<PublicationStatus>('GET', path);
				return ['in_progress', 'not_published'].includes(publication.status) ? undefined : publication;
			},
			{ timeoutMs: 60_000, what: `workflow ${id} to be published` },
		);
		if (status === 'published') return;
		const errors = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(`Workflow ${id} was not published: ${errors.join('; ')}`);
	}

	async unpublish(id: string): Promise<void> {
		await this.request('POST', `/api/v1/workflows/${id}/unpublish`);
	}

	/** Finished executions, newest first. n8n does not list running ones. */
	async executions(filter: { workflowId?: string; includeData?: boolean } = {}): Promise<Execution[]> {
		const { workflowId, includeData = false } = filter;
		const query = new URLSearchParams({ includeData: String(includeData), limit: '100' });
		if (workflowId !== undefined) query.set('workflowId', workflowId);
		return [...(await this.request<Page<Execution>>('GET', `/api/v1/executions?${query}`)).data];
	}

	/** Waits for the end of one execution and brings it with its data, which may be much: it is asked for once. */
	async waitForExecution(id: string, timeoutMs = 30_000): Promise<Execution> {
		const path = `/api/v1/executions/${id}`;
		await poll(
			async () => {
				const { status } = await this.request<Execution>('GET', path);
				return ['new', 'running'].includes(status) ? undefined : status;
			},
			{ timeoutMs, what: `execution ${id} to end` },
		);
		return await this.request('GET', `${path}?includeData=true`);
	}

	/** Runs the draft from a trigger, as the editor's button does; `items` stand for what it would have received. */
	async runManually(workflowId: string, triggerName: string, items?: readonly object[]): Promise<string> {
		const received = items && {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [],
			data: { main: [items.map((json) => ({ json }))] },
		};
		const run = { triggerToStartFrom: { name: triggerName, ...(received ? { data: received } : {}) } };
		const path = `/rest/workflows/${workflowId}/run`;
		const { executionId } = await this.request<{ executionId?: string }>('POST', path, run);
		if (executionId !== undefined) return executionId;
		throw new Error(`"${triggerName}" waits for a call to its test URL. Pass items to run without one.`);
	}

	/** The descriptions of all nodes, as the editor gets them. */
	nodeTypes(): Promise<NodeType[]> {
		return this.request('GET', '/types/nodes.json');
	}

	/** Calls a production webhook until it is there, so once with effect. Brings any answer but 404. */
	waitForWebhook(
		url: string,
		{
			method = 'POST',
			body,
			timeoutMs = 30_000,
		}: { method?: Method; body?: unknown; timeoutMs?: number } = {},
	): Promise<{ status: number; data: unknown }> {
		const call = { method, url, data: body, proxy: false as const, validateStatus: () => true };
		return poll(
			async () => {
				const { status, data } = await axios.request<unknown>(call);
				return status === 404 ? undefined : { status, data };
			},
			{ timeoutMs, what: `an answer from ${url}` },
		);
	}

	/** All pages of a list of the public API. */
	private async all<Row>(path: string): Promise<Row[]> {
		const rows: Row[] = [];
		let cursor: string | null = null;
		do {
			const query = new URLSearchParams({ limit: '100', ...(cursor === null ? {} : { cursor }) });
			const page: Page<Row> = await this.request('GET', `${path}?${query}`);
			rows.push(...page.data);
			cursor = page.nextCursor;
		} while (cursor);
		return rows;
	}
}
