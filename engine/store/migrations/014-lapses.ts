import type { Migration } from './migration';

/** How often an execution never ended, apart from how often one failed: both back off. */
export const lapses: Migration = {
	version: 14,
	name: 'lapses',
	statements: [
		'alter table delivery add column lapses integer not null default 0',
		'create index event_recorded on event (recorded_at)',
		// It finds the dead ones as well.
		'drop index delivery_dead',
		'create index delivery_ended on delivery (state, ended_at)',
	],
};
