import {
	NodeConnectionTypes,
	type INodeProperties,
	type INodeTypeDescription,
	type TriggerPanelDefinition,
} from 'n8n-workflow';
import { optionsField } from '../fields/fields';
import { pageWebhooks } from '../page/page';
import { publicUrlField } from '../page/page-url';
import { eventsField, type EventChoice } from './events';
import { listenOptions } from './options';

/** What stands in the node itself. */
type Own =
	| 'displayName'
	| 'name'
	| 'icon'
	| 'subtitle'
	| 'description'
	| 'eventTriggerDescription'
	| 'defaults'
	| 'credentials';

/** What is peculiar to a trigger. */
export interface TriggerParts<Type extends string> {
	readonly events: ReadonlyArray<EventChoice<Type>>;
	/** The events chosen at first. */
	readonly chosen: readonly Type[];
	readonly filters: INodeProperties;
	/** The page it serves: its path below the node's own webhook id, and the field of an item that leads to it. */
	readonly page?: { readonly path: string; readonly link: string };
}

/**
 * What the `description` of a trigger has in common with all others. What people see of it first stands in the node itself,
 * where n8n's own checks look for it.
 *
 * @example description: INodeTypeDescription = { displayName: 'SLA (ICRM) Trigger', …, ...triggerNode({ events, … }) }
 */
export const triggerNode = <Type extends string>({
	events,
	chosen,
	filters,
	page,
}: TriggerParts<Type>): Omit<INodeTypeDescription, Own> => ({
	group: ['trigger'],
	version: 1,
	activationMessage: 'From now on this workflow starts with each of the chosen events.',
	triggerPanel: panelOf(page?.link),
	inputs: [],
	outputs: [NodeConnectionTypes.Main],
	...(page ? { webhooks: pageWebhooks(page.path) } : {}),
	properties: [
		eventsField(events, chosen),
		filters,
		optionsField([...listenOptions, ...(page ? [publicUrlField] : [])]),
	],
});

/** The `subtitle` below the node on the canvas: the chosen events, by the names they have in the list. */
export const subtitleOfEvents = (events: ReadonlyArray<EventChoice<string>>): string => {
	const names = Object.fromEntries(events.map(({ value, name }) => [value, name]));
	return `={{ [$parameter["events"]].flat().map((event) => (${JSON.stringify(names)})[event] || event).join(", ") }}`;
};

function panelOf(link: string | undefined): TriggerPanelDefinition {
	const building =
		"<b>While building your workflow</b>, click the 'execute step' button: the newest event is shown, or an example if nothing has happened yet.<br /><br />";
	const executions =
		"executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.";
	const publish = "<b>Once you're happy with your workflow</b>, publish it. It then starts with every event";
	return {
		header: '',
		executionsHelp: {
			inactive: link
				? `${building}${publish}, and the page behind '${link}' can be opened. These ${executions}`
				: `${building}${publish}; these ${executions}`,
			active: `${building}<b>Your workflow also starts by itself</b> with every event, since it is published. These ${executions}`,
		},
		activationHint:
			'Once you’ve finished building your workflow, publish it to have it start with every event.',
	};
}
