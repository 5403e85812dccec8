import { surveyResults, type ResultFilter } from '../../../engine/survey/results';
import { surveyInput } from '../../../engine/survey/schema';
import { surveyFromInput } from '../../../engine/survey/survey-from-input';
import type { Response, Survey } from '../../../engine/survey/types';
import { endOfWeek, startOfWeek, weekOf } from '../../../engine/survey/week';
import { COMMENT_FACTOR, SMALLEST_GROUP, type Asked } from '../../../engine/survey/withhold';
import fixture from '../../fixtures/survey.json';

const NOW = Date.UTC(2026, 2, 4);
const survey: Survey = surveyFromInput(
	surveyInput.parse({ id: 's', scale: 'csat', title: 'T', question: 'Q', anonymity: 'identified' }),
);

const invite = (
	departmentId: string,
	customerDepartmentId: string,
	sentAt: number | undefined = NOW,
): Asked => ({
	memberId: 'm',
	departmentId,
	customerDepartmentId,
	surveyVersion: 1,
	sentAt,
});
const answer = (
	departmentId: string,
	customerDepartmentId: string,
	rating: number,
	comment?: string,
): Response => ({
	id: `${departmentId}-${customerDepartmentId}-${rating}`,
	surveyId: 's',
	surveyVersion: 1,
	departmentId,
	customerDepartmentId,
	week: weekOf(NOW),
	rating,
	comment,
	invitationId: 'i',
});

const invited = [
	...Array.from({ length: 4 }, () => invite('it', 'sales')),
	...Array.from({ length: 2 }, () => invite('it', 'plant')),
	invite('hr', 'sales'),
	{ ...invite('hr', 'legal'), sentAt: undefined },
];
const responses = [
	answer('it', 'sales', 5, 'quick'),
	answer('it', 'sales', 2, '  '),
	answer('it', 'plant', 4, 'and friendly'),
];
const results = (query: ResultFilter = {}, versions = [survey]) =>
	surveyResults({ survey, versions, responses, invited, query, now: NOW });

describe('an identified survey', () => {
	test('shows every answer at once, with n, response rate and interval', () => {
		expect(results().cells).toMatchObject([
			{ scope: 'total', withheld: false, n: 3, invited: 7, responseRate: 42.9, value: 66.7 },
			{ scope: 'department', departmentId: 'hr', n: 0, invited: 1, value: undefined },
			{ scope: 'department', departmentId: 'it', n: 3, invited: 6, responseRate: 50 },
			{ scope: 'pair', departmentId: 'hr', customerDepartmentId: 'sales', n: 0 },
			{ scope: 'pair', departmentId: 'it', customerDepartmentId: 'plant', n: 1, value: 100 },
			{ scope: 'pair', departmentId: 'it', customerDepartmentId: 'sales', n: 2, value: 50 },
		]);
	});

	test.each<[string, ResultFilter, string[]]>([
		['a department', { departmentId: 'it' }, ['department 3', 'pair 1', 'pair 2']],
		['a customer', { customerDepartmentId: 'sales' }, ['customer 2', 'pair 0', 'pair 2']],
		['a pair', { departmentId: 'it', customerDepartmentId: 'plant' }, ['pair 1']],
		['somebody unknown', { departmentId: 'nobody' }, ['department 0']],
	])('of %s', (_, query, expected) => {
		const { cells } = results(query);
		expect(cells.map((cell) => `${cell.scope} ${cell.withheld ? 'withheld' : cell.n}`)).toEqual(expected);
	});

	test('names its method and no group size', () => {
		expect(results()).toMatchObject({
			surveyId: 's',
			scale: 'csat',
			method: expect.stringContaining('CSAT v1'),
		});
		expect(results()).not.toHaveProperty('minimumGroup');
	});

	test('gives the comments of what was asked for', () => {
		expect(results().comments).toEqual(['and friendly', 'quick']);
		expect(results({ departmentId: 'it', customerDepartmentId: 'plant' }).comments).toEqual(['and friendly']);
	});
});

test('answers on another scale are not mixed in', () => {
	const [total] = results({}, [{ ...survey, scale: 'nps' }]).cells;
	expect(total).toMatchObject({ n: 0, invited: 0 });
});

test('an answer whose invitation is gone does not make the numbers impossible', () => {
	const only = { survey, versions: [survey], responses, invited: [], query: {}, now: NOW };
	expect(surveyResults(only).cells[0]).toMatchObject({ n: 3, invited: 3, responseRate: 100 });
});

