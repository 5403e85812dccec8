import type { INodeProperties } from 'n8n-workflow';
import { isAnybodyListening, savePolicies } from '../../engine';
import { durationField, readText, requireText, textField } from '../shared/fields/fields';
import { fieldsOrJson, isGivenAsJson, readRecord } from '../shared/fields/input-mode';
import { locatorField, readLocator } from '../shared/fields/locators';
import { giveHint } from '../shared/run/hint';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { levelsField, readLevels } from './policy-levels';
import { policyOutput } from './policy-output';

const EXAMPLE =
	'{"id": "it-default", "levels": [{"targets": [{"kind": "assignee"}]}, {"delay": "30 min", "targets": [{"kind": "manager"}, {"kind": "member", "memberId": "E-1042"}]}], "repeat": 1}';

const NOBODY_SENDS =
	"No published workflow listens to 'Notification Due' of the ICRM Escalation Trigger: escalations wait until one does. The template 'Escalate an SLA breach by email' does.";

const FIELDS: readonly INodeProperties[] = [
	textField({
		displayName: 'Policy ID',
		name: 'id',
		required: true,
		placeholder: 'e.g. it-default',
		description: 'Short and stable, without spaces: what agreements refer to',
	}),
	textField({
		displayName: 'Name',
		name: 'name',
		placeholder: 'e.g. IT, up the line',
		description:
			'What people read in their mail. Left empty, a stored policy keeps its name, and a new one is called by its ID.',
	}),
	levelsField,
	{
		displayName: 'Repeat',
		name: 'repeat',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 20 },
		default: 0,
		description:
			'How many further times to go through all levels while no one takes ownership of the request',
	},
	durationField({
		displayName: 'Repeat After',
		name: 'repeatAfter',
		placeholder: 'e.g. 2 working hours',
		description:
			'From the last level to the first one again. Needed where levels are repeated and the first has no delay.',
	}),
	durationField({
		displayName: 'Exhausted After',
		name: 'exhaustedAfter',
		placeholder: 'e.g. 1 working hour',
		description: 'From the last level to the event that no one has reacted; one working hour if left empty',
	}),
	durationField({
		displayName: 'Acknowledgement Lasts',
		name: 'acknowledgedFor',
		placeholder: 'e.g. 1 working day',
		description:
			'If a promise is still broken after that, the first level and whoever took ownership are notified; one working day if left empty',
	}),
	durationField({
		displayName: 'Waiting Notice After',
		name: 'waitingNoticeAfter',
		placeholder: 'e.g. 2 working days',
		description:
			'If the overdue request has been paused for so long, whoever was notified last is told once; two working days if left empty',
	}),
	locatorField('member', {
		name: 'owner',
		displayName: 'Owner',
		description:
			'Who is notified where no one else can be found: the policy is theirs to mend. Left empty, an escalation that finds no one ends with the event Nobody Found.',
	}),
	locatorField('calendar', {
		description:
			'The working hours that delays count in. Left empty, those of the agreement that was breached.',
	}),
];

export const upsertPolicyOperation = defineOperation<unknown>({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update policy',
	description: 'Save a policy, known by its ID; escalations that are under way go on as they began',
	fields: fieldsOrJson('policy', FIELDS, EXAMPLE),

	read: (context, itemIndex) =>
		isGivenAsJson(context, itemIndex)
			? readRecord(context, itemIndex, 'policy', ['change', 'version'])
			: {
					id: requireText(context, 'id', itemIndex, 'Policy ID'),
					name: readText(context, 'name', itemIndex),
					levels: readLevels(context, itemIndex),
					repeat: context.getNodeParameter('repeat', itemIndex, 0),
					repeatAfter: readText(context, 'repeatAfter', itemIndex),
					exhaustedAfter: readText(context, 'exhaustedAfter', itemIndex),
					acknowledgedFor: readText(context, 'acknowledgedFor', itemIndex),
					waitingNoticeAfter: readText(context, 'waitingNoticeAfter', itemIndex),
					ownerId: readLocator(context, 'owner', itemIndex),
					calendarId: readLocator(context, 'calendar', itemIndex),
				},

	run: async (engine, inputs, context) => {
		const saved = await savePolicies(engine, inputs);
		if (!(await isAnybodyListening(engine, 'escalation.notify'))) giveHint(context, NOBODY_SENDS);
		return mapOutcomes(saved, ({ change, ...policy }) => ({ ...policyOutput(policy), change }));
	},
});
