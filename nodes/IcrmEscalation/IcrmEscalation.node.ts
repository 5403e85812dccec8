import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { nodeMethods } from '../shared/methods';
import { resourceProperties, routeTo } from '../shared/resources';
import { STORE_CREDENTIAL } from '../shared/store';
import { deliveryResource } from './delivery.resource';
import { policyResource } from './policy.resource';
import { runResource } from './run.resource';

const RESOURCES = [policyResource, runResource, deliveryResource];

export class IcrmEscalation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Escalation',
		name: 'icrmEscalation',
		icon: { light: 'file:icrmEscalation.svg', dark: 'file:icrmEscalation.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Say who is told when an agreement is breached, and see and settle what is under way',
		defaults: { name: 'ICRM Escalation' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: STORE_CREDENTIAL, required: false, testedBy: 'icrmStoreTest' }],
		properties: resourceProperties(RESOURCES),
	};

	methods = nodeMethods;

	execute = routeTo(RESOURCES);
}
