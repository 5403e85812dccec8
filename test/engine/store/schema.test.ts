import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
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
			"engine/store/schema.ts and the migrations say different things. Change 'Schema' there, or add a migration.",
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

/** The interface `Schema`, read as TypeScript reads it. */
function typesInSource(): Record<string, Types> {
	const file = join(__dirname, '../../../engine/store/schema.ts');
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const schema = source.statements.find(
		(statement): statement is ts.InterfaceDeclaration =>
			ts.isInterfaceDeclaration(statement) && statement.name.text === 'Schema',
	);
	if (!schema) throw new Error(`there is no interface 'Schema' in ${file}`);
	const fields = (members: ts.NodeArray<ts.TypeElement>) =>
		members.map((member): [string, ts.TypeNode] => {
			if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name))
				throw new Error(`'${member.getText()}' is not a plain field`);
			return [member.name.text, member.type];
		});
	return Object.fromEntries(
		fields(schema.members).map(([table, type]) => {
			if (!ts.isTypeLiteralNode(type)) throw new Error(`${table} is not a list of columns`);
			return [
				table,
				Object.fromEntries(fields(type.members).map(([name, column]) => [name, column.getText()])),
			];
		}),
	);
}
