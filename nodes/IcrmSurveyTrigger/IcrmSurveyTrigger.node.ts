import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { answerSurveyPage } from '../../engine';
import { eventsField, readEvents } from '../IcrmSlaTrigger/events';
import { filterOptions, readFilter } from '../IcrmSlaTrigger/filters';
import { optionsField } from '../shared/fields';
import { nodeMethods } from '../shared/methods';
import { pageWebhookMethods, pageWebhooks, servePage } from '../shared/page';
import { pageUrl, publicUrlField } from '../shared/page-url';
import { STORE_CREDENTIAL } from '../shared/store';
import { listen, listenOptions } from '../shared/trigger';
import { atMostOnce, SURVEY_EVENT_CHOICES } from './events';
import { surveyExample } from './example';
import { filtersField } from './filters';
import { withMail } from './with-mail';

const PAGE = 'answer';

export class IcrmSurveyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Survey Trigger',
		name: 'icrmSurveyTrigger',
		icon: { light: 'file:icrmSurveyTrigger.svg', dark: 'file:icrmSurveyTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description: 'Starts the workflow when somebody is to be asked, and serves the page to answer on',
		eventTriggerDescription: 'Waiting for somebody to be asked',
		activationMessage: 'From now on this workflow starts with each of the chosen events.',
		defaults: { name: 'ICRM Survey Trigger' },
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br /><b>Once you're happy with your workflow</b>, publish it. It then starts with every event, and the page behind 'answerUrl' can be opened. These executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
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
			eventsField(SURVEY_EVENT_CHOICES, ['survey.invite', 'survey.remind']),
			filtersField,
			optionsField([...listenOptions, publicUrlField]),
		],
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	webhookMethods = pageWebhookMethods;

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, SURVEY_EVENT_CHOICES);
		return await listen(this, {
			types,
			filter: readFilter(this),
			toItem: withMail(this, pageUrl(this, PAGE)),
			atMostOnce,
			example: surveyExample(types[0]),
		});
	}

	async webhook(this: IWebhookFunctions) {
		return await servePage(this, async (...page) => (await answerSurveyPage(...page)).page);
	}
}
