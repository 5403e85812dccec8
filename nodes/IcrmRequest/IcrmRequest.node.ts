import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { eventResource } from '../shared/event/event.resource';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
import { routeTo } from '../shared/run/resources';
import { request } from './request.resource';

const resources = [request, eventResource];

export class IcrmRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Request',
		name: 'icrmRequest',
		icon: { light: 'file:icrmRequest.svg', dark: 'file:icrmRequest.dark.svg' },
		subtitle: subtitleOf(resources),
		description:
			'Open internal requests (tickets), record what happens to them, and see when they are due and why',
		defaults: { name: 'ICRM Request' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(resources),
	};

	methods = nodeMethods;

	execute = routeTo(resources);
}
