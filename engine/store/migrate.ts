import { sql, type Kysely, type Transaction } from 'kysely';
import { IcrmError } from '../errors';
import { migrations } from './migrations';
import { checksum, type Migration } from './migrations/migration';
import type { Schema } from './schema';

/**
 * Brings the database to this version's schema. Several processes may start at once: whoever comes
 * second waits for the lock (`lock`) and then finds nothing left to do.
 * @throws IcrmError `unsupported` when the database was made by a newer or an altered version
 */
export async function migrate(
	db: Kysely<Schema>,
	lock: (trx: Transaction<Schema>) => Promise<void>,
	now: number,
	all: readonly Migration[] = migrations,
): Promise<void> {
	await db.transaction().execute(async (trx) => {
		await lock(trx);
		await sql`create table if not exists icrm_migration (version integer primary key, name text not null,
			checksum text not null, applied_at bigint not null)`.execute(trx);
		const applied = await trx.selectFrom('icrm_migration').selectAll().orderBy('version').execute();
		refuseForeign(applied, all);
		for (const migration of all.slice(applied.length)) {
			for (const statement of migration.statements) await sql.raw(statement).execute(trx);
			const row = {
				version: migration.version,
				name: migration.name,
				checksum: checksum(migration),
				applied_at: now,
			};
			await trx.insertInto('icrm_migration').values(row).execute();
		}
	});
}

function refuseForeign(applied: readonly Schema['icrm_migration'][], all: readonly Migration[]): void {
	const newest = applied.at(-1);
	if (newest && newest.version > all.length) {
		throw new IcrmError(
			'unsupported',
			`The ICRM database is at version ${newest.version}, this package knows ${all.length}`,
			{
				hint: 'Install the newer version of n8n-nodes-icrm that made this database, on every n8n that uses it.',
			},
		);
	}
	for (const row of applied) {
		const known = all[row.version - 1];
		if (known && checksum(known) !== row.checksum) {
			throw new IcrmError(
				'unsupported',
				`Migration ${row.version} of the ICRM database is not the one this package ships`,
				{
					hint: 'The database was made by a changed copy of n8n-nodes-icrm. Use that copy, or a new database.',
				},
			);
		}
	}
}
