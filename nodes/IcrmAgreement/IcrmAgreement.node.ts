import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { routeTo } from '../shared/run/resources';
import { agreement } from './agreement.resource';

const resources = [agreement];

export class IcrmAgreement implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Agreement',
		name: 'icrmAgreement',
		icon: { light: 'file:icrmAgreement.svg', dark: 'file:icrmAgreement.dark.svg' },
		subtitle: subtitleOf(resources),
		description: 'Promise internal customers how soon a service responds and resolves',
		defaults: { name: 'ICRM Agreement' },
		usableAsTool: true,
		...actionNode(resources),
	};

	methods = nodeMethods;

	execute = routeTo(resources);
}
