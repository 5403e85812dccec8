import type { IDataObject } from 'n8n-workflow';
import { listInvitations, type Engine, type Invitation } from '../../engine';
import { limitFields, readFlag, readLimit, readList, simplifyField } from '../shared/fields/fields';
import { locatorField, readLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne, simplified, toIso } from '../shared/run/output';

const STATES: ReadonlyArray<{ name: string; value: Invitation['state']; description: string }> = [
	{ name: 'Answered', value: 'answered', description: 'An answer came; when, nobody learns' },
	{ name: 'Expired', value: 'expired', description: 'The page takes no answers any more' },
	{ name: 'Planned', value: 'planned', description: 'To be sent' },
	{ name: 'Reminded', value: 'reminded', description: 'Given to a workflow a second and last time' },
	{ name: 'Sent', value: 'sent', description: 'Given to a workflow' },
];

const SIMPLE = [
	'invitationId',
	'surveyId',
	'memberId',
	'departmentName',
	'subject',
	'state',
	'sendAt',
	'expiresAt',
];

interface Wanted {
	readonly surveyId: string | undefined;
	readonly states: readonly Invitation['state'][];
	readonly limit: number;
	readonly simplify: boolean;
}

export const getInvitationsOperation = defineOperation<Wanted>({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many invitations',
	description: 'List who was or will be asked, the newest first',
	fields: [
		...limitFields,
		simplifyField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'States',
					name: 'states',
					type: 'multiOptions',
					options: STATES.map((state) => ({ ...state })),
					default: [],
					description: 'Only invitations in one of these states; in any if left empty',
				},
				locatorField('survey', { description: 'Only invitations of this survey' }),
			],
		},
	],

	read(context, itemIndex) {
		const named = readList(context, 'filters.states', itemIndex);
		return {
			surveyId: readLocator(context, 'filters.survey', itemIndex),
			states: STATES.map(({ value }) => value).filter((state) => named.includes(state)),
			limit: readLimit(context, itemIndex) ?? Number.MAX_SAFE_INTEGER,
			simplify: readFlag(context, 'simplify', itemIndex),
		};
	},

	run: (engine, inputs) => oneByOne(inputs, (wanted) => list(engine, wanted)),
});

async function list(engine: Engine, { surveyId, states, limit, simplify }: Wanted): Promise<IDataObject[]> {
	const query = {
		limit,
		...(surveyId === undefined ? {} : { surveyId }),
		...(states.length > 0 ? { states } : {}),
	};
	const invitations = await listInvitations(engine, query);
	return invitations.map((invitation) => invitationOutput(invitation, simplify));
}

/** What is known of an invitation leads to no answer of an anonymous survey, and not to when it came. */
function invitationOutput(
	invitation: Invitation & { readonly departmentName: string },
	simplify: boolean,
): IDataObject {
	const output: IDataObject = {
		invitationId: invitation.id,
		surveyId: invitation.surveyId,
		memberId: invitation.memberId,
		departmentId: invitation.departmentId,
		departmentName: invitation.departmentName,
		customerDepartmentId: invitation.customerDepartmentId,
		subject: invitation.subject,
		occasion: invitation.occasion,
		state: invitation.state,
		sendAt: toIso(invitation.sendAt),
		sentAt: invitation.sentAt === undefined ? null : toIso(invitation.sentAt),
		expiresAt: invitation.expiresAt === undefined ? null : toIso(invitation.expiresAt),
	};
	return simplify ? simplified(output, SIMPLE) : output;
}
