import { sql, type RawBuilder } from 'kysely';
import {
	columnsOf,
	nounFrom,
	contains,
	inChunks,
	insertMany,
	rowOf,
	type NewRow,
	type Queryable,
	type Row,
	type TableName,
	type Trx,
	type Written,
} from '../store';

/** A record of which every version is kept: an agreement, a policy, a survey, a calendar. */
export interface VersionedRecord {
	readonly id: string;
	readonly name: string;
}

/** The tables of one kind of record, and how its rows become nouns. */
export interface VersionedTables<
	Table extends TableName,
	Versions extends TableName,
	T extends VersionedRecord,
> {
	/** One row a record, as it stands; and one a version, with its `spec` as JSON. */
	readonly table: Table;
	readonly versions: Versions;
	/** The column of `versions` that names the record. */
	readonly key: string;
	/** The column that counts the versions, in both tables. */
	readonly number: 'version' | 'revision';
	/** Columns that are set when a record is created, and then belong to somebody else. */
	readonly keep?: readonly (keyof Row<Table> & string)[];
	/** Fields that every version shows as they now stand. */
	readonly standing?: readonly (keyof T & string)[];
	/** What a version keeps; left out, all but its id and number and what is `standing`. */
	specOf?(record: T): object;
	/**
	 * Left out, what the version keeps, with its id and number and what is `standing`.
	 * @param row the record as it stands, with the spec and the number of the version that was asked for
	 */
	toNoun?(row: Row<Table> & { readonly spec: string }, number: number): T;
}

/** Which records a list shows, sorted by name. */
export interface RecordListing {
	/** Looked for anywhere in id and name, in any case. */
	readonly text?: string;
	readonly limit: number;
	/** How many to leave out at the beginning. Default 0. */
	readonly offset?: number;
}

/** A record, and the instant of which it is asked for. */
export interface InForce {
	readonly id: string;
	/** Epoch ms. */
	readonly instant: number;
	/** The number that was taken before: it stays, where the next was written in that very instant. */
	readonly known?: number;
}

export interface VersionedRepository<T extends VersionedRecord> {
	/** As they stand, by id; those asked for, or all. */
	find(db: Queryable, ids?: Iterable<string | undefined>): Promise<Map<string, T>>;
	/** As they stood, by `<id>@<number>`, under the names they now have where the spec has none. */
	at(
		db: Queryable,
		refs: readonly { readonly id: string; readonly number: number }[],
	): Promise<Map<string, T>>;
	/** As they stood at an instant, one for each that is asked for; before there was a version, as the first one says. */
	inForce(db: Queryable, refs: readonly InForce[]): Promise<(T | undefined)[]>;
	/** @param where a further condition on the record, which is called `record` */
	list(db: Queryable, wanted: RecordListing, where?: RawBuilder<boolean>): Promise<T[]>;
	/** Writes new versions. @throws when somebody else has written a version of that number meanwhile */
	write(trx: Trx, records: readonly T[], now: number): Promise<void>;
	/** Writes what is not kept in versions. */
	touch(trx: Trx, records: readonly T[], now: number): Promise<void>;
}

/** The queries that every kind of versioned record needs. */
export function versionedRepository<
	Table extends TableName,
	Versions extends TableName,
	T extends VersionedRecord & Written<Table, 'updated_at'>,
