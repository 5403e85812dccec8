import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
import { routeTo } from '../shared/run/resources';
import { agreement } from './agreement.resource';

const resources = [agreement];

export class IcrmAgreement implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Agreement',
		name: 'icrmAgreement',
		icon: { light: 'file:icrmAgreement.svg', dark: 'file:icrmAgreement.dark.svg' },
		subtitle: subtitleOf(resources),
		description:
			'Set service level agreements (SLAs): how soon a department responds to a request and resolves it',
		defaults: { name: 'ICRM Agreement' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(resources),
	};

	methods = nodeMethods;

	execute = routeTo(resources);
}
