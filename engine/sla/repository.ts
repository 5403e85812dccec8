import type { ExpressionBuilder } from 'kysely';
import {
	inChunks,
	insertMany,
	locked,
	type NewRow,
	type Queryable,
	type Row,
	type Schema,
	type Trx,
} from '../store';
import type { ClockState, Fact, FactBody, Metric, Priority, Request, RequestStatus } from './types';

/** A clock's row: which agreement and calendar it was computed with, and what it has announced. */
export interface ClockRecord {
	readonly id: string;
	readonly requestId: string;
	readonly agreementId: string;
	readonly agreementVersion: number;
	readonly calendarId: string;
	readonly calendarRevision: number;
	readonly tzVersion: string;
	readonly metric: Metric;
	readonly cycle: number;
	readonly state: ClockState;
	readonly targetMs: number | undefined;
	readonly elapsedMs: number;
	readonly dueAt: number | undefined;
	/** When it is to be looked at next. */
	readonly nextAt: number | undefined;
	/** Names of the thresholds announced in this cycle. */
	readonly fired: readonly string[];
	readonly breachedAt: number | undefined;
}

// Requests

/** The requests with these ids or external references, locked until the transaction ends. */
export async function lockRequests(
	trx: Trx,
	keys: readonly string[],
	by: 'id' | 'external_ref',
	mode: 'wait' | 'skip',
): Promise<Request[]> {
	const rows = await inChunks([...keys].sort(), (chunk) =>
		locked(trx, trx.selectFrom('request').selectAll().where(by, 'in', chunk).orderBy('id'), mode).execute(),
	);
	return rows.map(toRequest);
}

export async function findRequests(
	db: Queryable,
	keys: readonly string[],
	by: 'id' | 'external_ref',
): Promise<Request[]> {
	const rows = await inChunks(keys, (chunk) =>
		db.selectFrom('request').selectAll().where(by, 'in', chunk).execute(),
	);
	return rows.map(toRequest);
}

export interface RequestQuery {
	readonly text?: string;
	readonly statuses?: readonly RequestStatus[];
	readonly serviceId?: string;
	readonly departmentId?: string;
	/** Only requests with a clock in one of these states. */
	readonly clockStates?: readonly ClockState[];
	readonly limit: number;
	readonly offset?: number;
}

export async function queryRequests(db: Queryable, wanted: RequestQuery, now: number): Promise<Request[]> {
	let query = db.selectFrom('request').selectAll();
	if (wanted.text) {
		const pattern = `%${wanted.text.toLowerCase()}%`;
		query = query.where((eb) =>
			eb.or([
				eb(eb.fn('lower', ['title']), 'like', pattern),
				eb(eb.fn('lower', ['external_ref']), 'like', pattern),
			]),
		);
	}
	if (wanted.statuses?.length) query = query.where('status', 'in', wanted.statuses);
	if (wanted.serviceId) query = query.where('service_id', '=', wanted.serviceId);
	if (wanted.departmentId) query = query.where('department_id', '=', wanted.departmentId);
	const states = wanted.clockStates;
	if (states?.length) {
		query = query.where((eb) =>
			eb.exists(
				eb
					.selectFrom('clock')
					.select('clock.id')
					.whereRef('clock.request_id', '=', 'request.id')
					.where((clock) => inStates(clock, states, now)),
			),
		);
	}
	const rows = await query
		.orderBy('opened_at', 'desc')
		.orderBy('id')
		.limit(wanted.limit)
		.offset(wanted.offset ?? 0)
		.execute();
	return rows.map(toRequest);
}

/**
 * A clock's row says what it was when it was last read. One that has passed its due instant since is breached, whether or
 * not a trigger has come by to announce it.
 */
function inStates(eb: ExpressionBuilder<Schema, 'clock'>, states: readonly ClockState[], now: number) {
	const late = eb.and([eb('clock.state', '=', 'running'), eb('clock.due_at', '<', now)]);
	const others = states.filter((state) => state !== 'running');
	return eb.or([
		...(others.length > 0 ? [eb('clock.state', 'in', others)] : []),
		...(states.includes('running') ? [eb.and([eb('clock.state', '=', 'running'), eb.not(late)])] : []),
		...(states.includes('breached') ? [late] : []),
	]);
}

export const saveRequests = (trx: Trx, requests: readonly Request[], mode: 'insert' | 'update') =>
	insertMany(
		trx,
		'request',
		requests.map(fromRequest),
		mode === 'insert' ? undefined : { on: 'update', key: ['id'] },
	);

// Facts

export async function factsOf(db: Queryable, requestIds: readonly string[]): Promise<Map<string, Fact[]>> {
	const rows = await inChunks(requestIds, (chunk) =>
		db
			.selectFrom('fact')
			.selectAll()
			.where('request_id', 'in', chunk)
			.orderBy('request_id')
			.orderBy('seq')
			.execute(),
	);
	const facts = new Map<string, Fact[]>(requestIds.map((id) => [id, []]));
	for (const row of rows) facts.get(row.request_id)?.push(toFact(row));
	return facts;
}

/** Which of the sources' names for facts are known already, as `<request> <sourceRef>`. */
export async function knownSourceRefs(db: Queryable, requestIds: readonly string[]): Promise<Set<string>> {
	const rows = await inChunks(requestIds, (chunk) =>
		db
			.selectFrom('fact')
			.select(['request_id', 'source_ref'])
			.where('request_id', 'in', chunk)
			.where('source_ref', 'is not', null)
			.execute(),
	);
	return new Set(rows.map((row) => `${row.request_id} ${row.source_ref}`));
}

