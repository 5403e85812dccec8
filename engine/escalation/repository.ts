import {
	absentAt,
	findDepartments,
	findMembers,
	type Absence,
	type Department,
	type Member,
} from '../directory';
import { insertMany, locked, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Notification, Policy, Run, RunState, Why } from './types';
import type { Situation } from './who-to-tell';

// Policies

const currentPolicies = (db: Queryable) =>
	db
		.selectFrom('escalation_policy')
		.innerJoin('escalation_policy_version', (join) =>
			join
				.onRef('escalation_policy_version.policy_id', '=', 'escalation_policy.id')
				.onRef('escalation_policy_version.version', '=', 'escalation_policy.version'),
		)
		.selectAll('escalation_policy')
		.select('escalation_policy_version.spec');

export async function findPolicies(db: Queryable, ids: readonly string[]): Promise<Map<string, Policy>> {
	if (ids.length === 0) return new Map();
	const rows = await currentPolicies(db).where('escalation_policy.id', 'in', ids).execute();
	return new Map(rows.map((row) => [row.id, toPolicy(row)]));
}

export async function queryPolicies(
	db: Queryable,
	wanted: { text?: string; limit: number },
): Promise<Policy[]> {
	let query = currentPolicies(db);
	const pattern = wanted.text && `%${wanted.text.toLowerCase()}%`;
	if (pattern)
		query = query.where((eb) =>
			eb.or([
				eb(eb.fn('lower', ['escalation_policy.name']), 'like', pattern),
				eb('escalation_policy.id', 'like', pattern),
			]),
		);
	return (await query.orderBy('escalation_policy.name').limit(wanted.limit).execute()).map(toPolicy);
}

/** Policies as they stood when the runs began, by `<id>@<version>`. */
export async function policyVersions(db: Queryable, runs: readonly Run[]): Promise<Map<string, Policy>> {
	if (runs.length === 0) return new Map();
	const rows = await db
		.selectFrom('escalation_policy')
		.innerJoin('escalation_policy_version', 'escalation_policy_version.policy_id', 'escalation_policy.id')
		.select([
			'escalation_policy.id',
			'escalation_policy.name',
			'escalation_policy.updated_at',
			'escalation_policy_version.version',
			'escalation_policy_version.spec',
		])
		.where('escalation_policy.id', 'in', [...new Set(runs.map((run) => run.policyId))])
		.execute();
	return new Map(rows.map((row) => [`${row.id}@${row.version}`, toPolicy(row)]));
}

export async function savePolicyVersions(trx: Trx, policies: readonly Policy[], now: number): Promise<void> {
	const rows = policies.map(({ id, name, version }) => ({ id, name, version, updated_at: now }));
	await insertMany(trx, 'escalation_policy', rows, { on: 'update', key: ['id'] });
	const versions = policies.map(({ id, version, ...spec }) => ({
		policy_id: id,
		version,
		spec: JSON.stringify(spec),
		created_at: now,
	}));
	await insertMany(trx, 'escalation_policy_version', versions);
}

// Runs

export async function lockRuns(trx: Trx, ids: readonly string[], mode: 'wait' | 'skip'): Promise<Run[]> {
	if (ids.length === 0) return [];
	const rows = await locked(
		trx,
		trx.selectFrom('escalation_run').selectAll().where('id', 'in', ids).orderBy('id'),
		mode,
	).execute();
	return rows.map(toRun);
}

/** Runs on these requests that can still be acknowledged or stopped, locked. */
export async function lockOpenRuns(trx: Trx, requestIds: readonly string[]): Promise<Run[]> {
	if (requestIds.length === 0) return [];
	const open = trx
		.selectFrom('escalation_run')
		.selectAll()
		.where('request_id', 'in', requestIds)
		.where('state', 'in', ['active', 'exhausted'])
		.orderBy('id');
	return (await locked(trx, open, 'wait').execute()).map(toRun);
}

export async function findRun(db: Queryable, id: string): Promise<Run | undefined> {
	const row = await db.selectFrom('escalation_run').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toRun(row);
}

export interface RunQuery {
	readonly requestId?: string;
	readonly states?: readonly RunState[];
	readonly limit: number;
}

export async function queryRuns(db: Queryable, wanted: RunQuery): Promise<Run[]> {
	let query = db.selectFrom('escalation_run').selectAll();
	if (wanted.requestId) query = query.where('request_id', '=', wanted.requestId);
	if (wanted.states?.length) query = query.where('state', 'in', wanted.states);
	return (await query.orderBy('started_at', 'desc').orderBy('id').limit(wanted.limit).execute()).map(toRun);
}