>(tables: VersionedTables<Table, Versions, T>): VersionedRepository<T> {
	const { table, versions, key, number, keep = [], standing = [] } = tables;
	const columns = columnsOf(table, ['updated_at']);
	const apart: readonly string[] = ['id', number, ...standing];
	const specOf =
		tables.specOf ??
		((record: T) => Object.fromEntries(Object.entries(record).filter(([field]) => !apart.includes(field))));
	const toNoun =
		tables.toNoun ??
		((row: Row<Table> & { readonly spec: string }, shown: number) => {
			const asItStands = nounFrom(columns, row);
			const fields = Object.fromEntries(standing.map((field) => [field, asItStands[field]]));
			return { ...JSON.parse(row.spec), ...fields, id: asItStands.id, [number]: shown } as T;
		});
	type Found = Row<Table> & { readonly id: string; readonly spec: string; readonly shown: number };
	const from = sql`select record.*, version.spec, version.${sql.ref(number)} as shown from ${sql.table(table)} record
		join ${sql.table(versions)} version on version.${sql.ref(key)} = record.id`;
	const current = sql`version.${sql.ref(number)} = record.${sql.ref(number)}`;
	const rows = async (db: Queryable, where: RawBuilder<unknown>, rest = sql``) =>
		(await sql<Found>`${from} where ${where} ${rest}`.execute(db)).rows;
	const noun = (row: Found) => toNoun(row, row.shown);
	const touch = async (trx: Trx, records: readonly T[], now: number) => {
		const standing = records.map((record) => rowOf<Table>(columns, record, { updated_at: now }));
		await insertMany(trx, table, standing, { on: 'update', key: ['id'], keep });
	};
	const at = async (db: Queryable, refs: readonly { readonly id: string; readonly number: number }[]) => {
		const wanted = new Map(refs.map((ref) => [`${ref.id}@${ref.number}`, ref]));
		const found = await inChunks([...wanted.keys()], (chunk) => {
			const pairs = chunk
				.flatMap((name) => wanted.get(name) ?? [])
				.map((ref) => sql`(${ref.id}, cast(${ref.number} as integer))`);
			const version = sql`(version.${sql.ref(key)}, version.${sql.ref(number)})`;
			return rows(db, sql`${version} in (values ${sql.join(pairs)})`);
		});
		return new Map(found.map((row) => [`${row.id}@${row.shown}`, noun(row)]));
	};
	type Begun = { readonly id: string; readonly number: number; readonly begins: number };
	return {
		async find(db, ids) {
			const found = ids
				? await inChunks(ids, (chunk) => rows(db, sql`${current} and record.id in (${sql.join(chunk)})`))
				: await rows(db, current);
			return new Map(found.map(noun).map((record) => [record.id, record]));
		},
		at,
		async inForce(db, refs) {
			const begun = await inChunks(
				refs.map(({ id }) => id),
				async (chunk) =>
					(
						await sql<Begun>`select ${sql.ref(key)} as id, ${sql.ref(number)} as number, created_at as begins
							from ${sql.table(versions)} where ${sql.ref(key)} in (${sql.join(chunk)}) order by 1, 2`.execute(db)
					).rows,
			);
			const versionsOf = Map.groupBy(begun, ({ id }) => id);
			const numbers = refs.map(({ id, instant, known = Infinity }) => {
				const all = versionsOf.get(id) ?? [];
				const isKnown = all.some(({ number, begins }) => number === known && begins <= instant);
				const version = all.findLast(
					({ number, begins }) => begins < instant || (begins === instant && !(isKnown && number > known)),
				);
				return (version ?? all[0])?.number;
			});
			const records = await at(
				db,
				refs.flatMap(({ id }, index) => {
					const number = numbers[index];
					return number === undefined ? [] : [{ id, number }];
				}),
			);
			return refs.map(({ id }, index) => records.get(`${id}@${numbers[index]}`));
		},
		async list(db, { text, limit, offset = 0 }, where) {
			const conditions = [
				current,
				...(text ? [contains(db, text, ['record.id', 'record.name'])] : []),
				...(where ? [where] : []),
			];
			const page = sql`order by record.name, record.id limit ${limit} offset ${offset}`;
			return (await rows(db, sql.join(conditions, sql` and `), page)).map(noun);
		},
		async write(trx, records, now) {
			await touch(trx, records, now);
			const rows = records.map((record): Readonly<Record<string, unknown>> => ({
				[key]: record.id,
				[number]: Reflect.get(record, number),
				spec: JSON.stringify(specOf(record)),
				created_at: now,
			}));
			await insertMany(trx, versions, rows as readonly NewRow<Versions>[]);
		},
		touch,
	};
}
