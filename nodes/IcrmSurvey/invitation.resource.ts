import type { Resource } from '../shared/run/operation';
import { getInvitationsOperation } from './get-invitations.operation';
import { inviteOperation } from './invite.operation';

export const invitationResource: Resource = {
	value: 'invitation',
	name: 'Invitation',
	description: 'One person asked by one survey on one occasion',
	operations: [inviteOperation, getInvitationsOperation],
};
