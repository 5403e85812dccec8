import type { Migration } from './migration';

/** Whatever requests can be filtered by is found in an index, so that a rare value costs nothing among a million others. */
export const filters: Migration = {
	version: 6,
	name: 'filters',
	statements: [
		'create index clock_state on clock (state, due_at, request_id)',
		// With what is asked of the clocks of one request, so that it is always preferred for that.
		'drop index clock_request',
		'create index clock_request on clock (request_id, state, due_at)',
		'create index request_status on request (status)',
		'create index request_service on request (service_id)',
		'create index request_department on request (department_id)',
		'create index request_assignee on request (assignee_id)',
	],
};
