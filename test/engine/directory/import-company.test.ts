import { importCompany, listMembers } from '../../../engine/directory';
import type { Engine } from '../../../engine/engine';
import { onBothDatabases } from '../../support/harness';
import { officeSpec, person, smallCompany, thrownBy } from './support';

const nothing = { created: 0, updated: 0, unchanged: 0 };
const rowsOf = (engine: Engine) =>
	engine.store.read(async (db) => [
		await db.selectFrom('calendar').selectAll().orderBy('id').execute(),
		await db.selectFrom('department').selectAll().orderBy('id').execute(),
		await db.selectFrom('member').selectAll().orderBy('id').execute(),
		await db.selectFrom('service').selectAll().orderBy('id').execute(),
	]);

onBothDatabases('importing a company', (open) => {
	it('brings in records that name one another in a circle', async () => {
		const { engine } = await open();
		expect(await smallCompany(engine)).toEqual({
			calendars: { ...nothing, created: 1 },
			departments: { ...nothing, created: 2 },
			members: { ...nothing, created: 2 },
			services: { ...nothing, created: 1 },
		});
	});

	it('changes nothing the second time', async () => {
		const company = await open();
		const { engine } = company;
		await smallCompany(engine);
		const before = await rowsOf(engine);
		await company.fastForward('1d');
		expect(await smallCompany(engine)).toEqual({
			calendars: { ...nothing, unchanged: 1 },
			departments: { ...nothing, unchanged: 2 },
			members: { ...nothing, unchanged: 2 },
			services: { ...nothing, unchanged: 1 },
		});
		expect(await rowsOf(engine)).toEqual(before);
	});

	it('names what is already there', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const more = {
			members: [person('cid', { managerId: 'bob' })],
			departments: [{ id: 'hr', headId: 'ann' }],
		};
		expect(await importCompany(engine, more)).toEqual({
			calendars: nothing,
			departments: { ...nothing, updated: 1 },
			members: { ...nothing, created: 1 },
			services: nothing,
		});
	});

	it('is all or nothing, and lists the faults with their paths', async () => {
		const { engine } = await open();
		const fault = await thrownBy(
			importCompany(engine, {
				calendars: [
					{ id: 'office', name: 'Office', spec: officeSpec },
					{ id: 'moon', name: 'Moon', spec: { ...officeSpec, timezone: 'Moon/Base' } },
				],
				departments: [
					{ id: 'it', name: 'IT', headId: 'zoe', calendarId: 'office' },
					{ id: 'hr', name: 'HR', calendarId: 'moon' },
				],
				members: [
					person('ann'),
					person('bob', { managerId: 'joe' }),
					person('cid', { email: 'cid' }),
					person('ann'),
				],
				services: [{ id: 'laptop', name: 'Laptop', departmentId: 'itt' }],
			}),
		);
		expect(fault).toMatchObject({
			code: 'invalid',
			field: 'calendars[1].spec.timezone',
			value: 'Moon/Base',
			hint: expect.stringContaining('IANA'),
		});
		const lines = fault.message.split('\n');
		expect(lines[0]).toBe('The company has 6 faults; nothing was imported:');
		expect(lines.slice(1).map((line) => line.slice(0, line.indexOf(':')))).toEqual([
			'- calendars[1].spec.timezone',
			'- departments[0].headId',
			'- members[1].managerId',
			'- members[2].email',
			'- members[3].id',
			'- services[0].departmentId',
		]);
		expect(lines[5]).toBe("- members[3].id: The member 'ann' is already at members[0]");
		expect(await rowsOf(engine)).toEqual([[], [], [], []]);
	});

	it('lists the first ten of many', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const members = Array.from({ length: 12 }, (_, index) => person(`e-${index}`, { departmentId: 'moon' }));
		const fault = await thrownBy(importCompany(engine, { members: [...members, person('zoe')] }));
		expect(fault.message).toMatch(/^The company has 12 faults; nothing was imported:\n/);
		expect(fault.message.split('\n')).toHaveLength(12);
		expect(fault.message).toMatch(/- and 2 more$/);
		expect((await listMembers(engine, { limit: 100 })).map(({ id }) => id)).toEqual(['ann', 'bob']);
	});

	it('counts one fault as one', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const fault = await thrownBy(importCompany(engine, { members: [{ id: 'ann', managerId: 'bob' }] }));
		expect(fault).toMatchObject({
			field: 'members[0].managerId',
			value: 'bob',
			message:
				'The company has 1 fault; nothing was imported:\n' +
				'- members[0].managerId: The managers form a circle: ann → bob → ann',
		});
	});

	it('lets whoever has an address keep it, wherever they stand in the list', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const newcomer = person('x', { email: 'ann@acme.example' });
		expect(await thrownBy(importCompany(engine, { members: [newcomer, person('ann')] }))).toMatchObject({
			field: 'members[0].email',
			value: 'ann@acme.example',
		});
	});

	it.each([
		[{ people: [] }, 'people', 'is not a field of a company'],
		[{ members: {} }, 'members', 'is not a list'],
		['company', 'company', 'is not an object of lists'],
	])('refuses %j', async (company, field, problem) => {
		const { engine } = await open();
		expect(await thrownBy(importCompany(engine, company))).toMatchObject({
			field,
			message: expect.stringContaining(problem),
			hint: expect.stringContaining('calendars, departments, members and services'),
		});
	});
});
