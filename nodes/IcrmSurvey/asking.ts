import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, type Invitation, type LeftOut } from '../../engine';
import { locatorField } from '../shared/fields/locators';
import { toIso } from '../shared/run/output';

/** What a milestone and an invitation by hand have in common. */

export const departmentRatedField = locatorField('department', {
	displayName: 'Department Rated',
	required: true,
	description: 'Whose work is rated. Its own people are not asked.',
});

export const atMostOnceField: INodeProperties = {
	displayName: 'Ask at Most Once In (Days)',
	name: 'atMostOnceInDays',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 14,
	description: 'Who is asked by any survey within this many days is left out, and the output says so',
};

export function readAtMostOnce(context: IExecuteFunctions, itemIndex: number): number {
	const days = Number(context.getNodeParameter('atMostOnceInDays', itemIndex, 14));
	if (Number.isFinite(days) && days >= 0) return days;
	throw invalid(
		'atMostOnceInDays',
		days,
		`'Ask at Most Once In (Days)' is ${days}`,
		'Give a number of days, 14 for example; 0 asks everybody each time.',
	);
}

interface Asked {
	readonly invitations: readonly Invitation[];
	readonly leftOut: readonly LeftOut[];
}

/** Who is asked and when, and who is not and why. */
export const askedOutput = ({ invitations, leftOut }: Asked): IDataObject => ({
	invited: invitations.length,
	leftOut: leftOut.map((each) => ({ ...each })),
	invitations: invitations.map(({ id, memberId, sendAt }) => ({
		invitationId: id,
		memberId,
		sendAt: toIso(sendAt),
	})),
});
