import type { Insertable, Selectable } from 'kysely';

/**
 * The tables, as both databases hold them. Instants are epoch milliseconds, flags are 0 or 1,
 * JSON is text: so that one query means the same thing on SQLite and on PostgreSQL.
 */
export interface Schema {
	icrm_migration: { version: number; name: string; checksum: string; applied_at: number };
	setting: { name: string; value: string };

	calendar: { id: string; name: string; revision: number; spec: string; updated_at: number };
	calendar_revision: { calendar_id: string; revision: number; spec: string; created_at: number };
	department: {
		id: string;
		name: string;
		head_id: string | null;
		calendar_id: string | null;
		updated_at: number;
	};
	member: {
		id: string;
		name: string;
		email: string;
		department_id: string;
		manager_id: string | null;
		locale: string;
		active: number;
		updated_at: number;
	};
	service: { id: string; name: string; department_id: string; updated_at: number };
	member_source: { member_id: string; source: string };
	absence: {
		id: string;
		member_id: string;
		away_from: number;
		away_until: number;
		delegate_id: string | null;
		source: string;
	};
	notice: { request_id: string; source_ref: string; at: number };

	agreement: {
		id: string;
		name: string;
		kind: string;
		service_id: string;
		customer_department_id: string | null;
		version: number;
		active: number;
		updated_at: number;
	};
	agreement_version: { agreement_id: string; version: number; spec: string; created_at: number };
	request: {
		id: string;
		external_ref: string | null;
		title: string;
		service_id: string;
		customer_department_id: string | null;
		requester_id: string | null;
		department_id: string;
		assignee_id: string | null;
		priority: string;
		status: string;
		opened_at: number;
		last_fact_at: number;
		last_seq: number;
	};
	fact: {
		request_id: string;
		seq: number;
		kind: string;
		at: number;
		actor: string | null;
		source: string;
		source_ref: string | null;
		data: string;
		recorded_at: number;
	};
	clock: {
		id: string;
		request_id: string;
		agreement_id: string;
		agreement_version: number;
		calendar_id: string;
		calendar_revision: number;
		tz_version: string;
		metric: string;
		cycle: number;
		state: string;
		target_ms: number | null;
		elapsed_ms: number;
		due_at: number | null;
		next_at: number | null;
		/** Thresholds whose event was written in this cycle, JSON list of their names. */
		fired: string;
		breached_at: number | null;
	};

	escalation_policy: { id: string; name: string; version: number; updated_at: number };
	escalation_policy_version: { policy_id: string; version: number; spec: string; created_at: number };
	escalation_run: {
		id: string;
		policy_id: string;
		policy_version: number;
		request_id: string;
		clock_id: string | null;
		cycle: number;
		state: string;
		pass: number;
		level: number;
		next_at: number | null;
		started_at: number;
		ended_at: number | null;
		acknowledged_by: string | null;
		revision: number;
	};
	notification: {
		id: string;
		run_id: string;
		pass: number;
		level: number;
		member_id: string;
		channel: string;
		why: string;
		created_at: number;
	};

	survey: { id: string; name: string; version: number; anonymity: string; asked: number; updated_at: number };
	survey_version: { survey_id: string; version: number; spec: string; created_at: number };
	milestone: {
		id: string;
		external_ref: string | null;
		name: string;
		project: string | null;
		department_id: string;
		customer_department_ids: string;
		reached_at: number;
	};
	invitation: {
		id: string;
		survey_id: string;
		survey_version: number;
		member_id: string;
		department_id: string;
		customer_department_id: string;
		occasion: string;
		subject: string;
		state: string;
		send_at: number;
		sent_at: number | null;
		expires_at: number | null;
	};
	response: {
		id: string;
		survey_id: string;
		survey_version: number;
		department_id: string;
		customer_department_id: string;
		week: string;
		rating: number;
		comment: string | null;
		invitation_id: string | null;
	};

	timer: {
		subject: string;
		kind: string;
		due_at: number;
		revision: number;
		attempts: number;
		last_error: string | null;
	};
	event: {
		id: string;
		type: string;
		subject: string;
		request_id: string | null;
		service_id: string | null;
		department_id: string | null;
		at: number;
		recorded_at: number;
		data: string;
	};
	subscription: {
		id: string;
		types: string;
		filter: string;
		label: string;
		created_at: number;
		seen_at: number;
	};
	delivery: {
		subscription_id: string;
		event_id: string;
		state: string;
		attempt: number;
		visible_at: number;
		event_at: number;
		last_error: string | null;
		ended_at: number | null;
	};
	step: { subscription_id: string; event_id: string; step: string; at: number };
}

export type TableName = keyof Schema & string;
export type Row<T extends TableName> = Selectable<Schema[T]>;
export type NewRow<T extends TableName> = Insertable<Schema[T]>;
