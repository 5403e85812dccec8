import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { eventResource } from '../shared/event/event.resource';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { routeTo } from '../shared/run/resources';
import { policyResource } from './policy.resource';
import { runResource } from './run.resource';

const RESOURCES = [policyResource, runResource, eventResource];

export class IcrmEscalation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Escalation',
		name: 'icrmEscalation',
		icon: { light: 'file:icrmEscalation.svg', dark: 'file:icrmEscalation.dark.svg' },
		subtitle: subtitleOf(RESOURCES),
		description: 'Say who is told when an agreement is breached, and see and settle what is under way',
		defaults: { name: 'ICRM Escalation' },
		credentials: [{ name: 'icrmStoreApi', required: false, testedBy: 'icrmStoreTest' }],
		usableAsTool: true,
		...actionNode(RESOURCES),
	};

	methods = nodeMethods;

	execute = routeTo(RESOURCES);
}
