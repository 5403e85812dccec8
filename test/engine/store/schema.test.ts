import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from '../../../engine/store/schema';
import { onBothDatabases } from '../../support/harness';
import { schemaText, tablesOf, type Table } from '../../support/schema-text';

const COMMAND = 'ICRM_WRITE_SCHEMA=1 npx jest test/engine/store/schema';
const snapshotFile = (kind: string) => join(__dirname, '../../fixtures/schema', `${kind}.sql`);

/** A difference says what to do about it. */
function expectWith(help: string, compare: () => void): void {
	try {
		compare();
	} catch (error) {
		throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, { cause: error });
	}
}

onBothDatabases('the schema after all migrations', (open) => {
	it('is the one in test/fixtures/schema', async () => {
		const { engine, config } = await open();
		const file = snapshotFile(config.kind);
		const text = await engine.store.read(async (db) => schemaText(await tablesOf(db, config)));
		if (process.env.ICRM_WRITE_SCHEMA) writeFileSync(file, text);
		expectWith(
			`A migration changed what the tables look like. If it is meant, write ${file} anew with '${COMMAND}' and read the difference before you keep it. See docs/contributing/safe-changes.md.`,
			() => expect(text).toBe(readFileSync(file, 'utf8')),
		);
	});

	it('is the one that engine/store/schema.ts tells the compiler of', async () => {
		const { engine, config } = await open();
		const tables = await engine.store.read((db) => tablesOf(db, config));
		expectWith(
			"engine/store/schema.ts and the migrations say different things. Change 'TABLES' there, or add a migration.",
			() => expect(Object.fromEntries(tables.map(typesOf))).toEqual(typesInSource()),
		);
	});
});

type Types = Record<string, string>;

/** Columns as TypeScript would say them. */
function typesOf({ name, columns, keys }: Table): [table: string, columns: Types] {
	const key =
		/primary key \(([^)]*)\)/i.exec(keys.find((line) => /primary key/i.test(line)) ?? '')?.[1] ?? '';
	const types = columns.map((column): [string, string] => {
		const type = { text: 'string', integer: 'number', bigint: 'number' }[column.type];
		if (!type) throw new Error(`'${column.type}' of ${name}.${column.name} has no type in TypeScript`);
		// SQLite alone would take null for a text that is a primary key; nothing here ever gives it one.
		const nullable = column.nullable && !key.split(', ').includes(column.name);
		return [column.name, nullable ? `${type} | null` : type];
	});
	return [name, Object.fromEntries(types)];
}

/** The tables as the engine knows them; a flag is a number and JSON is text. */
const typesInSource = (): Record<string, Types> =>
	Object.fromEntries(
		Object.entries(TABLES).map(([table, columns]) => [
			table,
			Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, typeOfKind(kind)])),
		]),
	);

function typeOfKind(kind: string): string {
	const type = /^(text|json)/.test(kind) ? 'string' : 'number';
	return kind.endsWith('?') ? `${type} | null` : type;
}
