import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
} from 'n8n-workflow';
import { optionsField } from '../shared/fields';
import { nodeMethods } from '../shared/methods';
import { STORE_CREDENTIAL } from '../shared/store';
import { listen, listenOptions } from '../shared/trigger';
import { eventsField, readEvents, SLA_EVENT_CHOICES } from './events';
import { slaExample } from './example';
import { filterOptions, filtersField, readFilter } from './filters';

export class IcrmSlaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ICRM SLA Trigger',
		name: 'icrmSlaTrigger',
		icon: { light: 'file:icrmSlaTrigger.svg', dark: 'file:icrmSlaTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		description:
			'Starts the workflow when a deadline is near or has passed, or something happens to a request',
		eventTriggerDescription: 'Waiting for a deadline, or for something to happen to a request',
		activationMessage: 'From now on this workflow starts with each of the chosen events.',
		defaults: { name: 'ICRM SLA Trigger' },
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br /><b>Once you're happy with your workflow</b>, publish it. It then starts with every event; these executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
				active:
					"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br /><b>Your workflow also starts by itself</b> with every event, since it is published. These executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
			},
			activationHint:
				'Once you’ve finished building your workflow, publish it to have it start with every event.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: STORE_CREDENTIAL, required: false, testedBy: 'icrmStoreTest' }],
		properties: [
			eventsField(SLA_EVENT_CHOICES, ['clock.breached', 'clock.warning']),
			filtersField,
			optionsField(listenOptions),
		],
	};

	methods = { ...nodeMethods, loadOptions: filterOptions };

	async trigger(this: ITriggerFunctions) {
		const types = readEvents(this, SLA_EVENT_CHOICES);
		return await listen(this, { types, filter: readFilter(this), example: slaExample(types[0]) });
	}
}
