import type { IDataObject } from 'n8n-workflow';
import { previewPolicy, type PreviewInput, type PreviewStep } from '../../engine';
import { dateTimeField, readFlag, readInstant } from '../shared/fields/fields';
import { locatorField, readLocator, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';

export const previewOperation = defineOperation({
	value: 'preview',
	name: 'Preview',
	action: 'Preview policy',
	description: 'See who would be notified, when and why; nobody is notified',
	fields: [
		locatorField('policy', { required: true }),
		locatorField('department', { required: true, description: 'Which holds the request' }),
		locatorField('member', {
			name: 'assignee',
			displayName: 'Assignee',
			description: 'Who has the request; nobody if left empty',
		}),
		dateTimeField({
			displayName: 'From',
			name: 'from',
			description: 'When the agreement is breached; now if left empty',
		}),
		locatorField('calendar', {
			description:
				'That of the agreement the policy is used with; the one of the department if left empty. Not needed where the policy has its own.',
		}),
		{
			displayName: 'Picture',
			name: 'picture',
			type: 'boolean',
			default: false,
			description:
				'Whether each item also has the whole preview as a picture: the text of an SVG file, under <code>picture</code>',
		},
	],

	read: (context, itemIndex): PreviewInput & { readonly isDrawn: boolean } => ({
		policyId: requireLocator(context, 'policy', itemIndex, 'Escalation Policy'),
		departmentId: requireLocator(context, 'department', itemIndex, 'Department'),
		assigneeId: readLocator(context, 'assignee', itemIndex),
		from: readInstant(context, 'from', itemIndex),
		calendarId: readLocator(context, 'calendar', itemIndex),
		isDrawn: readFlag(context, 'picture', itemIndex),
	}),

	run: (engine, inputs) =>
		oneByOne(inputs, async ({ isDrawn, ...input }) => {
			const { steps, picture } = await previewPolicy(engine, input);
			return steps.map((step) => ({
				...stepOutput(input.policyId, step),
				...(isDrawn ? { picture } : {}),
			}));
		}),
});

/** Names and reasons once more as plain texts: most tables show no lists. */
const stepOutput = (policyId: string, { pass, level, at, told, justTold }: PreviewStep): IDataObject => ({
	policyId,
	pass,
	level,
	at,
	who: told.length > 0 ? told.map(({ name }) => name).join(', ') : null,
	why:
		told.length > 0
			? told.map(({ why }) => why).join(' ')
			: justTold.length > 0
				? `Notified less than 30 minutes of working time before: ${justTold.join(', ')}. The level counts as notified.`
				: 'Nobody is found for this level. If there is a next one, it has its turn at once.',
	told: told.map((person) => ({ ...person })),
});
