import type { Department } from '../directory';
import type { InvitationFields } from '../event';
import { toIso } from '../input/instant';
import type { Invitation, Survey } from './types';

/** An invitation as a workflow sees it, without whom it went to. */
export function describeInvitation(
	invitation: Invitation,
	survey: Survey,
	departments: ReadonlyMap<string, Department>,
): InvitationFields {
	const nameOf = (id: string) => departments.get(id)?.name ?? id;
	return {
		invitationId: invitation.id,
		surveyId: survey.id,
		surveyName: survey.name,
		scale: survey.scale,
		anonymity: survey.anonymity,
		subject: invitation.subject,
		occasion: invitation.occasion,
		departmentId: invitation.departmentId,
		departmentName: nameOf(invitation.departmentId),
		customerDepartmentId: invitation.customerDepartmentId,
		customerDepartmentName: nameOf(invitation.customerDepartmentId),
		sentAt: toIso(invitation.sentAt),
		expiresAt: toIso(invitation.expiresAt),
	};
}
