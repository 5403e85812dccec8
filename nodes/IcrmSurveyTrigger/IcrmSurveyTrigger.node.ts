import type { INodeType, INodeTypeDescription, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { answerSurveyPage } from '../../engine';
import { pageWebhookMethods, servePage } from '../shared/page/page';
import { pageUrl } from '../shared/page/page-url';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
import {
	filterOptions,
	listen,
	readEvents,
	readFilter,
	subtitleOfEvents,
	triggerNode,
} from '../shared/trigger';
import { atMostOnce, SURVEY_EVENT_CHOICES } from './events';
import { surveyExample } from './example';
import { filtersField } from './filters';
import { withMail } from './with-mail';

const PAGE = { path: 'answer', link: 'answerUrl' };

export class IcrmSurveyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Survey Trigger',
		name: 'icrmSurveyTrigger',
		icon: { light: 'file:icrmSurveyTrigger.svg', dark: 'file:icrmSurveyTrigger.dark.svg' },
		subtitle: subtitleOfEvents(SURVEY_EVENT_CHOICES),
		// n8n's node panel has one line for this trigger and its action node, with the trigger's text: it speaks of both.
		description:
			'Surveys the people a department served: invitations by mail or chat, a page to answer on, low scores',
		eventTriggerDescription: 'Waiting for someone to be asked',
		defaults: { name: 'ICRM Survey Trigger' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		...triggerNode({
			events: SURVEY_EVENT_CHOICES,
			chosen: ['survey.invite', 'survey.remind'],
			filters: filtersField,
			page: PAGE,
		}),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	webhookMethods = pageWebhookMethods;

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, SURVEY_EVENT_CHOICES);
		return await listen(this, {
			types,
			filter: readFilter(this),
			toItem: withMail(this, pageUrl(this, PAGE.path)),
			atMostOnce,
			example: surveyExample(types[0]),
		});
	}

	async webhook(this: IWebhookFunctions) {
		return await servePage(this, async (...page) => (await answerSurveyPage(...page)).page);
	}
}
