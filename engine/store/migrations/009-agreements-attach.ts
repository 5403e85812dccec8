import type { Migration } from './migration';

/** A text as JSON has it. There are no control characters in ids and titles. */
const quoted = (column: string) => `'"' || replace(replace(${column}, '\\', '\\\\'), '"', '\\"') || '"'`;
const field = (name: string, column: string) => `coalesce(',"${name}":' || ${quoted(column)}, '')`;

/**
 * How a request was filed can be corrected: what it was opened with is said by the fact of its opening from now on.
 * Agreements apply to open requests, whenever they were made: those are found by their service, and given what was never
 * promised to them. A waiver is for one cycle: clocks that stayed waived after a reopening are read anew.
 */
export const agreementsAttach: Migration = {
	version: 9,
	name: 'agreements attach',
	statements: [
		'create index request_service_open on request (service_id, status, id)',
		'drop index request_service',
		`insert into timer (subject, kind, due_at, revision, attempts)
			select distinct 'attach::' || service_id, 'attach', 0, 0, 0 from agreement where active = 1`,
		`update fact set data = substr(data, 1, length(data) - 1) || (select ${field('title', 'title')} ||
			${field('serviceId', 'service_id')} || ${field('requesterId', 'requester_id')} ||
			${field('customerDepartmentId', 'customer_department_id')} from request where request.id = fact.request_id) || '}'
			where kind = 'opened' and data not like '%"serviceId":%'`,
		"update clock set tz_version = '' where state = 'waived'",
		"update setting set value = '' where name = 'tz_version'",
	],
};
