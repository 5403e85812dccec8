import { compileCalendar, type CalendarSpec, type ClockInterval } from '../../../engine/working-time';
import fixture from '../../fixtures/working-time.json';

/**
 * What the suites of twelve other libraries assert, run against us with `closing: "end"`. Where a peer
 * follows another convention than ours, the case is listed below with our rule and our answer.
 */
interface Vector {
	source: string;
	kind: string;
	timezone: string;
	weekly: Record<string, string[][]>;
	holidays: Array<string | { date: string; ranges: string[][] }>;
	start: string;
	end?: string;
	amountSeconds?: number;
	expected: string | number;
	tags: string[];
}

const vectors: Vector[] = fixture.cases;

const NEGATIVE = 'reversed ends measure negative, neither zero nor absolute';
const ROLLS = 'an amount of zero takes a closed instant to the next opening';

/** By index: who, our rule, our answer. */
const ours = new Map<number, { source: string; rule: string; answer: string | number }>([
	[4, { source: 'zendesk/biz', rule: NEGATIVE, answer: -142200 }],
	[111, { source: 'rickar/cal', rule: NEGATIVE, answer: -10800 }],
	[115, { source: 'rickar/cal', rule: NEGATIVE, answer: -38700 }],
	[121, { source: 'rickar/cal', rule: ROLLS, answer: '2020-04-06T09:00:00+00:00' }],
	[122, { source: 'rickar/cal', rule: NEGATIVE, answer: -28800 }],
	[156, { source: 'kylekatarnls/business-time', rule: NEGATIVE, answer: -25200 }],
	[164, { source: 'freetrade-io/ts-business-time', rule: NEGATIVE, answer: -28800 }],
	[168, { source: 'freetrade-io/ts-business-time', rule: NEGATIVE, answer: -31500 }],
]);

const intervals = (ranges: string[][]): ClockInterval[] =>
	ranges.map(([start = '', end = '']): ClockInterval => [start, end]);

function specOf({ timezone, weekly, holidays }: Vector): CalendarSpec {
	return {
		timezone,
		weekly: Object.fromEntries(Object.entries(weekly).map(([day, ranges]) => [day, intervals(ranges)])),
		holidays: holidays.flatMap((holiday) => (typeof holiday === 'string' ? [holiday] : [])),
		overrides: Object.fromEntries(
			holidays.flatMap((holiday) =>
				typeof holiday === 'string' ? [] : [[holiday.date, intervals(holiday.ranges)]],
			),
		),
	};
}

function answer(vector: Vector): string | number {
	const calendar = compileCalendar(specOf(vector));
	const start = Date.parse(vector.start);
	if (vector.kind === 'between') return calendar.between(start, Date.parse(vector.end ?? '')) / 1000;
	return new Date(calendar.add(start, (vector.amountSeconds ?? NaN) * 1000)).toISOString();
}

const normal = (expected: string | number) =>
	typeof expected === 'number' ? expected : new Date(expected).toISOString();

test('there are 211 of them, and no listed exception that is none', () => {
	expect(vectors).toHaveLength(211);
	for (const [index, { source, answer: expected }] of ours) {
		expect(vectors[index]?.source).toContain(source);
		expect(normal(vectors[index]?.expected ?? '')).not.toBe(normal(expected));
	}
});

test.each(vectors.map((vector, index) => ({ index, vector })).filter(({ index }) => !ours.has(index)))(
	'$index $vector.kind as in $vector.source',
	({ vector }) => {
		expect(answer(vector)).toBe(normal(vector.expected));
	},
);

test.each([...ours].map(([index, exception]) => ({ index, ...exception })))(
	'$index, other than $source: $rule',
	({ index, answer: expected }) => {
		const vector = vectors[index];
		expect(vector && answer(vector)).toBe(normal(expected));
	},
);
