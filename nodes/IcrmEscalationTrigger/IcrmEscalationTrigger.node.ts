import type { INodeType, INodeTypeDescription, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { answerAcknowledgePage } from '../../engine';
import { pageWebhookMethods, servePage } from '../shared/page/page';
import { pageUrl } from '../shared/page/page-url';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
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
		// n8n's node panel has one line for this trigger and its action node, with the trigger's text: it speaks of both.
		description: 'Notifies one person after the other when an SLA is breached, until someone acknowledges',
		eventTriggerDescription: 'Waiting for an SLA breach that someone is to be notified of',
		defaults: { name: 'ICRM Escalation Trigger' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		...triggerNode({
			events: ESCALATION_EVENT_CHOICES,
			chosen: [
				'escalation.notify',
				'escalation.standDown',
				'escalation.nobody',
				'escalation.exhausted',
				'escalation.summary',
				'escalation.stillWaiting',
			],
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
