import { dirname, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { readable } from '../../scripts/stage/util/figures';
import { sumOf } from '../../scripts/stage/util/jest-report';
import { spent } from '../../scripts/stage/util/print';
import { read } from './markdown';

/**
 * Results of commands, as scripts/keep-result.ts keeps them, and what pages quote of them. A quote is a link whose text is the
 * value and whose anchor says which: `[812 people/s](results/e2e-long.json#ldap-people-per-second)`.
 */

const count = z.number().int().nonnegative();
const counts = { passed: count, failed: count, skipped: count };

const place = z.object({ node: z.string(), place: count, of: count }).strict().nullable();
const places = z.record(z.object({ panel: place, mcp: place }).strict());
const commit = z.string().regex(/^[0-9a-f]{40}$/);
const date = z.string().datetime();

const resultSchema = z
	.object({
		command: z.string().startsWith('npm '),
		commit,
		clean: z.boolean(),
		date,
		machine: z.string(),
		load: z.number(),
		versions: z.record(z.string()),
		seconds: count,
		tests: z.object(counts).strict().optional(),
		suites: z.array(z.object({ file: z.string(), seconds: count, ...counts }).strict()).optional(),
		figures: z.record(z.object({ value: z.number(), unit: z.string() }).strict()),
		search: z
			.object({ before: z.object({ commit, date, places }).strict(), after: places })
			.strict()
			.optional(),
	})
	.strict();

export type KeptResult = z.infer<typeof resultSchema>;

export const parseResult = (text: string): KeptResult => resultSchema.parse(JSON.parse(text));
export const readResult = (file: string): KeptResult => parseResult(read(file));

export const isResult = (file: string): boolean => /^docs\/results\/[\w-]+\.json$/.test(file);

/** Why the docs may not quote a result; nothing when they may. */
export function faultsOf({ clean, tests, suites }: KeptResult): string[] {
	return [
		...(clean ? [] : ['it was made with changes that no commit has']),
		...(tests && tests.failed > 0 ? [`${tests.failed} tests failed`] : []),
		...(JSON.stringify(tests) === JSON.stringify(suites && sumOf(suites))
			? []
			: ['its tests are not those of its suites']),
	];
}

/** All that a page can quote of a result, as it is to be written, by anchor. */
export function quotable(result: KeptResult): Map<string, string> {
	const { commit, date, machine, load, versions, seconds, tests, figures, search } = result;
	return new Map([
		['commit', commit.slice(0, 7)],
		['date', date.slice(0, 10)],
		['machine', machine],
		['load', `load ${load}`],
		['time', spent(seconds)],
		...(tests ? ([['tests', `${tests.passed} tests`]] as const) : []),
		...(search
			? ([
					['before-commit', search.before.commit.slice(0, 7)],
					['before-date', search.before.date.slice(0, 10)],
				] as const)
			: []),
		...Object.entries(versions).map(([program, version]) => [program, version] as const),
		...Object.entries(figures).map(([id, figure]) => [id, readable(figure)] as const),
	]);
}

export interface Quote {
	/** `docs/results/e2e-long.json` */
	readonly file: string;
	readonly anchor: string;
	/** What the page says it is. */
	readonly text: string;
}

const QUOTE = /\[([^\]\n]+)\]\(([^)\s#]+\.json)#([\w.-]+)\)/g;

/** What a page quotes, in its order. `page` and the files that are named start from the project's root. */
export const quotesIn = (page: string, text: string): Quote[] =>
	[...text.matchAll(QUOTE)].map(([, said = '', target = '', anchor = '']) => ({
		file: normalize(join(dirname(page), target))
			.split(sep)
			.join('/'),
		anchor,
		text: said,
	}));

/** The page with what the results really say. Quotes of nothing are left for the test of links to find. */
export const withQuotes = (page: string, text: string, give: (quote: Quote) => string | undefined): string =>
	text.replace(QUOTE, (whole: string, said: string, target: string) => {
		const [quote] = quotesIn(page, whole);
		const given = quote && give(quote);
		return given === undefined ? whole : whole.replace(`[${said}](${target}`, () => `[${given}](${target}`);
	});
