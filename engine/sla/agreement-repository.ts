import { sql } from 'kysely';
import { versionedRepository, type RecordListing } from '../records';
import { inChunks, type Queryable } from '../store';
import type { Agreement } from './types';

export const agreements = versionedRepository<'agreement', 'agreement_version', Agreement>({
	table: 'agreement',
	versions: 'agreement_version',
	key: 'agreement_id',
	number: 'version',
	standing: ['kind', 'active'],
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
