import type { INodeType, INodeTypeDescription, ITriggerFunctions } from 'n8n-workflow';
import { nodeMethods } from '../shared/run/methods';
import {
	filterOptions,
	filtersField,
	listen,
	readEvents,
	readFilter,
	subtitleOfEvents,
	triggerNode,
} from '../shared/trigger';
import { SLA_EVENT_CHOICES } from './events';
import { slaExample } from './example';

export class IcrmSlaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM SLA Trigger',
		name: 'icrmSlaTrigger',
		icon: { light: 'file:icrmSlaTrigger.svg', dark: 'file:icrmSlaTrigger.dark.svg' },
		subtitle: subtitleOfEvents(SLA_EVENT_CHOICES),
		description:
			'Starts the workflow when a deadline is near or has passed, or something happens to a request',
		eventTriggerDescription: 'Waiting for a deadline, or for something to happen to a request',
		defaults: { name: 'ICRM SLA Trigger' },
		...triggerNode({
			events: SLA_EVENT_CHOICES,
			chosen: ['clock.breached', 'clock.warning'],
			filters: filtersField,
		}),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, SLA_EVENT_CHOICES);
		return await listen(this, { types, filter: readFilter(this), example: slaExample(types[0]) });
	}
}
