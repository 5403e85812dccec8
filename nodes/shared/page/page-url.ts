import { NodeHelpers, type INodeProperties, type ITriggerFunctions } from 'n8n-workflow';

/** An option of every trigger that serves a page. */
export const publicUrlField: INodeProperties = {
	displayName: 'Public URL',
	name: 'publicUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.acme.example',
	description:
		"Where people reach this n8n from their mail. Taken from n8n's N8N_WEBHOOK_URL or WEBHOOK_URL if left empty.",
};

/**
 * The public address of this node's page, as n8n registers it. A trigger, unlike a webhook, does not get it, so it is put
 * together from the same parts as n8n's own `getNodeWebhookUrl`.
 *
 * @param path of the page below the node's own webhook id, as in `pageWebhooks`
 * @example pageUrl(this, 'acknowledge') // 'https://n8n.acme.example/webhook/2f0e…/acknowledge'
 */
export function pageUrl(context: ITriggerFunctions, path: string): string {
	const option: unknown = context.getNodeParameter('options.publicUrl', '');
	const { N8N_WEBHOOK_URL, WEBHOOK_URL, N8N_ENDPOINT_WEBHOOK } = process.env;
	const address = [option, N8N_WEBHOOK_URL, WEBHOOK_URL, context.getInstanceBaseUrl()]
		.map((candidate) => (typeof candidate === 'string' ? unquoted(candidate) : ''))
		.find((candidate) => candidate !== '');
	const base = `${address?.replace(/\/+$/, '')}/${N8N_ENDPOINT_WEBHOOK || 'webhook'}`;
	return NodeHelpers.getNodeWebhookUrl(base, context.getWorkflow().id ?? '', context.getNode(), path, false);
}

/** n8n forgives quotes around it, as an .env file read by Docker leaves them. */
const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');
