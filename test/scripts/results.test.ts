import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIGURES_FILE, readable, readTold, tellFigure, tellVersion } from '../../scripts/stage/util/figures';
import { suitesOf, sumOf } from '../../scripts/stage/util/jest-report';

describe('what a run tells', () => {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-told-'));
	const file = join(folder, 'figures.jsonl');
	const before = process.env[FIGURES_FILE];
	beforeAll(() => {
		process.env[FIGURES_FILE] = file;
		jest.spyOn(console, 'log').mockImplementation(() => {});
	});
	afterAll(() => {
		if (before === undefined) delete process.env[FIGURES_FILE];
		else process.env[FIGURES_FILE] = before;
		jest.restoreAllMocks();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is nothing when nothing was told', () => {
		expect(readTold(file)).toEqual({ figures: {}, versions: {} });
	});

	it('are figures with three digits, and versions', () => {
		tellFigure('people', 1254.4, 'people/s');
		tellFigure('ratio', 0.012345, '×');
		for (let time = 0; time < 2; time++) tellVersion('n8n', '2.40.5');
		const { figures, versions } = readTold(file);
		expect(figures).toEqual({
			people: { value: 1250, unit: 'people/s' },
			ratio: { value: 0.0123, unit: '×' },
		});
		expect(versions).toEqual({ n8n: '2.40.5' });
		expect(Object.values(figures).map(readable)).toEqual(['1,250 people/s', '0.0123 ×']);
	});

	it('is refused when two tests gave the same figure', () => {
		tellFigure('people', 3, 'people/s');
		expect(() => readTold(file)).toThrow("The figure 'people' was told twice in one run");
	});
});

describe('the report of jest', () => {
	const suite = (name: string, status: string, ...statuses: string[]) => ({
		name: join('/project/test', name),
		startTime: 1_000,
		endTime: 4_400,
		status,
		assertionResults: statuses.map((one) => ({ status: one, title: 'not kept' })),
	});
	const report = {
		success: false,
		testResults: [
			suite('b.test.ts', 'failed', 'passed', 'failed', 'pending', 'todo'),
			suite('a.test.ts', 'passed', 'passed', 'passed'),
			suite('broken.test.ts', 'failed'),
		],
	};

	it('becomes suites by name; one that broke before its first test counts as a failure', () => {
		const suites = suitesOf(report, '/project');
		expect(suites).toEqual([
			{ file: 'test/a.test.ts', seconds: 3, passed: 2, failed: 0, skipped: 0 },
			{ file: 'test/b.test.ts', seconds: 3, passed: 1, failed: 1, skipped: 2 },
			{ file: 'test/broken.test.ts', seconds: 3, passed: 0, failed: 1, skipped: 0 },
		]);
		expect(sumOf(suites)).toEqual({ passed: 3, failed: 2, skipped: 2 });
	});

	it('that is none is refused', () => {
		expect(() => suitesOf({ testResults: [{ name: 'a' }] }, '/project')).toThrow();
	});
});