export const insertFacts = (
	trx: Trx,
	facts: readonly { requestId: string; seq: number; fact: Fact }[],
	now: number,
) =>
	insertMany(
		trx,
		'fact',
		facts.map(({ requestId, seq, fact }) => fromFact(requestId, seq, fact, now)),
	);

// Clocks

export async function clocksOf(db: Queryable, requestIds: readonly string[]): Promise<ClockRecord[]> {
	const rows = await inChunks(requestIds, (chunk) =>
		db.selectFrom('clock').selectAll().where('request_id', 'in', chunk).orderBy('id').execute(),
	);
	return rows.map(toClock);
}

export async function findClocks(db: Queryable, ids: readonly string[]): Promise<ClockRecord[]> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('clock').selectAll().where('id', 'in', chunk).execute(),
	);
	return rows.map(toClock);
}

/** The requests that these clocks belong to. */
export async function requestIdsOfClocks(
	db: Queryable,
	clockIds: readonly string[],
): Promise<Map<string, string>> {
	const rows = await inChunks(clockIds, (chunk) =>
		db.selectFrom('clock').select(['id', 'request_id']).where('id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, row.request_id]));
}

export const saveClocks = (trx: Trx, clocks: readonly ClockRecord[]) =>
	insertMany(trx, 'clock', clocks.map(fromClock), { on: 'update', key: ['id'] });

/** Requests with an open clock that was computed with what is no longer current. */
export async function outdatedRequests(db: Queryable, tzVersion: string, limit: number): Promise<string[]> {
	const rows = await db
		.selectFrom('clock')
		.innerJoin('agreement', 'agreement.id', 'clock.agreement_id')
		.innerJoin('calendar', 'calendar.id', 'clock.calendar_id')
		.select('clock.request_id')
		.distinct()
		.where('clock.state', 'in', ['running', 'paused', 'breached', 'idle'])
		.where((eb) =>
			eb.or([
				eb('clock.tz_version', '!=', tzVersion),
				eb('clock.agreement_version', '<', eb.ref('agreement.version')),
				eb('clock.calendar_revision', '<', eb.ref('calendar.revision')),
			]),
		)
		.limit(limit)
		.execute();
	return rows.map((row) => row.request_id);
}

// Rows and nouns

const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;

const toRequest = (row: Row<'request'>): Request => ({
	id: row.id,
	externalRef: orUndefined(row.external_ref),
	title: row.title,
	serviceId: row.service_id,
	customerDepartmentId: orUndefined(row.customer_department_id),
	requesterId: orUndefined(row.requester_id),
	departmentId: row.department_id,
	assigneeId: orUndefined(row.assignee_id),
	priority: row.priority as Priority,
	status: row.status as RequestStatus,
	openedAt: row.opened_at,
	lastFactAt: row.last_fact_at,
	lastSeq: row.last_seq,
});

const fromRequest = (request: Request): NewRow<'request'> => ({
	id: request.id,
	external_ref: request.externalRef ?? null,
	title: request.title,
	service_id: request.serviceId,
	customer_department_id: request.customerDepartmentId ?? null,
	requester_id: request.requesterId ?? null,
	department_id: request.departmentId,
	assignee_id: request.assigneeId ?? null,
	priority: request.priority,
	status: request.status,
	opened_at: request.openedAt,
	last_fact_at: request.lastFactAt,
	last_seq: request.lastSeq,
});

const toFact = (row: Row<'fact'>): Fact => ({
	...(JSON.parse(row.data) as FactBody),
	at: row.at,
	source: row.source,
	...(row.actor === null ? {} : { actor: row.actor }),
	...(row.source_ref === null ? {} : { sourceRef: row.source_ref }),
});

function fromFact(
	requestId: string,
	seq: number,
	{ at, actor, source, sourceRef, ...body }: Fact,
	now: number,
): NewRow<'fact'> {
	return {
		request_id: requestId,
		seq,
		kind: body.kind,
		at,
		actor: actor ?? null,
		source,
		source_ref: sourceRef ?? null,
		data: JSON.stringify(body),
		recorded_at: now,
	};
}

const toClock = (row: Row<'clock'>): ClockRecord => ({
	id: row.id,
	requestId: row.request_id,
	agreementId: row.agreement_id,
	agreementVersion: row.agreement_version,
	calendarId: row.calendar_id,
	calendarRevision: row.calendar_revision,
	tzVersion: row.tz_version,
	metric: row.metric as Metric,
	cycle: row.cycle,
	state: row.state as ClockState,
	targetMs: orUndefined(row.target_ms),
	elapsedMs: row.elapsed_ms,
	dueAt: orUndefined(row.due_at),
	nextAt: orUndefined(row.next_at),
	fired: JSON.parse(row.fired) as string[],
	breachedAt: orUndefined(row.breached_at),
});

const fromClock = (clock: ClockRecord): NewRow<'clock'> => ({
	id: clock.id,
	request_id: clock.requestId,
	agreement_id: clock.agreementId,
	agreement_version: clock.agreementVersion,
	calendar_id: clock.calendarId,
	calendar_revision: clock.calendarRevision,
	tz_version: clock.tzVersion,
	metric: clock.metric,
	cycle: clock.cycle,
	state: clock.state,
	target_ms: clock.targetMs ?? null,
	elapsed_ms: clock.elapsedMs,
	due_at: clock.dueAt ?? null,
	next_at: clock.nextAt ?? null,
	fired: JSON.stringify(clock.fired),
	breached_at: clock.breachedAt ?? null,
});
