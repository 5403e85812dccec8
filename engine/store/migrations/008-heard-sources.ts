import type { Migration } from './migration';

/**
 * How far each other system has been heard, and which clocks wait for it before they are judged. Two systems may have the same
 * name for what they say of one request.
 */
export const heardSources: Migration = {
	version: 8,
	name: 'heard-sources',
	statements: [
		`create table heard_source (source text not null primary key, up_to bigint not null, heard_at bigint not null,
			distance_ms bigint, patience_ms bigint not null, gap_up_to bigint, gap_since bigint)`,
		'alter table clock add column held_for text',
		'drop index fact_source_ref',
		'create unique index fact_source_ref on fact (request_id, source, source_ref) where source_ref is not null',
		'create index clock_held on clock (held_for) where held_for is not null',
	],
};
