import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema';

export type Trx = Transaction<Schema>;
/** What a query can run on: the database, or a transaction in it. */
export type Queryable = Kysely<Schema>;
