import { parseInstant, toIso } from '../../../engine/input/instant';

const berlin = (value: unknown) => toIso(parseInstant(value, 'Europe/Berlin'));

it.each([
	['2026-07-03T10:00', '2026-07-03T08:00:00.000Z'],
	['2026-07-03 10:00', '2026-07-03T08:00:00.000Z'],
	['2026-01-03T10:00:00', '2026-01-03T09:00:00.000Z'],
	['2026-07-03', '2026-07-02T22:00:00.000Z'],
	['20260703', '2026-07-02T22:00:00.000Z'],
	['2026-07-03T10:00:00.000-04:00', '2026-07-03T14:00:00.000Z'],
	['2026-07-03T10:00Z', '2026-07-03T10:00:00.000Z'],
	[1783065600000, '2026-07-03T08:00:00.000Z'],
	['1783065600000', '2026-07-03T08:00:00.000Z'],
	[new Date(1783065600000), '2026-07-03T08:00:00.000Z'],
	[{ toMillis: () => 1783065600000 }, '2026-07-03T08:00:00.000Z'],
])('reads %p', (value, instant) => {
	expect(berlin(value)).toBe(instant);
});

it.each([
	['tomorrow'],
	['2026-13-01'],
	[''],
	[null],
	[Number.NaN],
	[{}],
	[8.7e15],
	[1e300],
	[2 ** 60],
	[new Date(8.64e15)],
])('refuses %p', (value) => {
	expect(() => parseInstant(value, 'UTC', 'openedAt')).toThrow(
		expect.objectContaining({ code: 'invalid', field: 'openedAt' }),
	);
});

it('takes for ever as many systems write it, and rounds to the millisecond', () => {
	expect(berlin('9999-12-31')).toBe('9999-12-30T23:00:00.000Z');
	expect(parseInstant(1772500000000.5, 'UTC')).toBe(1772500000001);
});

it.each([[1783065600], ['1783065600']])('notices the epoch seconds %p', (value) => {
	expect(() => parseInstant(value, 'UTC')).toThrow(/epoch seconds/);
});

it('has no text for no instant', () => {
	expect(toIso(null)).toBeNull();
	expect(toIso(undefined)).toBeNull();
});