export const saveRuns = (trx: Trx, runs: readonly Run[], mode: 'insert' | 'update') =>
	insertMany(
		trx,
		'escalation_run',
		runs.map(fromRun),
		mode === 'insert' ? undefined : { on: 'update', key: ['id'] },
	);

// Notifications

export const insertNotifications = (trx: Trx, notifications: readonly Notification[]) =>
	insertMany(
		trx,
		'notification',
		notifications.map((notification): NewRow<'notification'> => ({
			id: notification.id,
			run_id: notification.runId,
			pass: notification.pass,
			level: notification.level,
			member_id: notification.memberId,
			channel: notification.channel,
			why: JSON.stringify(notification.why),
			created_at: notification.createdAt,
		})),
	);

export async function notificationsOf(db: Queryable, runIds: readonly string[]): Promise<Notification[]> {
	if (runIds.length === 0) return [];
	const rows = await db
		.selectFrom('notification')
		.selectAll()
		.where('run_id', 'in', runIds)
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	return rows.map(toNotification);
}

export async function findNotification(db: Queryable, id: string): Promise<Notification | undefined> {
	const row = await db.selectFrom('notification').selectAll().where('id', '=', id).executeTakeFirst();
	return row && toNotification(row);
}

// People

/** These members, everybody above them, and the heads of the departments they and `departmentIds` are. */
export async function peopleAround(
	db: Queryable,
	memberIds: readonly (string | undefined)[],
	departmentIds: readonly string[],
	at: number,
): Promise<Pick<Situation, 'members' | 'departments' | 'absences'>> {
	const absences = new Map<string, Absence>();
	const members = new Map<string, Member>();
	const departments = new Map<string, Department>();
	// What was asked for once is not asked for again, found or not.
	const asked = new Set<string>();
	const fresh = (ids: readonly (string | undefined)[], prefix: string) => {
		const wanted = [...new Set(ids)].filter((id) => id !== undefined && !asked.has(prefix + id)) as string[];
		wanted.forEach((id) => asked.add(prefix + id));
		return wanted;
	};
	let nextMembers = fresh(memberIds, 'm:');
	let nextDepartments = fresh(departmentIds, 'd:');
	while (nextMembers.length > 0 || nextDepartments.length > 0) {
		for (const [id, department] of await findDepartments(db, nextDepartments))
			departments.set(id, department);
		for (const [id, member] of await findMembers(db, nextMembers)) members.set(id, member);
		for (const [id, absence] of await absentAt(db, nextMembers, at)) absences.set(id, absence);
		nextMembers = fresh(
			[
				...[...departments.values()].map(({ headId }) => headId),
				...[...members.values()].map(({ managerId }) => managerId),
				...[...absences.values()].map(({ delegateId }) => delegateId),
			],
			'm:',
		);
		nextDepartments = fresh(
			[...members.values()].map(({ departmentId }) => departmentId),
			'd:',
		);
	}
	return { members, departments, absences };
}

// Rows and nouns

const toPolicy = (row: Row<'escalation_policy'> & { spec: string }): Policy => ({
	...(JSON.parse(row.spec) as Omit<Policy, 'id' | 'version'>),
	id: row.id,
	version: row.version,
});

const toRun = (row: Row<'escalation_run'>): Run => ({
	id: row.id,
	policyId: row.policy_id,
	policyVersion: row.policy_version,
	requestId: row.request_id,
	clockId: row.clock_id ?? undefined,
	cycle: row.cycle,
	state: row.state as RunState,
	pass: row.pass,
	level: row.level,
	nextAt: row.next_at ?? undefined,
	startedAt: row.started_at,
	endedAt: row.ended_at ?? undefined,
	acknowledgedBy: row.acknowledged_by ?? undefined,
	revision: row.revision,
});

const fromRun = (run: Run): NewRow<'escalation_run'> => ({
	id: run.id,
	policy_id: run.policyId,
	policy_version: run.policyVersion,
	request_id: run.requestId,
	clock_id: run.clockId ?? null,
	cycle: run.cycle,
	state: run.state,
	pass: run.pass,
	level: run.level,
	next_at: run.nextAt ?? null,
	started_at: run.startedAt,
	ended_at: run.endedAt ?? null,
	acknowledged_by: run.acknowledgedBy ?? null,
	revision: run.revision,
});

const toNotification = (row: Row<'notification'>): Notification => ({
	id: row.id,
	runId: row.run_id,
	pass: row.pass,
	level: row.level,
	memberId: row.member_id,
	channel: 'email',
	why: JSON.parse(row.why) as Why,
	createdAt: row.created_at,
});
