import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../scripts/stage/util/result';
import { pages, read, ROOT } from './markdown';
import {
	faultsOf,
	parseResult,
	quotable,
	quotesIn,
	readResult,
	withQuotes,
	type KeptResult,
} from './results';

/**
 * What the docs quote of a result is what its file says. After a new result, `ICRM_WRITE_EXAMPLES=1 npx jest test/docs` writes
 * the quotes anew (then `npm run format`); read the difference before you keep it.
 */
const FOLDER = 'docs/results';
const files = existsSync(join(ROOT, FOLDER))
	? readdirSync(join(ROOT, FOLDER))
			.filter((name) => name.endsWith('.json'))
			.map((name) => `${FOLDER}/${name}`)
	: [];

const real = ({ file, anchor }: { file: string; anchor: string }) => quotable(readResult(file)).get(anchor);

describe('the results of commands', () => {
	beforeAll(() => {
		if (process.env.ICRM_WRITE_EXAMPLES !== '1') return;
		for (const page of pages()) {
			const written = withQuotes(page, read(page), real);
			if (written !== read(page)) writeFileSync(join(ROOT, page), written);
		}
	});

	it.each(files)('%s is of a commit, complete, and without failures', (file) => {
		expect(faultsOf(readResult(file))).toEqual([]);
	});

	it('are quoted as they are', () => {
		const quotes = pages().flatMap((page) => quotesIn(page, read(page)).map((quote) => ({ page, ...quote })));
		expect(quotes.length).toBeGreaterThan(5);
		expect(quotes).toEqual(quotes.map((quote) => ({ ...quote, text: real(quote) })));
	});

	it('are each quoted somewhere', () => {
		const quoted = new Set(pages().flatMap((page) => quotesIn(page, read(page)).map(({ file }) => file)));
		expect([...quoted].sort()).toEqual(files);
	});
});

describe('a result', () => {
	const result: KeptResult & Result = {
		command: 'npm run test:e2e:long',
		commit: '0123456789abcdef0123456789abcdef01234567',
		clean: true,
		date: '2026-04-07T09:30:00.000Z',
		machine: '2 × Some processor, linux',
		load: 0.1,
		versions: { node: '24.21.0', n8n: '2.40.5' },
		seconds: 95,
		tests: { passed: 3, failed: 0, skipped: 1 },
		suites: [{ file: 'test/n8n/long/storm.test.ts', seconds: 90, passed: 3, failed: 0, skipped: 1 }],
		figures: { 'people-per-second': { value: 1250, unit: 'people/s' } },
	};
	const page = 'docs/architecture.md';
	const text =
		'On [2026-04-07](results/x.json#date): [1,250 people/s](results/x.json#people-per-second), see [x](y.md).';
	const differences = (said: string, from: KeptResult) =>
		quotesIn(page, said).filter((quote) => quotable(from).get(quote.anchor) !== quote.text);

	it('that says something else than the page is found, and so is a page that says something else', () => {
		expect(differences(text, result)).toEqual([]);
		expect(differences(text.replace('1,250', '1,260'), result)).toHaveLength(1);
		const slower = { ...result, figures: { 'people-per-second': { value: 900, unit: 'people/s' } } };
		expect(differences(text, slower)).toHaveLength(1);
		expect(differences(text, { ...result, figures: {} })).toHaveLength(1);
		const written = withQuotes(page, text, ({ anchor }) => quotable(slower).get(anchor));
		expect(written).toBe(text.replace('1,250 people/s', '900 people/s'));
		expect(quotesIn(page, text)[0]?.file).toBe('docs/results/x.json');
	});

	it('with a failure, of no commit, or that does not add up, may not be quoted', () => {
		expect(faultsOf(result)).toEqual([]);
		expect(faultsOf({ ...result, clean: false })).toEqual(['it was made with changes that no commit has']);
		const failed = { passed: 2, failed: 1, skipped: 1 };
		const [suite = { file: '', seconds: 0, ...failed }] = result.suites ?? [];
		expect(faultsOf({ ...result, tests: failed, suites: [{ ...suite, ...failed }] })).toEqual([
			'1 tests failed',
		]);
		expect(faultsOf({ ...result, suites: [] })).toEqual(['its tests are not those of its suites']);
		expect(() => parseResult(JSON.stringify({ ...result, commit: 'main' }))).toThrow(/commit/);
	});
});
