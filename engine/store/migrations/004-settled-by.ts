import type { Migration } from './migration';

/** Who settled the newest attempt of a delivery, and how many attempts had been made when it was last retried. */
export const settledBy: Migration = {
	version: 4,
	name: 'settled by',
	statements: [
		'alter table delivery add column settled_by text',
		'alter table delivery add column retried_after integer not null default 0',
	],
};
