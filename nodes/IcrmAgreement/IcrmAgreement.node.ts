import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { nodeMethods } from '../shared/methods';
import { resourceProperties, routeTo } from '../shared/resources';
import { agreement } from './agreement.resource';

const resources = [agreement];

export class IcrmAgreement implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Agreement',
		name: 'icrmAgreement',
		icon: { light: 'file:icrmAgreement.svg', dark: 'file:icrmAgreement.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": agreement" }}',
		description: 'Promise internal customers how soon a service responds and resolves',
		defaults: { name: 'ICRM Agreement' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'icrmStoreApi', required: false, testedBy: 'icrmStoreTest' }],
		properties: resourceProperties(resources),
	};

	methods = nodeMethods;

	execute = routeTo(resources);
}
