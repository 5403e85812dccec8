import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { nodeMethods } from '../shared/methods';
import { resourceProperties, routeTo } from '../shared/resources';
import { STORE_CREDENTIAL } from '../shared/store';
import { request } from './request.resource';

const resources = [request];

export class IcrmRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Request',
		name: 'icrmRequest',
		icon: { light: 'file:icrmRequest.svg', dark: 'file:icrmRequest.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() + ": request" }}',
		description: 'Open internal requests, say what happens to them, and see when they are due and why',
		defaults: { name: 'ICRM Request' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: STORE_CREDENTIAL, required: false, testedBy: 'icrmStoreTest' }],
		properties: resourceProperties(resources),
	};

	methods = nodeMethods;

	execute = routeTo(resources);
}
