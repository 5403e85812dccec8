import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { eventResource } from '../shared/event/event.resource';
import { filterOptions } from '../shared/trigger/filters';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
import { routeTo } from '../shared/run/resources';
import { invitationResource } from './invitation.resource';
import { milestoneResource } from './milestone.resource';
import { resultResource } from './result.resource';
import { surveyResource } from './survey.resource';

const RESOURCES = [surveyResource, milestoneResource, invitationResource, resultResource, eventResource];

export class IcrmSurvey implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Survey',
		name: 'icrmSurvey',
		icon: { light: 'file:icrmSurvey.svg', dark: 'file:icrmSurvey.dark.svg' },
		subtitle: subtitleOf(RESOURCES),
		description: 'Ask employees how well a department served them (NPS, CSAT, CES), and read the results',
		defaults: { name: 'ICRM Survey' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(RESOURCES),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	execute = routeTo(RESOURCES);
}
