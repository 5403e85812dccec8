import { loadOutputSchema, type OutputSchemaRef } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { appendFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { faultsOf, schemaOf, widen, type OutputSchema } from './output-schema';

/**
 * Every item that a test sees a node return is compared with the schema that the package ships for this operation: so no
 * schema is written by hand, and none drifts. `npm run schemas` lets the same tests write them.
 */

const ROOT = join(__dirname, '..', '..');

/** Set by `npm run schemas`: the file to which the shapes of all outputs are added, a line each. */
const SIGHTINGS = process.env.ICRM_SCHEMA_SIGHTINGS;

/** One line of that file: in which test an operation returned what. */
export interface Sighting {
	readonly test: string;
	/** `IcrmSurvey/__schema__/v1.0.0/survey/get.json` */
	readonly file: string;
	readonly schema: OutputSchema;
}

/** Where n8n looks for the schema of what a node returns. Without resource and operation: that of a trigger. */
export const schemaReference = (type: string, { resource, operation }: INodeParameters): OutputSchemaRef => ({
	nodeDir: join(ROOT, 'dist', 'nodes', folderOf(type)),
	version: 1,
	versionFallback: true,
	...(typeof resource === 'string' ? { resource } : {}),
	...(typeof operation === 'string' ? { operation } : {}),
});

/** The same place in the sources, from `nodes/`. */
export const schemaFile = (type: string, { resource, operation }: INodeParameters): string =>
	[folderOf(type), '__schema__', 'v1.0.0', resource, operation ?? 'output']
		.filter((part) => part !== undefined)
		.join('/') + '.json';

const folderOf = (type: string) => type.charAt(0).toUpperCase() + type.slice(1);

/**
 * Compares what a node returned with its schema, or notes it for `npm run schemas`.
 *
 * @param parameters with the node's defaults filled in
 * @throws Error that names the command, where the schema is missing or other than the output
 */
export function checkOutput(type: string, parameters: INodeParameters, items: readonly IDataObject[]): void {
	if (items.length === 0 || !type.startsWith('icrm')) return;
	if (SIGHTINGS !== undefined) {
		const test = relative(ROOT, expect.getState().testPath ?? '');
		const schema = items.map(schemaOf).reduce(widen);
		const sighting: Sighting = { test, file: schemaFile(type, parameters), schema };
		appendFileSync(SIGHTINGS, `${JSON.stringify(sighting)}\n`);
		return;
	}
	const schema = loadOutputSchema(schemaReference(type, parameters)) as OutputSchema | undefined;
	const faults = schema
		? items.flatMap((item) => faultsOf(schema, item))
		: ['there is no schema for what it returns'];
	if (faults.length > 0)
		throw new Error(
			`${schemaFile(type, parameters)}: ${[...new Set(faults)].join('; ')}. 'npm run schemas' writes the schemas anew; read the difference before you keep it.`,
		);
}
