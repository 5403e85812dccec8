import {
	findMembersByEmail,
	getCalendar,
	getDepartment,
	getMember,
	getService,
	importCompany,
	listCalendars,
	listDepartments,
	listMembers,
	listServices,
	saveMembers,
} from '../../../engine/directory';
import { onBothDatabases } from '../../support/harness';
import { person, smallCompany, thrownBy } from './support';

const idsOf = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id);

onBothDatabases('lists', (open) => {
	it('are sorted by name and come a page at a time', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [person('x', { name: 'Aaron' }), person('y', { name: 'Zoe' })]);
		expect(idsOf(await listMembers(engine, { limit: 10 }))).toEqual(['x', 'ann', 'bob', 'y']);
		expect(idsOf(await listMembers(engine, { limit: 2, offset: 1 }))).toEqual(['ann', 'bob']);
		expect(idsOf(await listDepartments(engine, { limit: 10 }))).toEqual(['hr', 'it']);
		expect(idsOf(await listCalendars(engine, { limit: 10 }))).toEqual(['office']);
		expect(await listServices(engine, { limit: 10 })).toEqual([
			{ id: 'laptop', name: 'Laptop', departmentId: 'it', confidential: false },
		]);
	});

	it('find text in id, name and address, in any case', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [
			person('e-1', { name: 'Ümit Özdemir', email: 'umit@acme.example' }),
			person('e-2', { name: '陈静 Chen Jing', email: 'chen@acme.example' }),
		]);
		const find = async (text: string) => idsOf(await listMembers(engine, { text, limit: 10 }));
		expect(await find('E-1')).toEqual(['e-1']);
		expect(await find('UMIT@')).toEqual(['e-1']);
		expect(await find('CHEN jing')).toEqual(['e-2']);
		expect(await find('陈')).toEqual(['e-2']);
		expect(await find('ümit ö')).toEqual(['e-1']);
		expect(await find('ÜMIT ÖZDEMIR')).toEqual(['e-1']);
		expect(await find(' bob ')).toEqual(['bob']);
		expect(await find('nobody')).toEqual([]);
		expect(idsOf(await listDepartments(engine, { text: 'RESOURCES', limit: 10 }))).toEqual(['hr']);
		expect(idsOf(await listServices(engine, { text: 'lap', limit: 10 }))).toEqual(['laptop']);
		expect(idsOf(await listCalendars(engine, { text: 'OFF', limit: 10 }))).toEqual(['office']);
	});

	it('take % and _ and \\ for what they are', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [
			person('p', { name: '100 % Pia' }),
			person('u', { name: 'under_score' }),
			person('b', { name: 'back\\slash' }),
		]);
		const find = async (text: string) => idsOf(await listMembers(engine, { text, limit: 10 }));
		expect(await find('%')).toEqual(['p']);
		expect(await find('r_s')).toEqual(['u']);
		expect(await find('_')).toEqual(['u']);
		expect(await find('k\\s')).toEqual(['b']);
		expect(await find("'")).toEqual([]);
	});

	it('are narrowed to a department and to those who are still there', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [person('cid', { departmentId: 'hr' }), person('dan', { active: false })]);
		expect(idsOf(await listMembers(engine, { departmentId: 'hr', limit: 10 }))).toEqual(['cid']);
		expect(idsOf(await listMembers(engine, { activeOnly: true, limit: 10 }))).toEqual(['ann', 'bob', 'cid']);
		expect(idsOf(await listMembers(engine, { departmentId: 'it', text: 'd', limit: 10 }))).toEqual(['dan']);
		expect(await listServices(engine, { departmentId: 'hr', limit: 10 })).toEqual([]);
	});
});

onBothDatabases('one record', (open) => {
	it('is found by its id, or missed in plain words', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		expect(await getMember(engine, 'bob')).toMatchObject({ id: 'bob', managerId: 'ann', active: true });
		expect(await getDepartment(engine, 'hr')).toEqual({ id: 'hr', name: 'Human Resources' });
		expect(await getService(engine, 'laptop')).toMatchObject({ departmentId: 'it' });
		expect(await getCalendar(engine, 'office')).toMatchObject({ revision: 1 });
		expect(await thrownBy(getMember(engine, 'joe'))).toEqual({
			code: 'notFound',
			field: 'memberId',
			value: 'joe',
			message: "There is no member 'joe'",
			hint: "Choose one from the list (bob, ann), or add it first with ICRM Directory, 'Member: Create or Update'.",
		});
	});

	it('is found by e-mail address, the active member before the one who left', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		await saveMembers(engine, [{ id: 'bob', active: false }]);
		const byEmail = (email: string) => engine.store.read((db) => findMembersByEmail(db, [email]));
		expect((await byEmail('bob@acme.example')).get('bob@acme.example')?.id).toBe('bob');
		await importCompany(engine, { members: [person('aaa', { email: 'bob@acme.example' })] });
		expect((await byEmail('bob@acme.example')).get('bob@acme.example')?.id).toBe('aaa');
	});
});
