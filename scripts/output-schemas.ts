import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { widen, type OutputSchema } from '../test/support/output-schema';
import type { Sighting } from '../test/support/output-schemas';
import { projectRoot } from './stage/util/project-root';
import { runCommand } from './stage/util/run-command';

/**
 * `npm run schemas`: writes the schema of what each operation returns (`__schema__`, see test/support/output-schema.ts)
 * from what the nodes return in the tests of nodes and docs. The order of the fields is that of the first test that saw them.
 */
const nodes = join(projectRoot, 'nodes');

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-schemas-'));
	const sightings = join(folder, 'sightings.jsonl');
	try {
		writeFileSync(sightings, '');
		// A test may fail for another reason: what the others saw is good all the same, and what it would have seen stays.
		const isWhole = await runCommand(
			'npx',
			['jest', 'test/nodes', 'test/docs', '--testPathIgnorePatterns', 'output-schemas'],
			{
				env: { ICRM_SCHEMA_SIGHTINGS: sightings },
			},
		).then(
			() => true,
			(error: unknown) => {
				console.error(error instanceof Error ? error.message : error);
				return false;
			},
		);
		await write(readFileSync(sightings, 'utf8'), isWhole);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param isWhole whether every test was seen to its end: only then is a schema that none has seen taken away */
async function write(lines: string, isWhole: boolean): Promise<void> {
	const all = lines
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Sighting);
	const schemas = new Map<string, OutputSchema>();
	// Files of tests run side by side, each in its own order: sorted, the result is the same in every run.
	for (const { file, schema } of all.sort((one, other) =>
		one.test < other.test ? -1 : one.test > other.test ? 1 : 0,
	)) {
		const known = schemas.get(file);
		schemas.set(file, known ? widen(known, schema) : schema);
	}
	const typed = namesIn([...schemas.values()]);
	for (const node of isWhole ? readdirSync(nodes) : [])
		rmSync(join(nodes, node, '__schema__'), { recursive: true, force: true });
	const style = await resolveConfig(join(projectRoot, 'package.json'));
	for (const [name, schema] of schemas) {
		const file = join(nodes, name);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(
			file,
			await format(JSON.stringify({ ...filled(schema, typed), version: 1 }), { ...style, parser: 'json' }),
		);
	}
	console.log(
		`${schemas.size} schemas of outputs written below nodes/. Read the difference before you keep it.`,
	);
}

/** What each name stands for, where it was seen with a value. */
function namesIn(schemas: readonly OutputSchema[]): Map<string, OutputSchema> {
	const found = new Map<string, OutputSchema>();
	const visit = (schema: OutputSchema | undefined) => {
		for (const [name, inner] of Object.entries(schema?.properties ?? {})) {
			if (!isEmpty(inner) && !found.has(name)) found.set(name, inner);
			visit(inner);
		}
		if (schema?.items) visit(schema.items);
	};
	schemas.forEach(visit);
	return found;
}

/** A field that no test saw with a value is what a field of this name is elsewhere: an assignee's name is a text or null everywhere. */
function filled(schema: OutputSchema, typed: ReadonlyMap<string, OutputSchema>): OutputSchema {
	const properties = Object.entries(schema.properties ?? {}).map(([name, inner]) => {
		const known = isEmpty(inner) ? typed.get(name) : undefined;
		return [name, known ? widen(known, inner) : filled(inner, typed)] as const;
	});
	return {
		...schema,
		...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
		...(schema.items ? { items: filled(schema.items, typed) } : {}),
	};
}

const isEmpty = ({ type, items }: OutputSchema) => type === 'null' || (type === 'array' && !items);

void main();
