import type { N8nApi } from './api';

/** Switches n8n's own MCP server on, as its settings page does. Belongs into the environment that n8n starts with. */
export const WITH_MCP = { N8N_MCP_MANAGED_BY_ENV: 'true', N8N_MCP_ACCESS_ENABLED: 'true' };

/** Answers come as one server-sent event: `data: {…}`. */
const DATA = /^data: (.+)$/m;

/**
 * n8n's own MCP server, through which AI agents look for nodes and build workflows. n8n has to be started `WITH_MCP`.
 *
 * @example await (await Mcp.connect(api)).call('search_nodes', { queries: ['sla'] });
 */
export class Mcp {
	private constructor(
		private readonly url: string,
		private readonly key: string,
	) {}

	static async connect({ editor }: N8nApi): Promise<Mcp> {
		// Only a new key is ever shown in full.
		const { apiKey } = await editor.request<{ apiKey: string }>('POST', '/rest/mcp/api-key/rotate');
		return new Mcp(`${editor.baseUrl}/mcp-server/http`, apiKey);
	}

	/** What a tool says. @throws Error with n8n's words when there is no such tool, or it failed */
	async call(tool: string, args: object): Promise<string> {
		const response = await fetch(this.url, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${this.key}`,
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
			},
			body: JSON.stringify({
				jsonrpc: '2.0',
				id: 1,
				method: 'tools/call',
				params: { name: tool, arguments: args },
			}),
		});
		const text = await response.text();
		const answer: { result?: { content?: { text: string }[]; isError?: boolean } } = response.ok
			? JSON.parse(DATA.exec(text)?.[1] ?? text)
			: {};
		const said = answer.result?.content?.map((part) => part.text).join('\n');
		if (said !== undefined && answer.result?.isError !== true) return said;
		throw new Error(`n8n's MCP server answered ${response.status} to '${tool}': ${said ?? text}`);
	}
}
