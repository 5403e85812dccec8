import type { IDataObject } from 'n8n-workflow';
import { reachMilestones, type ReachedMilestone, type ReachInput } from '../../engine';
import {
	dateTimeField,
	readInstant,
	readList,
	readText,
	requireText,
	textField,
} from '../shared/fields/fields';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes, toIso } from '../shared/run/output';
import { askedOutput, atMostOnceField, departmentRatedField, readAtMostOnce } from './asking';

export const reachMilestoneOperation = defineOperation<ReachInput>({
	value: 'reach',
	name: 'Reach',
	action: 'Reach milestone',
	description: 'Say that a milestone is reached, so that the people who were served are asked',
	fields: [
		textField({
			displayName: 'Name',
			name: 'name',
			required: true,
			placeholder: 'e.g. Office move finished',
			description: 'What people are asked about; they read it in their mail',
		}),
		departmentRatedField,
		{
			displayName: 'Customer Department Names or IDs',
			name: 'customerDepartments',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDepartments' },
			required: true,
			default: [],
			description:
				'Whose people are asked. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		locatorField('survey', {
			description: 'Which asks them. Left empty, the milestone is only recorded and nobody is asked.',
		}),
		textField({
			displayName: 'External Reference',
			name: 'externalRef',
			placeholder: 'e.g. JIRA-1042',
			description:
				'What the other system calls it. The same one twice is one milestone: nobody is asked again.',
		}),
		textField({
			displayName: 'Project',
			name: 'project',
			placeholder: 'e.g. Office move',
			description: 'What it belongs to',
		}),
		dateTimeField({
			displayName: 'Reached At',
			name: 'reachedAt',
			description: "When it was reached, in the workflow's time zone; now if left empty",
		}),
		atMostOnceField,
	],

	read: (context, itemIndex) => ({
		milestone: {
			name: requireText(context, 'name', itemIndex, 'Name'),
			departmentId: requireLocator(context, 'department', itemIndex, 'Department Rated'),
			customerDepartmentIds: readList(context, 'customerDepartments', itemIndex),
			externalRef: readText(context, 'externalRef', itemIndex),
			project: readText(context, 'project', itemIndex),
			reachedAt: readInstant(context, 'reachedAt', itemIndex),
		},
		surveyId: readLocator(context, 'survey', itemIndex),
		atMostOnceInDays: readAtMostOnce(context, itemIndex),
	}),

	run: async (engine, inputs) => mapOutcomes(await reachMilestones(engine, inputs), milestoneOutput),
});

const milestoneOutput = ({ milestone, created, ...asked }: ReachedMilestone): IDataObject => ({
	milestoneId: milestone.id,
	externalRef: milestone.externalRef ?? null,
	name: milestone.name,
	project: milestone.project ?? null,
	departmentId: milestone.departmentId,
	customerDepartmentIds: [...milestone.customerDepartmentIds],
	reachedAt: toIso(milestone.reachedAt),
	created,
	...askedOutput(asked),
});
