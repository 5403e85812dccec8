import type { Recheck } from '../engine';
import { findInvitations } from './invitation-repository';
import { pluck } from '../pluck';

/** Nobody is asked for an answer that has been given, or that is not taken any more. */
export const recheckInvitations: Recheck = {
	types: ['survey.invite', 'survey.remind'],
	async pointless(db, events, now) {
		const invitations = await findInvitations(db, pluck(events, 'subject'));
		return events.filter(({ subject }) => {
			const { state, expiresAt = Infinity } = invitations.get(subject) ?? { state: 'expired' };
			return state === 'answered' || state === 'expired' || expiresAt <= now;
		});
	},
};
