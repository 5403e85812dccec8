import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { listSearch } from '../shared/list-search';
import { nodeMethods } from '../shared/methods';
import { resourceProperties, routeTo } from '../shared/resources';
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
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Keep the departments, members, services and working calendars of the company up to date',
		defaults: { name: 'ICRM Directory' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'icrmStoreApi', required: false, testedBy: 'icrmStoreTest' }],
		properties: resourceProperties(resources),
	};

	methods = { ...nodeMethods, listSearch: { ...listSearch, searchTimeZones } };

	execute = routeTo(resources);
}
