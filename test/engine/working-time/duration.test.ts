import fc from 'fast-check';
import { IcrmError } from '../../../engine/errors';
import { formatDuration, parseDuration } from '../../../engine/working-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ms = (amount: number, working?: boolean) =>
	working === undefined ? { unit: 'ms', ms: amount } : { unit: 'ms', ms: amount, working };
const days = (amount: number, working?: boolean) =>
	working === undefined ? { unit: 'days', days: amount } : { unit: 'days', days: amount, working };

test.each([
	['4h', ms(4 * HOUR)],
	['90 min', ms(90 * MINUTE)],
	['30m', ms(30 * MINUTE)],
	['1h 30m', ms(90 * MINUTE)],
	['1h30m', ms(90 * MINUTE)],
	['1 hour, 30 minutes', ms(90 * MINUTE)],
	['1 hour and 30 min.', ms(90 * MINUTE)],
	['1.5 hours', ms(90 * MINUTE)],
	['45 s', ms(45_000)],
	['  2 Hrs ', ms(2 * HOUR)],
	['4 working hours', ms(4 * HOUR, true)],
	['4 business hours 30 min', ms(4.5 * HOUR, true)],
	['2 days', days(2)],
	['1d', days(1)],
	['2 working days', days(2, true)],
	['3 business days', days(3, true)],
	['1 workday', days(1, true)],
	['2 calendar days', days(2, false)],
	['1.5 days', days(1.5)],
	['1 week', days(7, false)],
	['1w 2d', days(9, false)],
	['PT30M', ms(30 * MINUTE)],
	['PT1H30M', ms(90 * MINUTE)],
	['pt0.5h', ms(30 * MINUTE)],
	['P2D', days(2)],
	['P1W', days(7, false)],
	['4小时', ms(4 * HOUR)],
	['4个小时', ms(4 * HOUR)],
	['30分钟', ms(30 * MINUTE)],
	['1小时30分', ms(90 * MINUTE)],
	['2个工作日', days(2, true)],
	['2工作日', days(2, true)],
	['8个工作小时', ms(8 * HOUR, true)],
	['2天', days(2)],
	['3个自然日', days(3, false)],
	['1周', days(7, false)],
	['４小时', ms(4 * HOUR)],
])('reads %s', (text, expected) => {
	expect(parseDuration(text)).toEqual(expected);
});

test.each<[unknown, RegExp]>([
	['', /"" cannot be read/],
	['soon', /"soon" cannot be read/],
	['h', /cannot be read/],
	['4 parsecs', /cannot be read/],
	['4h x', /cannot be read/],
	['1,5 h', /cannot be read/],
	['4h-5h', /cannot be read/],
	['2 months', /cannot be read/],
	['P1M', /cannot be read/],
	['P', /cannot be read/],
	['PT', /cannot be read/],
	['P1DT', /cannot be read/],
	['90', /has no unit/],
	[90, /90 has no unit/],
	[undefined, /is not a duration/],
	['0h', /is no time at all/],
	['0', /is no time at all/],
	['-4h', /is negative/],
	['-PT4H', /is negative/],
	['1d 4h', /mixes days with hours/],
	['P1DT4H', /mixes days with hours/],
	['1 working day 1 calendar day', /mixes working and calendar/],
	['2 working weeks', /counts working weeks/],
	['1.5 working days', /counts part of a working day/],
	['99999999999999999 h', /is too long/],
])('refuses %p', (input, message) => {
	const act = () => parseDuration(input, { field: 'levels[1].delay' });
	expect(act).toThrow(message);
	expect(act).toThrow(IcrmError);
	expect(act).toThrow(expect.objectContaining({ field: 'levels[1].delay', value: input }));
	expect(act).toThrow(expect.objectContaining({ hint: expect.stringMatching(/for example|Write/) }));
});

test('zero and less, where they are allowed', () => {
	expect(parseDuration('0 h', { allowZero: true })).toEqual(ms(0));
	expect(parseDuration('0', { allowZero: true })).toEqual(ms(0));
	expect(parseDuration('-0 days', { allowZero: true })).toEqual(days(0));
	expect(parseDuration('-30m', { allowNegative: true })).toEqual(ms(-30 * MINUTE));
	expect(parseDuration('- 2 working days', { allowNegative: true })).toEqual(days(-2, true));
});

test.each([
	[90 * MINUTE, '1 h 30 min'],
	[45_000, '45 s'],
	[26 * HOUR, '26 h'],
	[HOUR + 5_000, '1 h 5 s'],
	[-HOUR, '-1 h'],
	[0, '0 min'],
	[499, '0 min'],
	[59_999, '1 min'],
])('writes %d ms as %s', (amount, expected) => {
	expect(formatDuration(amount)).toBe(expected);
});

test('reads what it writes', () => {
	fc.assert(
		fc.property(fc.integer({ min: -1e9, max: 1e9 }), (seconds) => {
			const written = formatDuration(seconds * 1000);
			expect(parseDuration(written, { allowZero: true, allowNegative: true })).toEqual(
				ms(seconds * 1000 || 0),
			);
		}),
	);
});

test('no text takes long or gets past the types', () => {
	const letters = fc.constantFrom(
		'1',
		'.',
		' ',
		'h',
		'm',
		'd',
		'working',
		'个',
		'工作',
		'日',
		',',
		'and',
		'p',
		't',
		'-',
	);
	fc.assert(
		fc.property(fc.array(letters, { maxLength: 60 }), (pieces) => {
			try {
				const duration = parseDuration(pieces.join(''));
				expect(duration.unit === 'ms' ? duration.ms : duration.days).toBeGreaterThan(0);
			} catch (error) {
				expect(error).toBeInstanceOf(IcrmError);
			}
		}),
	);
});
