import { relative, sep } from 'node:path';
import { z } from 'zod';

/** The part of what `jest --json` writes that a result keeps. */
const reportSchema = z.object({
	testResults: z.array(
		z.object({
			name: z.string(),
			startTime: z.number(),
			endTime: z.number(),
			status: z.string(),
			assertionResults: z.array(z.object({ status: z.string() })),
		}),
	),
});

export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export interface Suite extends Counts {
	/** From the project's root, with slashes: `test/n8n/long/storm.test.ts`. */
	readonly file: string;
	readonly seconds: number;
}

/**
 * The suites of a report, by name.
 * @param report what jest wrote, parsed
 * @param root the folder that names of files start from
 */
export function suitesOf(report: unknown, root: string): Suite[] {
	return reportSchema
		.parse(report)
		.testResults.map(({ name, startTime, endTime, status, assertionResults }) => {
			const count = (...wanted: string[]) =>
				assertionResults.filter((one) => wanted.includes(one.status)).length;
			const failed = count('failed');
			return {
				file: relative(root, name).split(sep).join('/'),
				seconds: Math.round((endTime - startTime) / 1000),
				passed: count('passed'),
				// A suite that breaks outside of its tests has none that failed, and is no success either.
				failed: status === 'failed' ? Math.max(1, failed) : failed,
				skipped: count('pending', 'skipped', 'todo', 'disabled'),
			};
		})
		.sort((a, b) => a.file.localeCompare(b.file));
}

export const sumOf = (suites: readonly Counts[]): Counts => ({
	passed: suites.reduce((sum, { passed }) => sum + passed, 0),
	failed: suites.reduce((sum, { failed }) => sum + failed, 0),
	skipped: suites.reduce((sum, { skipped }) => sum + skipped, 0),
});
