import type { IncomingMessage, ServerResponse } from 'node:http';
import type { N8nApi } from '../../scripts/stage/n8n/api';
import { LocalServer } from '../../scripts/stage/systems/local-server';

interface Listens {
	/** `icrmSlaTrigger`. */
	readonly node: string;
	readonly events: readonly string[];
}

/** Calls that workflows made, each with what it was told, and whether they are answered. */
export class Witness extends LocalServer {
	readonly calls: { readonly workflow: string; readonly event: string; readonly attempt: number }[] = [];
	answers = true;

	protected serve(request: IncomingMessage, response: ServerResponse): void {
		const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
		this.calls.push({
			workflow: decodeURIComponent(pathname.slice(1)),
			event: searchParams.get('event') ?? '',
			attempt: Number(searchParams.get('attempt')),
		});
		if (this.answers) response.end('{}');
	}

	/** Publishes a workflow of two nodes: one of our triggers, and the call that tells the witness of each event. */
	async toldBy(api: N8nApi, name: string, { node, events }: Listens): Promise<string> {
		const store = (await api.client.credentials()).find(({ type }) => type === 'icrmStoreApi');
		const { id } = await api.createWorkflow({
			name,
			nodes: [
				{
					id: 'a1',
					name: 'Breach',
					type: `n8n-nodes-icrm.${node}`,
					typeVersion: 1,
					position: [0, 0],
					parameters: { events, filters: {}, options: {} },
					credentials: store ? { icrmStoreApi: { id: store.id, name: store.name } } : {},
				},
				{
					id: 'a2',
					name: 'Tell',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0],
					parameters: {
						url: `=${this.origin}/${encodeURIComponent(name)}?event={{ encodeURIComponent($json.eventId) }}&attempt={{ $json.attempt }}`,
						options: { timeout: 300_000 },
					},
				},
			],
			connections: { Breach: { main: [[{ node: 'Tell', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
		await api.publish(id);
		return id;
	}
}
