import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { filterOptions } from '../IcrmSlaTrigger/filters';
import { nodeMethods } from '../shared/methods';
import { resourceProperties, routeTo } from '../shared/resources';
import { STORE_CREDENTIAL } from '../shared/store';
import { invitationResource } from './invitation.resource';
import { milestoneResource } from './milestone.resource';
import { resultResource } from './result.resource';
import { surveyResource } from './survey.resource';

const RESOURCES = [surveyResource, milestoneResource, invitationResource, resultResource];

export class IcrmSurvey implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Survey',
		name: 'icrmSurvey',
		icon: { light: 'file:icrmSurvey.svg', dark: 'file:icrmSurvey.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Ask colleagues how well a department served them, and read what came of it',
		defaults: { name: 'ICRM Survey' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: STORE_CREDENTIAL, required: false, testedBy: 'icrmStoreTest' }],
		properties: resourceProperties(RESOURCES),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	execute = routeTo(RESOURCES);
}
