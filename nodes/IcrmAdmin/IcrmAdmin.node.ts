import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { routeTo } from '../shared/run/resources';
import { STORE_LABEL } from '../shared/run/store';
import { deliveryResource } from './delivery.resource';
import { subscriptionResource } from './subscription.resource';

const RESOURCES = [deliveryResource, subscriptionResource];

export class IcrmAdmin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Admin',
		name: 'icrmAdmin',
		icon: { light: 'file:icrmAdmin.svg', dark: 'file:icrmAdmin.dark.svg' },
		subtitle: subtitleOf(RESOURCES),
		description:
			'Find events that did not reach their workflow, and send them on their way again; see which workflows listen',
		defaults: { name: 'ICRM Admin' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(RESOURCES),
	};

	methods = nodeMethods;

	execute = routeTo(RESOURCES);
}
