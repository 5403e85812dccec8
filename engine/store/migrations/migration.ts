import { createHash } from 'node:crypto';

export interface Migration {
	readonly version: number;
	readonly name: string;
	/** SQL that both databases understand, run in order in one transaction. */
	readonly statements: readonly string[];
}

/** Tells an edited migration from the one that was applied. White space does not count. */
export function checksum(migration: Migration): string {
	const text = migration.statements.map((statement) => statement.replace(/\s+/g, ' ')).join(';');
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
