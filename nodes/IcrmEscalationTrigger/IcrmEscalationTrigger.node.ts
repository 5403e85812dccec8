import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { answerAcknowledgePage } from '../../engine';
import { eventsField, readEvents } from '../IcrmSlaTrigger/events';
import { filterOptions, filtersField, readFilter } from '../IcrmSlaTrigger/filters';
import { optionsField } from '../shared/fields';
import { nodeMethods } from '../shared/methods';
import { pageWebhookMethods, pageWebhooks, servePage } from '../shared/page';
import { pageUrl, publicUrlField } from '../shared/page-url';
import { STORE_CREDENTIAL } from '../shared/store';
import { listen, listenOptions } from '../shared/trigger';
import { ESCALATION_EVENT_CHOICES } from './events';
import { escalationExample } from './example';
import { withMail } from './with-mail';

const PAGE = 'acknowledge';

export class IcrmEscalationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Escalation Trigger',
		name: 'icrmEscalationTrigger',
		icon: { light: 'file:icrmEscalationTrigger.svg', dark: 'file:icrmEscalationTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description:
			'Starts the workflow when somebody is to be told of a breach, and serves the page to take it on',
		eventTriggerDescription: 'Waiting for a breach that somebody is to be told of',
		activationMessage: 'From now on this workflow starts with each of the chosen events.',
		defaults: { name: 'ICRM Escalation Trigger' },
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br /><b>Once you're happy with your workflow</b>, publish it. It then starts with every event, and the page behind 'acknowledgeUrl' can be opened. These executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
				active:
					"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br /><b>Your workflow also starts by itself</b> with every event, since it is published. These executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
			},
			activationHint:
				'Once you’ve finished building your workflow, publish it to have it start with every event.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: STORE_CREDENTIAL, required: false, testedBy: 'icrmStoreTest' }],
		webhooks: pageWebhooks(PAGE),
		properties: [
			eventsField(ESCALATION_EVENT_CHOICES, ['escalation.notify']),
			filtersField,
			optionsField([...listenOptions, publicUrlField]),
		],
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	webhookMethods = pageWebhookMethods;

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, ESCALATION_EVENT_CHOICES);
		return await listen(this, {
			types,
			filter: readFilter(this),
			toItem: withMail(this, pageUrl(this, PAGE)),
			example: escalationExample(types[0]),
		});
	}

	async webhook(this: IWebhookFunctions) {
		return await servePage(this, async (...page) => (await answerAcknowledgePage(...page)).page);
	}
}
