import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One file for each template; their README says which product's answers they imitate. */
export const FOLDER = join(__dirname, '..', '..', 'fixtures', 'templates');

const json = z.record(z.unknown());
/** A file that a node has fetched, its lines as text. */
const file = z
	.object({ file: z.object({ name: z.string(), mimeType: z.string(), lines: z.array(z.string()) }) })
	.strict();
const item = z.union([file, json]);

const run = z
	.object({
		/** What it shows, for people. */
		shows: z.string().min(1),
		trigger: z.string().min(1),
		/** What the trigger hands over, an execution each; left out, it starts by itself. */
		items: z.array(json).optional(),
		/** Fields that all these items have. */
		common: json.default({}),
		/** The answers of nodes that ask somebody outside. */
		pins: z.record(z.array(item)).default({}),
		/** Lines that the template's note says to draw anew: from a node to the only one that is to follow it. */
		lines: z.record(z.string()).default({}),
		/** How it ends: well, waiting for somebody, or with an error that contains these words. */
		ends: z
			.union([z.literal('well'), z.literal('waiting'), z.object({ fails: z.string() }).strict()])
			.default('well'),
		/** Words that must occur in what the expressions of a node give, or in what it hands on. */
		sees: z.record(z.array(z.string())).default({}),
		/** Words that must not. */
		hides: z.record(z.array(z.string())).default({}),
	})
	.strict();
const sampleData = z
	.object({ pins: z.record(z.array(item)).default({}), runs: z.array(run).min(1) })
	.strict();

export type PinnedItem = z.output<typeof item>;
export type SampleRun = Omit<z.output<typeof run>, 'common'>;
export interface SampleData {
	readonly runs: readonly SampleRun[];
}

/** The sample data of a template, what several runs or items have in common written out. */
export function readSampleData(template: string): SampleData {
	const { pins, runs } = sampleData.parse(JSON.parse(readFileSync(join(FOLDER, `${template}.json`), 'utf8')));
	return {
		runs: runs.map(({ common, items, ...one }) => ({
			...one,
			...(items ? { items: items.map((own) => ({ ...common, ...own })) } : {}),
			pins: { ...pins, ...one.pins },
		})),
	};
}

/** The templates that have sample data. */
export const withSampleData = (): string[] =>
	readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.map((name) => name.replace(/\.json$/, ''))
		.sort();
