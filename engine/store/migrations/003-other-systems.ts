import type { Migration } from './migration';

/** What the company's own systems say: whose list a member is on, who is away until when, which notices of a ticket came. */
export const otherSystems: Migration = {
	version: 3,
	name: 'other systems',
	statements: [
		`create table member_source (member_id text primary key references member (id), source text not null)`,
		'create index member_source_source on member_source (source)',
		`create table absence (id text primary key, member_id text not null references member (id),
			away_from bigint not null, away_until bigint not null, delegate_id text references member (id),
			source text not null)`,
		'create index absence_member on absence (member_id, away_until)',
		'create index absence_source on absence (source)',
		`create table notice (request_id text not null references request (id), source_ref text not null,
			at bigint not null, primary key (request_id, source_ref))`,
	],
};
