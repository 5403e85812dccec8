import type { Migration } from './migration';

/** Participation (`invitation`) and answers (`response`) share no key where a survey is anonymous. */
export const surveys: Migration = {
	version: 2,
	name: 'surveys',
	statements: [
		`create table survey (id text primary key, name text not null, version integer not null, anonymity text not null,
			asked integer not null, updated_at bigint not null)`,
		`create table survey_version (survey_id text not null references survey (id), version integer not null,
			spec text not null, created_at bigint not null, primary key (survey_id, version))`,
		`create table milestone (id text primary key, external_ref text unique, name text not null, project text,
			department_id text not null references department (id), customer_department_ids text not null,
			reached_at bigint not null)`,
		`create table invitation (id text primary key, survey_id text not null references survey (id),
			survey_version integer not null, member_id text not null references member (id),
			department_id text not null references department (id),
			customer_department_id text not null references department (id), occasion text not null, subject text not null,
			state text not null, send_at bigint not null, sent_at bigint, expires_at bigint)`,
		'create unique index invitation_occasion on invitation (survey_id, occasion, member_id)',
		'create index invitation_member on invitation (member_id, send_at)',
		`create table response (id text primary key, survey_id text not null references survey (id),
			survey_version integer not null, department_id text not null, customer_department_id text not null,
			week text not null, rating integer not null, comment text, invitation_id text unique references invitation (id))`,
		'create index response_survey on response (survey_id)',
	],
};
