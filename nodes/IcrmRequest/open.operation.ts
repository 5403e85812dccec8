import type { IExecuteFunctions } from 'n8n-workflow';
import { openRequests, type OpenedRequest, type Outcome } from '../../engine';
import {
	dateTimeField,
	optionsField,
	readFlag,
	readInstant,
	readText,
	requireText,
	simplifyField,
	textField,
} from '../shared/fields/fields';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { presentRequest } from './present-request';
import {
	actorField,
	descriptionField,
	externalUrlField,
	historyField,
	memberField,
	priorityField,
	sourceField,
} from './request-fields';

const fields = [
	textField({
		name: 'title',
		displayName: 'Title',
		placeholder: 'e.g. Laptop for the new colleague',
		description: 'What is asked for, in one line',
		required: true,
	}),
	descriptionField,
	locatorField('service', {
		description: "What it is about. The service's department gets it, its agreement says when it is due.",
		required: true,
	}),
	memberField({
		name: 'requester',
		displayName: 'Requester',
		description: 'The internal customer. Their department is the customer, unless the options say otherwise.',
	}),
	priorityField,
	optionsField([
		actorField,
		memberField({
			name: 'assignee',
			displayName: 'Assignee',
			description: 'Who works on it. Empty means that the department has yet to decide.',
		}),
		locatorField('department', {
			name: 'customerDepartment',
			displayName: 'Customer Department',
			description: "The department that asks, where it is not the requester's own",
		}),
		textField({
			name: 'externalRef',
			displayName: 'External Reference',
			placeholder: 'e.g. JIRA-4711',
			description:
				"The ticket's number elsewhere. Opening the same one again changes nothing and returns the request as it is.",
		}),
		historyField,
		dateTimeField({
			name: 'openedAt',
			displayName: 'Opened At',
			description: "When it was asked for, in the workflow's time zone. Empty means now.",
		}),
		sourceField,
		externalUrlField,
	]),
	simplifyField,
];

const read = (context: IExecuteFunctions, itemIndex: number) => ({
	simplify: readFlag(context, 'simplify', itemIndex),
	request: {
		title: requireText(context, 'title', itemIndex, 'Title'),
		description: readText(context, 'description', itemIndex),
		serviceId: requireLocator(context, 'service', itemIndex, 'Service'),
		requester: readLocator(context, 'requester', itemIndex),
		priority: readText(context, 'priority', itemIndex)?.toLowerCase(),
		assignee: readLocator(context, 'options.assignee', itemIndex),
		customerDepartmentId: readLocator(context, 'options.customerDepartment', itemIndex),
		externalRef: readText(context, 'options.externalRef', itemIndex),
		externalUrl: readText(context, 'options.externalUrl', itemIndex),
		openedAt: readInstant(context, 'options.openedAt', itemIndex),
		actor: readText(context, 'options.actor', itemIndex),
		source: readText(context, 'options.source', itemIndex),
		history: readFlag(context, 'options.history', itemIndex),
	},
});

export const open = defineOperation({
	value: 'open',
	name: 'Open',
	action: 'Open request',
	description: 'Start the clocks of what an internal customer asks for, under the agreement that applies',
	fields,
	read,
	async run(engine, inputs: readonly ReturnType<typeof read>[], context) {
		const opened = await openRequests(
			engine,
			inputs.map(({ request }) => request),
		);
		hintAtMissingAgreements(context, opened);
		return mapOutcomes(opened, (view, index) => presentRequest(view, inputs[index]?.simplify ?? true));
	},
});

/** Without an agreement nothing is due, and nobody would notice until it is late. */
function hintAtMissingAgreements(
	context: IExecuteFunctions,
	opened: readonly Outcome<OpenedRequest>[],
): void {
	const services = opened.flatMap((outcome) =>
		outcome.ok && outcome.value.created && outcome.value.clocks.length === 0
			? [String(outcome.value.serviceName)]
			: [],
	);
	if (services.length === 0) return;
	const names = [...new Set(services)].slice(0, 5).join(', ');
	context.addExecutionHints({
		message: `Opened without due dates: ${services.length} of ${opened.length}. No active agreement covers ${names}; add one with ICRM Agreement.`,
		location: 'outputPane',
	});
}
