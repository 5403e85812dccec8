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
import { servePage } from '../shared/page';
import { nodeMethods } from '../shared/methods';
import { STORE_CREDENTIAL } from '../shared/store';
import { listen, listenOptions } from '../shared/trigger';
import { ACKNOWLEDGE_PATH, acknowledgeUrl, publicUrlField } from './acknowledge-url';
import { ESCALATION_EVENT_CHOICES } from './events';
import { escalationExample } from './example';
import { withMail } from './with-mail';

/** The page lives at n8n's own address: nothing is to be set up anywhere. */
const alwaysThere = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

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
		// The page, while the workflow is published. In the editor there is none: n8n would wait for somebody to open
		// it instead of asking `trigger()` for the latest event. HEAD, or link checkers would call the link dead.
		webhooks: [
			{
				name: 'setup',
				httpMethod: '={{ $workflow.active ? "GET,HEAD" : "" }}',
				responseMode: 'onReceived',
				responseData: '',
				path: ACKNOWLEDGE_PATH,
				ndvHideUrl: true,
			},
			{
				name: 'default',
				httpMethod: '={{ $workflow.active ? "POST" : "" }}',
				responseMode: 'onReceived',
				responseData: '',
				path: ACKNOWLEDGE_PATH,
				ndvHideUrl: true,
			},
		],
		properties: [
			eventsField(ESCALATION_EVENT_CHOICES, ['escalation.notify']),
			filtersField,
			optionsField([...listenOptions, publicUrlField]),
		],
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	webhookMethods = { default: alwaysThere, setup: alwaysThere };

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, ESCALATION_EVENT_CHOICES);
		return await listen(withMail(this, acknowledgeUrl(this)), {
			types,
			filter: readFilter(this),
			example: escalationExample(types[0]),
		});
	}

	async webhook(this: IWebhookFunctions) {
		return await servePage(this, async (...page) => (await answerAcknowledgePage(...page)).page);
	}
}
