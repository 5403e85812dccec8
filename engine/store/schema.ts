import type { Insertable, Selectable } from 'kysely';

/** What a column holds, `?` where it may be null. A flag is 0 or 1, JSON is text. */
interface Kinds {
	text: string;
	'text?': string | null;
	number: number;
	'number?': number | null;
	flag: number;
	json: string;
}

/**
 * The tables, as both databases hold them. Instants are epoch milliseconds, flags are 0 or 1,
 * JSON is text: so that one query means the same thing on SQLite and on PostgreSQL.
 */
export const TABLES = {
	icrm_migration: { version: 'number', name: 'text', checksum: 'text', applied_at: 'number' },
	setting: { name: 'text', value: 'text' },

	calendar: { id: 'text', name: 'text', revision: 'number', spec: 'json', updated_at: 'number' },
	calendar_revision: { calendar_id: 'text', revision: 'number', spec: 'json', created_at: 'number' },
	department: {
		id: 'text',
		name: 'text',
		head_id: 'text?',
		calendar_id: 'text?',
		updated_at: 'number',
	},
	member: {
		id: 'text',
		name: 'text',
		email: 'text',
		department_id: 'text',
		manager_id: 'text?',
		locale: 'text',
		active: 'flag',
		updated_at: 'number',
	},
	service: { id: 'text', name: 'text', department_id: 'text', updated_at: 'number', confidential: 'flag' },
	member_source: { member_id: 'text', source: 'text' },
	absence: {
		id: 'text',
		member_id: 'text',
		away_from: 'number',
		away_until: 'number',
		delegate_id: 'text?',
		source: 'text',
	},
	notice: { request_id: 'text', source_ref: 'text', at: 'number' },

	agreement: {
		id: 'text',
		name: 'text',
		kind: 'text',
		service_id: 'text',
		customer_department_id: 'text?',
		version: 'number',
		active: 'flag',
		updated_at: 'number',
	},
	agreement_version: { agreement_id: 'text', version: 'number', spec: 'json', created_at: 'number' },
	request: {
		id: 'text',
		external_ref: 'text?',
		title: 'text',
		service_id: 'text',
		customer_department_id: 'text?',
		requester_id: 'text?',
		department_id: 'text',
		assignee_id: 'text?',
		priority: 'text',
		status: 'text',
		opened_at: 'number',
		last_fact_at: 'number',
		last_seq: 'number',
		description: 'text?',
		external_url: 'text?',
	},
	fact: {
		request_id: 'text',
		seq: 'number',
		kind: 'text',
		at: 'number',
		actor: 'text?',
		source: 'text',
		source_ref: 'text?',
		data: 'json',
		recorded_at: 'number',
	},
	heard_source: {
		source: 'text',
		up_to: 'number',
		heard_at: 'number',
		/** Between its runs, usually. */
		distance_ms: 'number?',
		patience_ms: 'number',
		/** What was read behind a gap, and when that was seen first. */
		gap_up_to: 'number?',
		gap_since: 'number?',
	},
	clock: {
		id: 'text',
		request_id: 'text',
		agreement_id: 'text',
		agreement_version: 'number',
		calendar_id: 'text',
		calendar_revision: 'number',
		tz_version: 'text',
		metric: 'text',
		cycle: 'number',
		state: 'text',
		target_ms: 'number?',
		elapsed_ms: 'number',
		due_at: 'number?',
		next_at: 'number?',
		/** What has been said of it, JSON list of announcements; of older versions, of names. */
		fired: 'json',
		breached_at: 'number?',
		/** The source whose news it waits for before it is judged. */
		held_for: 'text?',
	},

	escalation_policy: { id: 'text', name: 'text', version: 'number', updated_at: 'number' },
	escalation_policy_version: { policy_id: 'text', version: 'number', spec: 'json', created_at: 'number' },
	escalation_run: {
		id: 'text',
		policy_id: 'text',
		policy_version: 'number',
		request_id: 'text',
		broken: 'json',
		state: 'text',
		pass: 'number',
		passes: 'number?',
		level: 'number',
		next_at: 'number?',
		started_at: 'number',
		ended_at: 'number?',
		acknowledged_by: 'text?',
		revision: 'number',
		left_ms: 'number?',
		/** What whoever sees to it, or passed it on, wrote on the page. */
		note: 'text?',
		noted_by: 'text?',
	},
	notification: {
		id: 'text',
		run_id: 'text',
		pass: 'number',
		level: 'number',
		member_id: 'text',
		channel: 'text',
		why: 'json',
		created_at: 'number',
		called_off_at: 'number?',
		/** What its link is found by. */
		code: 'text?',
		/** When it was put back for a summary, when that was made, and its event. */
		held_at: 'number?',
		summed_up_at: 'number?',
		summary_id: 'text?',
	},

	survey: {
		id: 'text',
		name: 'text',
		version: 'number',
		anonymity: 'text',
		asked: 'flag',
		updated_at: 'number',
	},
	survey_version: { survey_id: 'text', version: 'number', spec: 'json', created_at: 'number' },
	milestone: {
		id: 'text',
		external_ref: 'text?',
		name: 'text',
		project: 'text?',
		department_id: 'text',
		customer_department_ids: 'json',
		reached_at: 'number',
	},
	invitation: {
		id: 'text',
		survey_id: 'text',
		survey_version: 'number',
		member_id: 'text',
		department_id: 'text',
		customer_department_id: 'text',
		occasion: 'text',
		subject: 'text',
		state: 'text',
		send_at: 'number',
		sent_at: 'number?',
		expires_at: 'number?',
	},
	response: {
		id: 'text',
		survey_id: 'text',
		survey_version: 'number',
		department_id: 'text',
		customer_department_id: 'text',
		week: 'text',
		rating: 'number',
		comment: 'text?',
		invitation_id: 'text?',
	},

	timer: {
		subject: 'text',
		kind: 'text',
		due_at: 'number',
		revision: 'number',
		attempts: 'number',
		last_error: 'text?',
		lane: 'text',
		urgency: 'number',
	},
	event: {
		id: 'text',
		type: 'text',
		subject: 'text',
		request_id: 'text?',
		service_id: 'text?',
		department_id: 'text?',
		at: 'number',
		recorded_at: 'number',
		data: 'json',
	},
	subscription: {
		id: 'text',
		types: 'json',
		filter: 'json',
		label: 'text',
		created_at: 'number',
		seen_at: 'number',
	},
	delivery: {
		subscription_id: 'text',
		event_id: 'text',
		state: 'text',
		attempt: 'number',
		visible_at: 'number',
		event_at: 'number',
		last_error: 'text?',
		ended_at: 'number?',
		// Of the newest attempt; null while it runs. In `SettledBy` of the timeline.
		settled_by: 'text?',
		// The attempts that had been made when it was last retried: `attempt` counts on, so that no attempt's number comes twice.
		retried_after: 'number',
		// Attempts since then whose executions never ended.
		lapses: 'number',
		lane: 'text',
		urgency: 'number',
		// What follows from something of the same instant comes after it.
		rank: 'number',
	},
	step: { subscription_id: 'text', event_id: 'text', step: 'text', at: 'number' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, keyof Kinds>>>>;

/** The same for the compiler. */
export type Schema = {
	-readonly [T in keyof Tables]: {
		-readonly [C in keyof Tables[T]]: Tables[T][C] extends keyof Kinds ? Kinds[Tables[T][C]] : never;
	};
};
export type Tables = typeof TABLES;
export type TableName = keyof Schema & string;
export type Row<T extends TableName> = Selectable<Schema[T]>;
export type NewRow<T extends TableName> = Insertable<Schema[T]>;
