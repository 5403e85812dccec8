import type { Migration } from './migration';

/**
 * One run at a time for a request and policy, whatever number of its promises is broken. Whoever was notified of it may be
 * called off before it ends.
 */
export const oneRun: Migration = {
	version: 10,
	name: 'one run for all that is broken',
	statements: [
		"alter table escalation_run add column broken text not null default '[]'",
		// There are no control characters in the ids of clocks.
		`update escalation_run set broken = '[{"clockId":"' || replace(replace(clock_id, '\\', '\\\\'), '"', '\\"') ||
			'","cycle":' || cycle || '}]' where clock_id is not null`,
		'alter table escalation_run drop column clock_id',
		'alter table escalation_run drop column cycle',
		'alter table escalation_run add column passes integer',
		'alter table notification add column called_off_at bigint',
	],
};
