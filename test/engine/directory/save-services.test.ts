import { getService, saveServices } from '../../../engine/directory';
import { onBothDatabases } from '../../support/harness';
import { changes, faultOf, smallCompany } from './support';

onBothDatabases('saving services', (open) => {
	it('creates, keeps what is not given, and leaves alone', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const access = { id: 'access', name: 'Access', departmentId: 'it' };
		const outcomes = await saveServices(engine, [access, access, { id: 'access', departmentId: 'hr' }]);
		expect(changes(outcomes)).toEqual(['created', 'unchanged', 'updated']);
		expect(await getService(engine, 'access')).toEqual({
			...access,
			departmentId: 'hr',
			confidential: false,
		});
	});

	it('is confidential once that is said, and stays so until it is taken back', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const access = { id: 'access', name: 'Access', departmentId: 'it' };
		const outcomes = await saveServices(engine, [
			{ ...access, confidential: true },
			{ id: 'access', name: 'Access rights' },
			{ id: 'access', confidential: '' },
		]);
		expect(changes(outcomes)).toEqual(['created', 'updated', 'unchanged']);
		expect(await getService(engine, 'access')).toMatchObject({ confidential: true });
		await saveServices(engine, [{ id: 'access', confidential: false }]);
		expect(await getService(engine, 'access')).toMatchObject({ confidential: false });
		const [refused] = await saveServices(engine, [{ id: 'access', confidential: 'very' }]);
		expect(faultOf(refused)).toMatchObject({ field: 'confidential', hint: 'Write true or false.' });
	});

	it('refuses an unknown department, demands one of a new service, and saves the rest', async () => {
		const { engine } = await open();
		await smallCompany(engine);
		const outcomes = await saveServices(engine, [
			{ id: 'access', name: 'Access', departmentId: 'human-resources' },
			{ id: 'phone', name: 'Phone' },
			{ id: 'desk', name: 'Desk', departmentId: 'hr' },
		]);
		expect(faultOf(outcomes[0])).toMatchObject({
			code: 'notFound',
			field: 'departmentId',
			value: 'human-resources',
			hint: "Did you mean 'hr'? Choose one from the list (hr, it), or add it first with ICRM Directory, 'Department: Create or Update'.",
		});
		expect(faultOf(outcomes[1])).toMatchObject({
			field: 'departmentId',
			message: "The new service 'phone' has no departmentId",
		});
		expect(changes(outcomes)[2]).toBe('created');
	});
});
