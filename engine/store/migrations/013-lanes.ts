import type { Migration } from './migration';

/**
 * Whose turn it is: timers and deliveries know the department they are for and how urgent they are, and deliveries what of one
 * instant comes first. The indexes find the first of each department without reading the others.
 */
export const lanes: Migration = {
	version: 13,
	name: 'lanes',
	statements: [
		"alter table timer add column lane text not null default ''",
		'alter table timer add column urgency integer not null default 2',
		'create index timer_lane on timer (lane, urgency, due_at, kind)',
		"alter table delivery add column lane text not null default ''",
		'alter table delivery add column urgency integer not null default 2',
		'alter table delivery add column rank integer not null default 1',
		'drop index delivery_open',
		"create index delivery_open on delivery (subscription_id, visible_at, event_at, rank) where state = 'open'",
		`create index delivery_lane on delivery (subscription_id, lane, urgency, visible_at, event_at, rank)
			where state = 'open'`,
	],
};
