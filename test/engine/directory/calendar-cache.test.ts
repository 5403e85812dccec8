import { compiledFrom } from '../../../engine/directory/calendar-cache';

const text = (holiday: number) =>
	JSON.stringify({
		timezone: 'UTC',
		weekly: { mon: [['09:00', '17:00']] },
		holidays: [{ date: '2026-01-01', name: `No ${holiday}` }],
	});

it('keeps the 200 calendars used last', () => {
	const used = compiledFrom(text(0));
	const forgotten = compiledFrom(text(1));
	for (let n = 2; n < 201; n++) {
		compiledFrom(text(n));
		compiledFrom(text(0));
	}
	expect(compiledFrom(text(0))).toBe(used);
	expect(compiledFrom(text(1))).not.toBe(forgotten);
});
