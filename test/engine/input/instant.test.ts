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

it.each([['tomorrow'], ['2026-13-01'], [''], [null], [Number.NaN], [{}]])('refuses %p', (value) => {
	expect(() => parseInstant(value, 'UTC', 'openedAt')).toThrow(
		expect.objectContaining({ code: 'invalid', field: 'openedAt' }),
	);
});

it.each([[1783065600], ['1783065600']])('notices the epoch seconds %p', (value) => {
	expect(() => parseInstant(value, 'UTC')).toThrow(/epoch seconds/);
});

it('has no text for no instant', () => {
	expect(toIso(null)).toBeNull();
	expect(toIso(undefined)).toBeNull();
});
