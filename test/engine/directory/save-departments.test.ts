import { getDepartment, saveDepartments, saveServices } from '../../../engine/directory';
import { onBothDatabases } from '../../support/harness';
import { changes, faultOf, smallCompany } from './support';

onBothDatabases('saving departments', (open) => {
	it('creates, leaves alone and updates', async () => {
		const company = await open();
		const { engine } = company;
		await smallCompany(engine);
		const legal = { id: 'legal', name: 'Legal', headId: 'bob', calendarId: 'office' };
		expect(await saveDepartments(engine, [legal])).toEqual([
			{ ok: true, value: { ...legal, change: 'created' } },
		]);
		await company.fastForward('1d');
		expect(changes(await saveDepartments(engine, [legal, { id: 'hr', name: 'People' }]))).toEqual([
			'unchanged',
			'updated',
		]);
		const rows = await engine.store.read((db) =>
			db.selectFrom('department').select('id').where('updated_at', '=', company.now).execute(),
		);
		expect(rows).toEqual([{ id: 'hr' }]);
	});

	it('keeps what is not given, and takes away where blank is given', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveDepartments(engine, [{ id: 'it', name: 'Informatics' }]);
		expect(await getDepartment(engine, 'it')).toEqual({
			id: 'it',
			name: 'Informatics',
			headId: 'ann',
			calendarId: 'office',
		});
		await saveDepartments(engine, [{ id: 'it', headId: '', calendarId: null }]);
		expect(await getDepartment(engine, 'it')).toEqual({ id: 'it', name: 'Informatics' });
	});

	it('refuses an unknown head and an unknown calendar, and saves the rest', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveDepartments(engine, [
			{ id: 'it', headId: 'anna' },
			{ id: 'hr', calendarId: '24x7' },
			{ id: 'legal', name: 'Legal' },
		]);
		expect(faultOf(outcomes[0])).toEqual({
			code: 'notFound',
			field: 'headId',
			value: 'anna',
			message: "There is no member 'anna'",
			hint: "Did you mean 'ann'? Choose one from the list (ann, bob), or add it first with ICRM Directory, 'Member: Create or Update'.",
		});
		expect(faultOf(outcomes[1])).toEqual({
			code: 'notFound',
			field: 'calendarId',
			value: '24x7',
			message: "There is no calendar '24x7'",
			hint: "Choose one from the list (office), or add it first with ICRM Directory, 'Calendar: Create or Update'.",
		});
		expect(changes(outcomes)[2]).toBe('created');
		expect((await getDepartment(engine, 'it')).headId).toBe('ann');
	});

	it('says so where there is nothing to choose from', async () => {
		const { engine } = await open();
		const [outcome] = await saveDepartments(engine, [{ id: 'it', name: 'IT', calendarId: 'office' }]);
		expect(faultOf(outcome)).toMatchObject({
			message: "There is no calendar 'office'",
			hint: "There are no calendars yet: add it first with ICRM Directory, 'Calendar: Create or Update'.",
		});
	});

	it('lists the five nearest where there are many', async () => {
		const { engine } = await open();
		await saveDepartments(
			engine,
			['aa', 'bb', 'cc', 'dd', 'ee', 'zzz'].map((id) => ({ id, name: `Department ${id}` })),
		);
		const [outcome] = await saveServices(engine, [{ id: 's', name: 'S', departmentId: 'zzx' }]);
		expect(faultOf(outcome)).toMatchObject({
			message: "There is no department 'zzx'",
			hint: "Did you mean 'zzz'? Choose one from the list (zzz, aa, bb, cc, dd, …), or add it first with ICRM Directory, 'Department: Create or Update'.",
		});
	});

	it('demands a name of a new one', async () => {
		const { engine } = await open();
		const [outcome] = await saveDepartments(engine, [{ id: 'it' }]);
		expect(faultOf(outcome)).toMatchObject({ field: 'name', message: "The new department 'it' has no name" });
	});
});
