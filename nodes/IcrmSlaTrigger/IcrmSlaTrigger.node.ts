import type { INodeType, INodeTypeDescription, ITriggerFunctions } from 'n8n-workflow';
import { reminderOf } from '../../engine';
import { nodeMethods } from '../shared/run/methods';
import { STORE_LABEL } from '../shared/run/store';
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
		// Begins with the noun, unlike its sisters: only so is it among the five nodes that n8n's MCP server finds for "sla"
		// (docs/finding-the-nodes.md).
		displayName: 'SLA (ICRM) Trigger',
		name: 'icrmSlaTrigger',
		icon: { light: 'file:icrmSlaTrigger.svg', dark: 'file:icrmSlaTrigger.dark.svg' },
		subtitle: subtitleOfEvents(SLA_EVENT_CHOICES),
		description: 'Starts the workflow when an SLA deadline is near or has passed, or when a request changes',
		// n8n's MCP server shows them to an agent below this node, which is the one it finds first.
		builderHint: {
			relatedNodes: [
				{ nodeType: 'n8n-nodes-icrm.icrmAgreement', relationHint: 'Sets the SLA: how long, in whose hours' },
				{ nodeType: 'n8n-nodes-icrm.icrmRequest', relationHint: 'Opens the request and starts its clocks' },
				{
					nodeType: 'n8n-nodes-icrm.icrmEscalationTrigger',
					relationHint: 'Notifies people level by level after a breach',
				},
			],
		},
		eventTriggerDescription: 'Waiting for a deadline to come near or pass, or for a request to change',
		defaults: { name: 'SLA (ICRM) Trigger' },
		credentials: [
			{ name: 'icrmStoreApi', displayName: STORE_LABEL, required: false, testedBy: 'icrmStoreTest' },
		],
		...triggerNode({
			events: SLA_EVENT_CHOICES,
			chosen: ['clock.breached', 'clock.warning'],
			filters: filtersField,
		}),
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, SLA_EVENT_CHOICES);
		return await listen(this, {
			types,
			filter: readFilter(this),
			toItem: async (event, engine) =>
				event.type === 'clock.warning'
					? { ...event.data, ...(await reminderOf(engine, event.data, this.getTimezone())) }
					: event.data,
			example: slaExample(types[0]),
		});
	}
}
