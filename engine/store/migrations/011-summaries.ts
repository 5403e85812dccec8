import type { Migration } from './migration';

/**
 * Whoever would get too many messages in an hour is told of the rest in one. Links are short: a notification has a code. What
 * somebody wrote on the page is kept with the run.
 */
export const summaries: Migration = {
	version: 11,
	name: 'summaries, short links, notes',
	statements: [
		'alter table notification add column code text',
		'alter table notification add column held_at bigint',
		'alter table notification add column summed_up_at bigint',
		'alter table notification add column summary_id text',
		'create index notification_code on notification (code) where code is not null',
		'create index notification_member on notification (member_id, created_at)',
		`create index notification_held on notification (member_id)
			where held_at is not null and summed_up_at is null and called_off_at is null`,
		`create index notification_summary on notification (summary_id)
			where summary_id is not null and called_off_at is null`,
		'alter table escalation_run add column note text',
		'alter table escalation_run add column noted_by text',
	],
};
