import type { INodeType, INodeTypeDescription, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { answerAcknowledgePage } from '../../engine';
import { pageWebhookMethods, servePage } from '../shared/page/page';
import { pageUrl } from '../shared/page/page-url';
import { nodeMethods } from '../shared/run/methods';
import {
	filterOptions,
	filtersField,
	listen,
	readEvents,
	readFilter,
	subtitleOfEvents,
	triggerNode,
} from '../shared/trigger';
import { ESCALATION_EVENT_CHOICES } from './events';
import { escalationExample } from './example';
import { withMail } from './with-mail';

const PAGE = { path: 'acknowledge', link: 'acknowledgeUrl' };

export class IcrmEscalationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Escalation Trigger',
		name: 'icrmEscalationTrigger',
		icon: { light: 'file:icrmEscalationTrigger.svg', dark: 'file:icrmEscalationTrigger.dark.svg' },
		subtitle: subtitleOfEvents(ESCALATION_EVENT_CHOICES),
		description:
			'Starts the workflow when somebody is to be told of a breach, and serves the page to take ownership',
		eventTriggerDescription: 'Waiting for a breach that somebody is to be told of',
		defaults: { name: 'ICRM Escalation Trigger' },
		credentials: [{ name: 'icrmStoreApi', required: false, testedBy: 'icrmStoreTest' }],
		...triggerNode({
			events: ESCALATION_EVENT_CHOICES,
			chosen: ['escalation.notify'],
			filters: filtersField,
			page: PAGE,
		}),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	webhookMethods = pageWebhookMethods;

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, ESCALATION_EVENT_CHOICES);
		return await listen(this, {
			types,
			filter: readFilter(this),
			toItem: withMail(this, pageUrl(this, PAGE.path)),
			example: escalationExample(types[0]),
		});
	}

	async webhook(this: IWebhookFunctions) {
		return await servePage(this, async (...page) => (await answerAcknowledgePage(...page)).page);
	}
}
