import type { Migration } from './migration';

/**
 * What was asked, and where its ticket is. Nobody said so of what is there: both stay empty. What a confidential service is asked
 * for is not shown in mails; no service was confidential before.
 */
export const requestDetails: Migration = {
	version: 12,
	name: 'request details',
	statements: [
		'alter table request add column description text',
		'alter table request add column external_url text',
		'alter table service add column confidential integer not null default 0',
	],
};
