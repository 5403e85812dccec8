import type { Migration } from './migration';

/** A run of an escalation waits while its request does: what is left of the delay to its next level. */
export const announcements: Migration = {
	version: 5,
	name: 'announcements',
	statements: ['alter table escalation_run add column left_ms bigint'],
};
