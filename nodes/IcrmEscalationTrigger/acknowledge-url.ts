import { NodeHelpers, type INodeProperties, type ITriggerFunctions } from 'n8n-workflow';

/** The path of the page below the node's own webhook id. */
export const ACKNOWLEDGE_PATH = 'acknowledge';

export const publicUrlField: INodeProperties = {
	displayName: 'Public URL',
	name: 'publicUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.acme.example',
	description: "Where people reach this n8n from their mail. Taken from n8n's WEBHOOK_URL if left empty.",
};

/**
 * The address of this node's page, as n8n registers it. A trigger, unlike a webhook, is not told it, so it is put
 * together from the same parts as n8n's own `getNodeWebhookUrl`.
 *
 * @example 'https://n8n.acme.example/webhook/2f0e…/acknowledge'
 */
export function acknowledgeUrl(context: ITriggerFunctions): string {
	const option: unknown = context.getNodeParameter('options.publicUrl', '');
	const address = [option, unquoted(process.env.WEBHOOK_URL), context.getInstanceBaseUrl()].find(
		(candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '',
	);
	const base = `${(address ?? '').trim().replace(/\/+$/, '')}/${process.env.N8N_ENDPOINT_WEBHOOK || 'webhook'}`;
	return NodeHelpers.getNodeWebhookUrl(
		base,
		context.getWorkflow().id ?? '',
		context.getNode(),
		ACKNOWLEDGE_PATH,
		false,
	);
}

/** n8n forgives quotes around it, as an .env file read by Docker leaves them. */
const unquoted = (text: string | undefined): string | undefined =>
	text?.trim().replace(/^(["'])(.*)\1$/, '$2');
