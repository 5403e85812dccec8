import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import {
	headerOf,
	languageOfHeader,
	problemPage,
	type Engine,
	type Page,
	type PageRequest,
} from '../../../engine';
import { describeFault } from '../run/errors';
import { engineOf } from '../run/store';

/**
 * `webhooks` of a trigger that serves a page: while the workflow is published. In the editor there is none, or n8n would
 * wait for somebody to open it instead of asking `trigger()` for the latest event. HEAD, or link checkers would call the
 * link dead.
 *
 * @param path of the page below the node's own webhook id
 */
export function pageWebhooks(path: string): IWebhookDescription[] {
	const webhook = (name: IWebhookDescription['name'], methods: string): IWebhookDescription => ({
		name,
		httpMethod: `={{ $workflow.active ? "${methods}" : "" }}`,
		responseMode: 'onReceived',
		responseData: '',
		path,
		ndvHideUrl: true,
	});
	return [webhook('setup', 'GET,HEAD'), webhook('default', 'POST')];
}

const alwaysThere = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

/** `webhookMethods` beside `pageWebhooks`: the page lives at n8n's own address, nothing is to be set up anywhere. */
export const pageWebhookMethods = { default: alwaysThere, setup: alwaysThere };

/** What the engine answers a browser with. */
export type PageAnswer = (engine: Engine, request: PageRequest, timezone: string) => Promise<Page>;

/**
 * The `webhook()` of a trigger that serves a page to people: hands the request to the engine and its page to the
 * browser, unchanged. Starts no execution; what the page decided comes as an event. Whatever goes wrong is for the log,
 * never for the person at the browser.
 *
 * @example webhook(this: IWebhookFunctions) { return await servePage(this, answerAcknowledgePage); }
 */
export async function servePage(
	context: IWebhookFunctions,
	answer: PageAnswer,
): Promise<IWebhookResponseData> {
	const request = requestOf(context);
	send(context, await pageOf(context, request, answer));
	return { noWebhookResponse: true };
}

async function pageOf(context: IWebhookFunctions, request: PageRequest, answer: PageAnswer): Promise<Page> {
	try {
		return await answer(await engineOf(context), request, context.getTimezone());
	} catch (error) {
		const { message, description } = describeFault(error);
		context.logger.error(`The page of '${context.getNode().name}': ${message}. ${description}`.trim(), {
			error: error instanceof Error ? (error.stack ?? error.message) : String(error),
		});
		return problemPage('unavailable', languageOfHeader(headerOf(request, 'accept-language')));
	}
}

function requestOf(context: IWebhookFunctions): PageRequest {
	const { method, headers, query, body } = context.getRequestObject();
	return { method: method === 'POST' || method === 'HEAD' ? method : 'GET', headers, query, body };
}

/** n8n drops a Content-Security-Policy that is handed to it as a header of the answer; set by Express it arrives. */
function send(context: IWebhookFunctions, { status, headers, html }: Page): void {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.status(status).end(html);
}
