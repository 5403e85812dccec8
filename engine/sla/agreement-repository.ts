import { sql } from 'kysely';
import { versionedRepository, type RecordListing } from '../records';
import { inChunks, type Queryable } from '../store';
import type { Agreement } from './types';
import { pluck } from '../pluck';

export const agreements = versionedRepository<'agreement', 'agreement_version', Agreement>({
	table: 'agreement',
	versions: 'agreement_version',
	key: 'agreement_id',
	number: 'version',
	standing: ['kind', 'active'],
	// Shown as it now stands; that it was switched off then is asked by whoever looks back.
	specOf: ({ id: _id, kind: _kind, version: _version, ...spec }) => spec,
});

/** Agreements as they stand, by id. */
export const findAgreements = (db: Queryable, ids: readonly string[]): Promise<Map<string, Agreement>> =>
	agreements.find(db, ids);

/** Those that apply to new requests about these services. */
export const agreementsFor = (db: Queryable, serviceIds: readonly string[]): Promise<Agreement[]> =>
	inChunks(serviceIds, (chunk) =>
		agreements.list(
			db,
			{ limit: Number.MAX_SAFE_INTEGER },
			sql`record.active = 1 and record.service_id in (${sql.join(chunk)})`,
		),
	);

/** One version of an agreement, with the instant from which it was in force. `active` is as it was. */
export interface AgreementVersion {
	readonly agreement: Agreement;
	readonly begins: number;
}

/**
 * All versions of the agreements about these services, and of those with these ids, each agreement's oldest first. None at all
 * where none of them was saved since that instant.
 */
export async function agreementHistory(
	db: Queryable,
	{ serviceIds, ids, since }: { serviceIds: readonly string[]; ids: readonly string[]; since: number },
): Promise<AgreementVersion[]> {
	const among = (column: 'service_id' | 'id', values: readonly string[]) =>
		inChunks(values, (chunk) =>
			db
				.selectFrom('agreement')
				.innerJoin('agreement_version as version', 'version.agreement_id', 'agreement.id')
				.select(({ fn }) => ['agreement.id', fn.max('version.created_at').as('savedAt')])
				.where(`agreement.${column}`, 'in', chunk)
				.groupBy('agreement.id')
				.execute(),
		);
	const found = [...(await among('service_id', serviceIds)), ...(await among('id', ids))];
	if (!found.some(({ savedAt }) => savedAt >= since)) return [];
	const rows = await inChunks(pluck(found, 'id'), (chunk) =>
		db
			.selectFrom('agreement')
			.innerJoin('agreement_version as version', 'version.agreement_id', 'agreement.id')
			.select(['agreement.id', 'kind', 'active', 'agreement.version as newest'])
			.select(['version.version', 'version.spec', 'version.created_at as begins'])
			.where('agreement.id', 'in', chunk)
			.orderBy('agreement.id')
			.orderBy('version.version')
			.execute(),
	);
	return rows.map(({ id, kind, active, newest, version, spec, begins }) => {
		// Versions of before do not say whether they were switched off: only the newest can have been.
		const usual = { active: version < newest || active === 1 };
		const agreement = { ...usual, ...JSON.parse(spec), id, kind, version } as Agreement;
		return { agreement, begins };
	});
}

/** Those that apply to new requests, whatever they are about. */
export const activeAgreements = (db: Queryable): Promise<Agreement[]> =>
	agreements.list(db, { limit: Number.MAX_SAFE_INTEGER }, sql`record.active = 1`);

export interface AgreementListing extends RecordListing {
	readonly serviceId?: string;
}

export const queryAgreements = (
	db: Queryable,
	{ serviceId, ...wanted }: AgreementListing,
): Promise<Agreement[]> =>
	agreements.list(db, wanted, serviceId ? sql`record.service_id = ${serviceId}` : undefined);
