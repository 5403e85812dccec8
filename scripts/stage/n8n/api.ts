import { z } from 'zod';
import { N8nClient } from '../../../cli/n8n/client';
import { anything, credentialSchema, workflowSchema, type N8nWorkflow } from '../../../cli/n8n/types';
import { poll } from '../util/poll';
import { EditorSession } from './editor-session';
import { unchecked, type Execution, type NodeType, type PublicationStatus, type WorkflowJson } from './types';

const TIMEOUT_MS = 60_000;
const executionForm = unchecked<Execution>();

/** A running n8n, seen by its owner: fill it, run it, look at what came out. */
export class N8nApi {
	constructor(
		readonly apiKey: string,
		/** n8n's public API, which does most of it. */
		readonly client: N8nClient,
		/** What only the editor's own API can do. */
		readonly editor: EditorSession,
	) {}

	/** Sets up the owner or signs in, and makes an API key: everything else works afterwards. */
	static async connect(baseUrl: string): Promise<N8nApi> {
		const editor = new EditorSession(baseUrl);
		await editor.signIn();
		const apiKey = await editor.createApiKey();
		return new N8nApi(apiKey, new N8nClient({ url: baseUrl, apiKey, timeoutMs: TIMEOUT_MS }), editor);
	}

	/** The id of the credential with that name and type, holding `data` from now on. */
	async findOrCreateCredential(name: string, type: string, data: object): Promise<string> {
		const all = await this.client.credentials();
		const found = all.find((credential) => credential.name === name && credential.type === type);
		const { id } = found
			? await this.client.ask('PATCH', `/credentials/${found.id}`, credentialSchema, { data })
			: await this.client.ask('POST', '/credentials', credentialSchema, { name, type, data });
		return id;
	}

	testCredential(id: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const form = unchecked<{ status: 'OK' | 'Error'; message: string }>();
		return this.client.ask('POST', `/credentials/${id}/test`, form);
	}

	createWorkflow(workflow: WorkflowJson): Promise<N8nWorkflow> {
		const { name, nodes, connections, settings = {}, pinData } = workflow;
		const body = { name, nodes, connections, settings, ...(pinData ? { pinData } : {}) };
		return this.client.ask('POST', '/workflows', workflowSchema, body);
	}

	/** As it is in n8n now. `Content` is the caller's knowledge of it. */
	workflow<Content = N8nWorkflow>(id: string): Promise<Content> {
		return this.client.ask('GET', `/workflows/${id}`, unchecked<Content>());
	}

	async updateWorkflow(id: string, workflow: WorkflowJson): Promise<void> {
		await this.client.ask('PUT', `/workflows/${id}`, anything, workflow);
	}

	async deleteWorkflow(id: string): Promise<void> {
		await this.client.ask('DELETE', `/workflows/${id}`, anything);
	}

	async publish(id: string): Promise<void> {
		await this.client.publish(id);
		await this.waitUntilPublished(id);
	}

	/** Until the triggers run, which is a while after n8n's answer. Rejects when one fails. */
	async waitUntilPublished(id: string): Promise<void> {
		const { status, triggers } = await poll(
			async () => {
				const publication = await this.publicationStatus(id);
				return ['in_progress', 'not_published'].includes(publication.status) ? undefined : publication;
			},
			{ timeoutMs: 60_000, what: `workflow ${id} to be published` },
		);
		if (status === 'published') return;
		const errors = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(`Workflow ${id} was not published: ${errors.join('; ')}`);
	}

	publicationStatus(id: string): Promise<PublicationStatus> {
		return this.editor.request('GET', `/rest/workflows/${id}/publication-status`);
	}

	async unpublish(id: string): Promise<void> {
		await this.client.ask('POST', `/workflows/${id}/unpublish`, anything);
	}

	/** The last 100 finished executions, newest first. n8n does not list running ones. */
	async executions(filter: { workflowId?: string; includeData?: boolean } = {}): Promise<Execution[]> {
		const { workflowId, includeData = false } = filter;
		const query = new URLSearchParams({ includeData: String(includeData), limit: '100' });
		if (workflowId !== undefined) query.set('workflowId', workflowId);
		const page = z.object({ data: z.array(executionForm) });
		return (await this.client.ask('GET', `/executions?${query}`, page)).data;
	}

	/** Waits for the end of one execution and brings it with its data, which may be much: it is asked for once. */
	async waitForExecution(id: string, timeoutMs = 30_000): Promise<Execution> {
		const path = `/executions/${id}`;
		await poll(
			async () => {
				const { status } = await this.client.ask('GET', path, executionForm);
				return ['new', 'running'].includes(status) ? undefined : status;
			},
			{ timeoutMs, what: `execution ${id} to end` },
		);
		return await this.client.ask('GET', `${path}?includeData=true`, executionForm);
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
		const { executionId } = await this.editor.request<{ executionId?: string }>('POST', path, run);
		if (executionId !== undefined) return executionId;
		throw new Error(`"${triggerName}" waits for a call to its test URL. Pass items to run without one.`);
	}

	/** The descriptions of all nodes, as the editor gets them. */
	nodeTypes(): Promise<NodeType[]> {
		return this.editor.request('GET', '/types/nodes.json');
	}
}
