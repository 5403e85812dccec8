import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, saveAgreements, valuesOf } from '../../engine';
import { optionsField, readCollection, readText, requireText, textField } from '../shared/fields/fields';
import { fieldsOrJson, isGivenAsJson, readRecord } from '../shared/fields/input-mode';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { giveHint, listed } from '../shared/run/hint';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { describeAgreement } from './describe-agreement';
import { readTargets, targetsFields } from './targets-field';

const EXAMPLE =
	'{"id": "laptop-sla", "serviceId": "laptop", "calendarId": "berlin", "targets": [{"metric": "resolution", "target": "2 working days"}]}';

const options: readonly INodeProperties[] = [
	{
		displayName: 'Active',
		name: 'active',
		type: 'boolean',
		default: true,
		description: 'Whether it applies. Requests opened under it keep their clocks.',
	},
	locatorField('department', {
		name: 'customerDepartment',
		displayName: 'Customer Department',
		description: 'Who it applies to. Left empty, every department without an agreement of its own.',
	}),
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		options: [
			{ name: 'OLA', value: 'ola', description: 'Between departments, underneath an SLA' },
			{ name: 'SLA', value: 'sla', description: 'To the internal customer' },
			{ name: 'UC', value: 'uc', description: 'With an outside supplier' },
		],
		default: 'sla',
	},
	{
		displayName: 'On Reopen',
		name: 'onReopen',
		type: 'options',
		options: [
			{ name: 'Continue', value: 'continue', description: 'The time already used counts' },
			{ name: 'Restart', value: 'restart', description: 'The clocks begin anew' },
		],
		default: 'continue',
		description: 'What the clocks do when a resolved request is opened again',
	},
	textField({
		name: 'settlingTime',
		displayName: 'Settling Time',
		placeholder: 'e.g. 10 min',
		description:
			'How long a breach that had passed before ICRM heard of it is held back, so that news on their way can prove it wrong. Empty means 2 minutes.',
	}),
	textField({
		name: 'warnAtPercent',
		displayName: 'Warn At Percent',
		default: '80',
		placeholder: 'e.g. 50, 80',
		description: 'How much of a target is used up when a warning is given. Empty for no warning.',
	}),
];

/** 'Create or Update'. Saves the whole agreement: what is not given returns to its default. */
export const upsertOperation = defineOperation<unknown>({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update agreement',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: fieldsOrJson(
		'agreement',
		[
			textField({
				name: 'id',
				displayName: 'Agreement ID',
				required: true,
				placeholder: 'e.g. laptop-sla',
				description: 'Short and stable, without spaces: what other records and workflows refer to',
			}),
			textField({
				name: 'name',
				displayName: 'Name',
				placeholder: 'e.g. New laptop within two days',
				description: 'Left empty, a stored agreement keeps its name, and a new one is called by its ID',
			}),
			locatorField('service', { required: true, description: 'Which service it covers' }),
			locatorField('calendar', {
				required: true,
				description: 'The working hours its clocks count in, and how long one working day is',
			}),
			...targetsFields,
			locatorField('policy', {
				name: 'escalationPolicy',
				description: 'Who is notified, level by level, when a target is missed. Left empty, nobody is.',
			}),
			optionsField(options),
		],
		EXAMPLE,
	),
	read: (context, itemIndex) =>
		isGivenAsJson(context, itemIndex)
			? readRecord(context, itemIndex, 'agreement', ['change', 'version'])
			: readFields(context, itemIndex),
	run: async (engine, inputs, context) => {
		const saved = await saveAgreements(engine, inputs);
		const silent = valuesOf(saved).filter(
			({ active, escalationPolicyId }) => active && escalationPolicyId === undefined,
		);
		giveHint(
			context,
			silent.length === 0
				? undefined
				: `Nobody is notified when these are broken: ${listed(silent.map(({ name }) => name))}. Choose an 'Escalation Policy' if somebody is to be.`,
		);
		return mapOutcomes(saved, describeAgreement);
	},
});

function readFields(context: IExecuteFunctions, itemIndex: number): object {
	const { kind, onReopen, active, warnAtPercent } = readCollection(context, 'options', itemIndex);
	return {
		id: requireText(context, 'id', itemIndex, 'Agreement ID'),
		name: readText(context, 'name', itemIndex),
		serviceId: requireLocator(context, 'service', itemIndex, 'Service'),
		calendarId: requireLocator(context, 'calendar', itemIndex, 'Calendar'),
		targets: readTargets(context, itemIndex),
		escalationPolicyId: readLocator(context, 'escalationPolicy', itemIndex),
		customerDepartmentId: readLocator(context, 'options.customerDepartment', itemIndex),
		kind,
		onReopen,
		active,
		settlingTime: readText(context, 'options.settlingTime', itemIndex),
		warnAtPercent: warnAtPercent === undefined ? undefined : percentagesOf(warnAtPercent),
	};
}

/** `50, 80` and `80 %`, or a list of numbers that an expression gives. */
function percentagesOf(value: unknown): number[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(/[,;\s]+/);
	return parts
		.map((part) => String(part).replace('%', '').trim())
		.filter((part) => part !== '')
		.map((part) => {
			if (/^\d+(?:\.\d+)?$/.test(part)) return Number(part);
			throw invalid(
				'options.warnAtPercent',
				value,
				`'Warn At Percent' has "${part}", which is not a number`,
				'Write percentages with commas between them, for example 50, 80.',
			);
		});
}
