import { inChunks, insertMany, type NewRow, type Queryable, type Row, type Trx } from '../store';
import type { Agreement, AgreementKind } from './types';

export async function agreementsFor(db: Queryable, serviceIds: readonly string[]): Promise<Agreement[]> {
	const rows = await inChunks(serviceIds, (chunk) =>
		currentAgreements(db)
			.where('agreement.service_id', 'in', chunk)
			.where('agreement.active', '=', 1)
			.execute(),
	);
	return rows.map(toAgreement);
}

export async function findAgreements(db: Queryable, ids: readonly string[]): Promise<Map<string, Agreement>> {
	const rows = await inChunks(ids, (chunk) =>
		currentAgreements(db).where('agreement.id', 'in', chunk).execute(),
	);
	return new Map(rows.map((row) => [row.id, toAgreement(row)]));
}

/** Agreements as they stood, by `<id>@<version>`. */
export async function agreementVersions(
	db: Queryable,
	refs: readonly { id: string; version: number }[],
): Promise<Map<string, Agreement>> {
	const rows = await inChunks([...new Set(refs.map(({ id }) => id))], (chunk) =>
		db
			.selectFrom('agreement')
			.innerJoin('agreement_version', 'agreement_version.agreement_id', 'agreement.id')
			.selectAll('agreement')
			.select(['agreement_version.spec', 'agreement_version.version as past'])
			.where('agreement.id', 'in', chunk)
			.execute(),
	);
	return new Map(rows.map((row) => [`${row.id}@${row.past}`, { ...toAgreement(row), version: row.past }]));
}

export async function queryAgreements(
	db: Queryable,
	wanted: { text?: string; serviceId?: string; limit: number },
): Promise<Agreement[]> {
	let query = currentAgreements(db);
	const pattern = wanted.text && `%${wanted.text.toLowerCase()}%`;
	if (pattern)
		query = query.where((eb) =>
			eb.or([
				eb(eb.fn('lower', ['agreement.name']), 'like', pattern),
				eb(eb.fn('lower', ['agreement.id']), 'like', pattern),
			]),
		);
	if (wanted.serviceId) query = query.where('agreement.service_id', '=', wanted.serviceId);
	return (await query.orderBy('agreement.name').limit(wanted.limit).execute()).map(toAgreement);
}

const currentAgreements = (db: Queryable) =>
	db
		.selectFrom('agreement')
		.innerJoin('agreement_version', (join) =>
			join
				.onRef('agreement_version.agreement_id', '=', 'agreement.id')
				.onRef('agreement_version.version', '=', 'agreement.version'),
		)
		.selectAll('agreement')
		.select('agreement_version.spec');

export async function saveAgreementVersions(
	trx: Trx,
	agreements: readonly Agreement[],
	now: number,
): Promise<void> {
	const rows = agreements.map((agreement): NewRow<'agreement'> => ({
		id: agreement.id,
		name: agreement.name,
		kind: agreement.kind,
		service_id: agreement.serviceId,
		customer_department_id: agreement.customerDepartmentId ?? null,
		version: agreement.version,
		active: agreement.active ? 1 : 0,
		updated_at: now,
	}));
	await insertMany(trx, 'agreement', rows, { on: 'update', key: ['id'] });
	const versions = agreements.map(({ id, version, ...spec }) => ({
		agreement_id: id,
		version,
		spec: JSON.stringify(spec),
		created_at: now,
	}));
	await insertMany(trx, 'agreement_version', versions);
}

/** Which of these escalation policies exist. The policies themselves are the escalation's affair. */
export async function existingPolicies(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
	const rows = await inChunks(ids, (chunk) =>
		db.selectFrom('escalation_policy').select('id').where('id', 'in', chunk).execute(),
	);
	return new Set(rows.map((row) => row.id));
}

const toAgreement = (row: Row<'agreement'> & { spec: string }): Agreement => ({
	...(JSON.parse(row.spec) as Omit<Agreement, 'id' | 'version'>),
	id: row.id,
	version: row.version,
	kind: row.kind as AgreementKind,
	active: row.active === 1,
});
