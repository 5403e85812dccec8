import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/fields/list-search';
import { actionNode, subtitleOf } from '../shared/run/action-node';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
import { routeTo } from '../shared/run/resources';
import { absence } from './absence.resource';
import { calendar } from './calendar.resource';
import { company } from './company.resource';
import { department } from './department.resource';
import { member } from './member.resource';
import { service } from './service.resource';
import { searchTimeZones } from './time-zone';

const resources = [calendar, company, department, member, service, absence];

export class IcrmDirectory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM Directory',
		name: 'icrmDirectory',
		icon: { light: 'file:icrmDirectory.svg', dark: 'file:icrmDirectory.dark.svg' },
		subtitle: subtitleOf(resources),
		description: 'Keep departments, employees, services, business hours and holidays up to date',
		defaults: { name: 'ICRM Directory' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		usableAsTool: true,
		...actionNode(resources),
	};

	methods = { ...nodeMethods, listSearch: { ...listSearch, searchTimeZones } };

	execute = routeTo(resources);
}
