import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { eventResource } from '../shared/event/event.resource';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
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
		description:
			'Define who is notified when an SLA is breached, and follow and acknowledge what is under way',
		defaults: { name: 'ICRM Escalation' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(RESOURCES),
	};

	methods = nodeMethods;

	execute = routeTo(RESOURCES);
}
