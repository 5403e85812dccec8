import { calendarsInForce, getCalendar, loadCalendars, saveCalendars } from '../../../engine/directory';
import { onBothDatabases } from '../../support/harness';
import { changes, faultOf, officeSpec } from './support';

const office = { id: 'office', name: 'Office', spec: officeSpec };
const longer = { ...officeSpec, weekly: { mon: [['09:00', '20:00']] } };
const noon = Date.parse('2026-03-02T11:00Z');
const evening = Date.parse('2026-03-02T17:00Z');

onBothDatabases('saving calendars', (open) => {
	it('makes a new revision only where the spec really changed', async () => {
		const { engine } = await open();
		const reordered = {
			weekly: { tue: [['09:00', '17:00']], mon: [['09:00', '17:00']] },
			timezone: 'Europe/Berlin',
		};
		const outcomes = await saveCalendars(engine, [
			office,
			office,
			{ id: 'office', spec: reordered },
			{
				id: 'office',
				spec: { ...officeSpec, holidays: undefined, weekly: { ...officeSpec.weekly, sun: undefined } },
			},
			{ id: 'office', name: 'The office' },
			{ id: 'office', spec: longer },
			{ id: 'office', spec: officeSpec },
		]);
		expect(changes(outcomes)).toEqual([
			'created',
			'unchanged',
			'unchanged',
			'unchanged',
			'updated',
			'updated',
			'updated',
		]);
		const revisions = outcomes.map((outcome) => outcome.ok && outcome.value.revision);
		expect(revisions).toEqual([1, 1, 1, 1, 1, 2, 3]);
		expect(await getCalendar(engine, 'office')).toEqual({
			id: 'office',
			name: 'The office',
			revision: 3,
			spec: officeSpec,
		});
	});

	it.each([
		['a weekday', (day: unknown) => ({ weekly: { mon: day } }), 'spec.weekly.mon'],
		[
			'a date',
			(day: unknown) => ({ weekly: {}, overrides: { '2026-03-02': { intervals: day } } }),
			'spec.overrides.2026-03-02',
		],
	])('refuses hundreds of intervals on %s, and takes twelve', async (_what, specOf, field) => {
		const { engine } = await open();
		const two = (count: number) => String(count).padStart(2, '0');
		const minutes = Array.from({ length: 720 }, (_, n) => {
			const hour = two(Math.floor(n / 30));
			return [`${hour}:${two((n % 30) * 2)}`, `${hour}:${two((n % 30) * 2 + 1)}`];
		});
		const save = (day: unknown) =>
			saveCalendars(engine, [{ ...office, spec: { timezone: 'UTC', ...specOf(day) } }]);
		expect(await save(minutes)).toMatchObject([
			{
				ok: false,
				error: {
					field,
					message: expect.stringContaining('has 720 intervals, and a day has 12 at most'),
					hint: expect.stringContaining('Join intervals'),
				},
			},
		]);
		expect(await save(minutes.slice(0, 12))).toMatchObject([{ ok: true }]);
	});

	it('writes nothing where nothing changed', async () => {
		const company = await open();
		const { engine } = company;
		await saveCalendars(engine, [office]);
		const rows = () => engine.store.read((db) => db.selectFrom('calendar').selectAll().execute());
		const before = await rows();
		await company.fastForward('1d');
		await saveCalendars(engine, [office]);
		expect(await rows()).toEqual(before);
	});

	it('announces a revision, and neither a beginning nor a new name', async () => {
		const { engine, now } = await open();
		const events = () => engine.store.read((db) => db.selectFrom('event').selectAll().execute());
		await saveCalendars(engine, [office, { id: 'office', name: 'The office' }]);
		expect(await events()).toEqual([]);
		await saveCalendars(engine, [{ id: 'office', spec: longer }]);
		expect(await events()).toMatchObject([
			{ id: 'calendar:office:2', type: 'calendar.revised', subject: 'office', at: now },
		]);
	});

	it('refuses a spec that cannot be, and saves the rest', async () => {
		const { engine } = await open();
		const outcomes = await saveCalendars(engine, [
			{ ...office, spec: { ...officeSpec, weekly: { mon: [['09:00', '25:00']] } } },
			{ id: 'night', name: 'Night' },
			office,
		]);
		expect(faultOf(outcomes[0])).toMatchObject({
			code: 'invalid',
			field: expect.stringContaining('spec.weekly.mon[0]'),
			message: expect.stringContaining('25:00'),
			hint: expect.stringContaining('HH:MM'),
		});
		expect(faultOf(outcomes[1])).toMatchObject({
			field: 'spec',
			message: "The new calendar 'night' has no spec",
		});
		expect(changes(outcomes)[2]).toBe('created');
	});

	it('loads what stands and what stood', async () => {
		const company = await open();
		const { engine } = company;
		const first = company.now;
		await saveCalendars(engine, [office, { ...office, id: 'other' }]);
		company.now = first + 1_000;
		await saveCalendars(engine, [{ id: 'office', name: 'New', spec: longer }]);
		const current = await engine.store.read((db) => loadCalendars(db, ['office', 'nowhere']));
		expect([...current.keys()]).toEqual(['office']);
		expect(current.get('office')).toMatchObject({ name: 'New', revision: 2, spec: longer });
		expect(current.get('office')?.calendar.isOpen(evening)).toBe(true);

		const refs = [
			{ id: 'office', instant: first - 1 },
			{ id: 'office', instant: first + 999 },
			{ id: 'office', instant: first + 1_000 },
			{ id: 'office', instant: first + 1_000, known: 1 },
			{ id: 'other', instant: first + 5_000 },
			{ id: 'nowhere', instant: first },
		];
		const past = await engine.store.read((db) => calendarsInForce(db, refs));
		expect(past.map((calendar) => calendar?.revision)).toEqual([1, 1, 2, 1, 1, undefined]);
		const [, before] = past;
		expect(before).toMatchObject({ name: 'New', revision: 1, spec: officeSpec });
		expect(before?.calendar.isOpen(evening)).toBe(false);
		expect(before?.calendar.isOpen(noon)).toBe(true);

		expect([...(await engine.store.read((db) => loadCalendars(db))).keys()].sort()).toEqual([
			'office',
			'other',
		]);
	});

	it('compiles a calendar once, and never takes another store’s of the same name for it', async () => {
		const [one, other] = [await open(), await open()];
		await saveCalendars(one.engine, [office]);
		await saveCalendars(other.engine, [{ ...office, spec: longer }]);
		const load = async ({ engine }: typeof one) =>
			(await engine.store.read((db) => loadCalendars(db))).get('office')?.calendar;
		expect(await load(one)).toBe(await load(one));
		expect((await load(one))?.isOpen(evening)).toBe(false);
		expect((await load(other))?.isOpen(evening)).toBe(true);
	});
});