test('a week begins on Monday, in UTC', () => {
	expect(weekOf(Date.UTC(2026, 2, 1, 23, 59))).toBe('2026-02-23');
	expect(weekOf(Date.UTC(2026, 2, 2))).toBe('2026-03-02');
	expect(weekOf(Date.UTC(1969, 11, 31))).toBe('1969-12-29');
});

/* ---- Anonymous surveys ---- */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LATER = NOW + 90 * DAY;
const anonymous = (minimumGroup: number): Survey => ({
	...survey,
	scale: 'nps',
	anonymity: 'anonymous',
	minimumGroup,
	expiresAfterMs: 7 * DAY,
});

let made = 0;
/** Answers about IT from one department, in one week, each by somebody else. */
function answersFrom(
	customerDepartmentId: string,
	ratings: readonly number[],
	week = '2026-03-02',
	about = 'it',
) {
	return ratings.map((rating): { response: Response; asked: Asked } => {
		const place = { departmentId: about, customerDepartmentId, surveyVersion: 1 };
		const sentAt = startOfWeek(week) + HOUR;
		const id = `a${made++}`;
		const response = {
			...place,
			id,
			surveyId: 's',
			week,
			rating,
			comment: `${rating} ${id}`,
			invitationId: undefined,
		};
		return { response, asked: { ...place, memberId: `m-${id}`, sentAt } };
	});
}

const resultsOf = (
	given: ReturnType<typeof answersFrom>,
	{ k = 3, query = {}, now = LATER }: { k?: number; query?: ResultFilter; now?: number } = {},
) => {
	const survey = anonymous(k);
	const responses = given.map(({ response }) => response);
	const invited = given.map(({ asked }) => asked);
	return surveyResults({ survey, versions: [survey], responses, invited, query, now });
};
const shown = (result: ReturnType<typeof resultsOf>) =>
	Object.fromEntries(
		result.cells.map((cell) => [
			[cell.scope, cell.departmentId, cell.customerDepartmentId].filter(Boolean).join(' '),
			cell.withheld ? 'withheld' : cell.n,
		]),
	);

describe('an anonymous survey', () => {
	test('an answer counts when its week is over and nobody who was asked by then can answer any more', () => {
		const given = answersFrom('sales', [9, 8, 7]);
		const settled = endOfWeek('2026-03-02') + 7 * DAY + HOUR;
		expect(shown(resultsOf(given, { now: settled - 1 })).total).toBe('withheld');
		expect(shown(resultsOf(given, { now: settled })).total).toBe(3);
	});

	test('one more answer waits until there is a group of them', () => {
		const first = answersFrom('sales', [9, 8, 7]);
		const more = (n: number) =>
			answersFrom(
				'sales',
				Array.from({ length: n }, () => 1),
				'2026-03-16',
			);
		expect(shown(resultsOf([...first, ...more(2)])).total).toBe(3);
		expect(shown(resultsOf([...first, ...more(3)])).total).toBe(6);
	});

	test('two pairs too small for themselves are counted with their department, and do not show in any pair', () => {
		const given = [
			...answersFrom('sales', [9, 9, 9]),
			...answersFrom('plant', [1, 1]),
			...answersFrom('legal', [2]),
		];
		expect(shown(resultsOf(given))).toEqual({
			total: 6,
			'department it': 6,
			'pair it legal': 'withheld',
			'pair it plant': 'withheld',
			'pair it sales': 3,
		});
	});

	test('a pair is given the time to come together before it is counted with others', () => {
		const early = [...answersFrom('sales', [9, 9]), ...answersFrom('plant', [1, 1])];
		const late = [...answersFrom('sales', [8], '2026-03-09'), ...answersFrom('plant', [2], '2026-03-09')];
		expect(shown(resultsOf([...early, ...late]))).toMatchObject({ 'pair it plant': 3, 'pair it sales': 3 });
		const settled = endOfWeek('2026-03-02') + 7 * DAY + HOUR;
		expect(shown(resultsOf(early, { now: settled + 7 * DAY - 1 })).total).toBe('withheld');
		expect(shown(resultsOf(early, { now: settled + 7 * DAY })).total).toBe(4);
	});

	test('one pair too small for itself is left out of the department as well: it would be the difference', () => {
		const given = [...answersFrom('sales', [9, 9, 9]), ...answersFrom('plant', [1, 1])];
		expect(shown(resultsOf(given))).toMatchObject({
			total: 3,
			'department it': 3,
			'pair it plant': 'withheld',
		});
	});

	test('hidden and empty look the same', () => {
		const two = answersFrom('plant', [1, 2]);
		const none = two.map(({ asked }) => asked);
		const survey = anonymous(3);
		const empty = surveyResults({
			survey,
			versions: [survey],
			responses: [],
			invited: none,
			query: {},
			now: LATER,
		});
		expect(resultsOf(two)).toEqual(empty);
	});

	test('one person who answers often is no group', () => {
		const often = answersFrom('plant', [1, 1, 2, 2]).map(({ response, asked }) => ({
			response,
			asked: { ...asked, memberId: 'the only one there' },
		}));
		expect(shown(resultsOf(often)).total).toBe('withheld');
	});

	test('comments need twice as many, and come in no order of time', () => {
		expect(resultsOf(answersFrom('sales', [9, 8, 7, 6, 5])).comments).toEqual([]);
		const six = resultsOf(answersFrom('sales', [9, 8, 7, 6, 5, 4])).comments;
		expect(six).toHaveLength(6);
		expect(six).toEqual([...six].sort());
	});
});

/* ---- What peers promise ---- */

describe('anonymity rules of other products', () => {
	/** Where ours asks for more, or for other things. */
	const stricter = new Map([
		['anon-qx-1', 'counts of groups that are too small are shown there, not here'],
		['anon-nm-2', 'comments from 8 answers on there, from 10 here'],
		['anon-la-1', 'groups of at most 10 there, as large as one likes here'],
		['anon-ov-1', '3 answers of the last 90 days there; 3 that never stand alone here'],
	]);
	const laxer = new Map([['anon-bw-1', 'never below 5 there; 5 unless an admin says 3 or 4 here']]);

	const rules = fixture.cases.filter(({ metric }) => metric === 'anonymity_rule');
	const { minimumGroup: usual } = surveyInput.parse({ id: 's', scale: 'nps', title: 'T', question: 'Q' });
	const checks: Record<string, () => void> = {
		'anon-pc-1': () => {
			const counts = { Tech: 8, Product: 7, Marketing: 2, Operations: 5, Business: 1 };
			const given = Object.entries(counts).flatMap(([name, n]) =>
				answersFrom(
					'all',
					Array.from({ length: n }, (_, i) => i),
					'2026-03-02',
					name,
				),
			);
			expect(shown(resultsOf(given))).toMatchObject({
				'department Tech': 8,
				'department Product': 7,
				'department Operations': 5,
				'department Marketing': 'withheld',
				'department Business': 'withheld',
				// The total may hold them: together they are 3.
				total: 23,
			});
		},
		'anon-qx-1': () => {
			const given = [...answersFrom('male', [1, 2, 3]), ...answersFrom('female', [4, 5])];
			expect(shown(resultsOf(given, { k: 5 }))).toEqual({
				total: 5,
				'department it': 5,
				'pair it female': 'withheld',
				'pair it male': 'withheld',
			});
		},
		'anon-nm-2': () => expect(COMMENT_FACTOR * usual).toBeGreaterThanOrEqual(8),
		'anon-df-1': () => expect([usual, COMMENT_FACTOR * usual]).toEqual([5, 10]),
		'anon-la-1': () => expect([SMALLEST_GROUP, usual]).toEqual([3, 5]),
		'anon-hu-1': () => expect([SMALLEST_GROUP, usual]).toEqual([3, 5]),
		'anon-ay-1': () => expect([SMALLEST_GROUP, usual]).toEqual([3, 5]),
		'anon-bw-1': () => expect(usual).toBe(5),
		'anon-ov-1': () => expect(SMALLEST_GROUP).toBe(3),
		'anon-dg-1': () => {
			const one = answersFrom('madagascar', [1]);
			expect(resultsOf(one, { k: 10 }).cells.every(({ withheld }) => withheld)).toBe(true);
		},
	};

	test.each(rules.map(({ id }) => id))('%s', (id) => {
		expect(checks).toHaveProperty(id);
		checks[id]?.();
	});
	test('those that differ are among them', () => {
		for (const id of [...stricter.keys(), ...laxer.keys()]) expect(checks).toHaveProperty(id);
	});
});
