import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import sample from '../../workflows/sample-company.json';
import { embeddedEngine, pack, runNode, searchList, type NodeRun } from '../support/n8n-engine';
import { MANY_ITEMS } from '../support/thorough';

type Settings = Partial<Parameters<typeof runNode>[0]>;

/** Runs the node once over `items`. */
const run = (
	resource: string,
	operation: string,
	parameters: INodeParameters,
	items: readonly IDataObject[] = [{}],
	settings: Settings = {},
): Promise<NodeRun> =>
	runNode({
		type: 'icrmDirectory',
		parameters: { resource, operation, ...parameters },
		items,
		...settings,
	});

const json = (output: NodeRun['outputs'][number] | undefined) => (output ?? []).map((item) => item.json);
const list = (value: string) => ({ __rl: true, mode: 'list', value });
/** n8n itself refuses a required field left empty, but not an expression that gives nothing for an item. */
const NOTHING = '={{ $json.nothing }}';
const asJson = { specify: 'json', json: '={{ $json }}' };

/** Fields filled in by expressions, as an admin drags them from the step before. */
const MEMBER = {
	id: '={{ $json.id }}',
	name: '={{ $json.name }}',
	email: '={{ $json.email }}',
	department: { __rl: true, mode: 'id', value: '={{ $json.departmentId }}' },
	additionalFields: { manager: { __rl: true, mode: 'id', value: '={{ $json.managerId }}' } },
};

const person = (number: number, more: IDataObject = {}): IDataObject => ({
	id: `p${number}`,
	name: `Person ${number}`,
	email: `person${number}@acme.example`,
	departmentId: 'it',
	...more,
});

/** Message and remedy of what stopped the run. */
const words = ({ error }: NodeRun) => `${error?.message} ${error?.description ?? ''}`;

beforeAll(async () => {
	await pack().importCompany(await embeddedEngine(), sample);
});

describe('Company: Import', () => {
	const company = { calendars: sample.calendars.length, members: sample.members.length };

	it('takes the whole company from the item, and counts flat what it did', async () => {
		const { outputs } = await run('company', 'import', {}, [sample as unknown as IDataObject]);
		expect(json(outputs[0])).toEqual([
			expect.objectContaining({
				calendarsUnchanged: company.calendars,
				membersCreated: 0,
				membersUnchanged: company.members,
				servicesUpdated: 0,
			}),
		]);
	});

	it('takes it as text as well, and says where it cannot be read', async () => {
		const good = await run('company', 'import', { company: JSON.stringify({ services: [] }) });
		expect(json(good.outputs[0])[0]).toMatchObject({ servicesCreated: 0 });
		const bad = await run('company', 'import', { company: '{"services": [' });
		expect(words(bad)).toMatch(/'Company' cannot be read as JSON/);
	});

	it('does not pass over an item that brings nothing', async () => {
		expect(words(await run('company', 'import', {}))).toMatch(/'Company' has nothing in it/);
	});

	it('imports nothing of a company with a fault, and names its place', async () => {
		const broken = {
			departments: [{ id: 'new', name: 'New' }],
			members: [person(1, { departmentId: 'nowhere' })],
		};
		const refused = await run('company', 'import', {}, [broken]);
		expect(words(refused)).toMatch(
			/1 fault; nothing was imported:\n- members\[0\]\.departmentId: .*'nowhere'/,
		);
		expect(words(await run('department', 'get', { department: list('new') }))).toMatch(/no department 'new'/);
	});
});

describe('Member', () => {
	it('saves hundreds in one run, each paired with its item', async () => {
		const items = Array.from({ length: MANY_ITEMS }, (_, i) => person(i, { managerId: i === 0 ? '' : 'p0' }));
		const { outputs, error } = await run('member', 'upsert', MEMBER, items);
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(MANY_ITEMS);
		outputs[0]?.forEach((item, i) => {
			expect(item.pairedItem).toEqual({ item: i });
			expect(item.json).toMatchObject({ id: `p${i}`, change: 'created' });
		});
		const again = await run('member', 'upsert', asJson, json(outputs[0]));
		expect(new Set(json(again.outputs[0]).map(({ change }) => change))).toEqual(new Set(['unchanged']));
	});

	it('keeps what is left empty', async () => {
		const { outputs } = await run('member', 'upsert', {
			id: 'p7',
			name: 'Person Seven',
			additionalFields: { locale: 'other', otherLocale: 'pt_BR', active: false },
		});
		expect(json(outputs[0])).toEqual([
			{
				...person(7),
				name: 'Person Seven',
				managerId: 'p0',
				locale: 'pt-BR',
				active: false,
				change: 'updated',
			},
		]);
	});

	it('goes by the email address where there is no id', async () => {
		const parameters = { name: 'Ann Lee', email: 'Ann@Acme.Example', department: list('hr') };
		const { outputs } = await run('member', 'upsert', parameters);
		expect(json(outputs[0])[0]).toMatchObject({ id: 'ann@acme.example', locale: 'en', active: true });
	});

	describe('with one faulty item among good ones', () => {
		const batch = (from: number) => [
			person(from),
			person(from + 1, { departmentId: 'itt' }),
			person(from + 2),
		];

		it('stops, names the item, and says that the others stand', async () => {
			const stopped = await run('member', 'upsert', MEMBER, batch(2000));
			expect(stopped.error?.context.itemIndex).toBe(1);
			expect(words(stopped)).toMatch(
				/There is no department 'itt'.*Did you mean 'it'\?.*\(it, hr.*2 of 3 items/s,
			);
		});

		it('puts the fault in its place under Continue', async () => {
			const { outputs } = await run('member', 'upsert', MEMBER, batch(2010), {
				onError: 'continueRegularOutput',
			});
			expect(json(outputs[0]).map(({ id, error }) => [id, typeof error])).toEqual([
				['p2010', 'undefined'],
				['p2011', 'string'],
				['p2012', 'undefined'],
			]);
		});

		it('sends it out of the error output, with its input', async () => {
			const { outputs } = await run('member', 'upsert', MEMBER, batch(2020), {
				onError: 'continueErrorOutput',
			});
			expect(json(outputs[0]).map(({ id }) => id)).toEqual(['p2020', 'p2022']);
			expect(json(outputs[1])).toEqual([
				expect.objectContaining({ id: 'p2021', error: expect.stringContaining("'itt'") }),
			]);
		});
	});

	it('names the circle that managers form', async () => {
		const circle = await run('member', 'upsert', MEMBER, [
			person(3001, { managerId: 'p3002' }),
			person(3002, { managerId: 'p3001' }),
		]);
		expect(words(circle)).toMatch(/circle: p3001 → p3002 → p3001.*Correct one of these managers/s);
	});

	it.each([
		[{ active: 'perhaps' }, /active \("perhaps"\) is neither true nor false/],
		[{ managerId: 'nobody-at-all' }, /There is no member 'nobody-at-all'/],
		[{ email: 'ann at acme' }, /email \("ann at acme"\) is not an e-mail address.*one address/],
		[{ salary: 1 }, /salary \(1\) is not a field of a member/],
		[{ locale: 'klingon!' }, /is not a language/],
	])('refuses %j', async (fault, message) => {
		expect(words(await run('member', 'upsert', asJson, [person(4000, fault)]))).toMatch(message);
	});

	it('refuses a list where one record is wanted', async () => {
		const refused = await run('member', 'upsert', { specify: 'json', json: [{}, {}] as never });
		expect(words(refused)).toMatch(/'JSON' is a list of 2.*one member per item/);
	});

	it('lists the active of a department, and all with Return All', async () => {
		const filters = { department: list('it'), activeOnly: true, text: 'person 7' };
		const some = await run('member', 'getAll', { limit: 5, filters });
		expect(json(some.outputs[0])).toHaveLength(5);
		const all = await run('member', 'getAll', { returnAll: true, filters: { text: 'person' } });
		expect(json(all.outputs[0]).length).toBeGreaterThanOrEqual(MANY_ITEMS);
		expect(json(all.outputs[0])).toContainEqual(expect.objectContaining({ id: 'p7', active: false }));
	});
});

describe('Department and Service', () => {
	it('saves, changes only what is given, and gets', async () => {
		const parameters = {
			id: 'ops',
			name: 'Operations',
			additionalFields: { calendar: list('germany'), head: list('tom') },
		};
		await run('department', 'upsert', parameters);
		const changed = await run('department', 'upsert', { id: 'ops', name: 'Ops' });
		const ops = { id: 'ops', name: 'Ops', headId: 'tom', calendarId: 'germany' };
		expect(json(changed.outputs[0])).toEqual([{ ...ops, change: 'updated' }]);
		expect(json((await run('department', 'get', { department: list('ops') })).outputs[0])).toEqual([ops]);
		const secret = { department: list('ops'), additionalFields: { confidential: true } };
		await run('service', 'upsert', { id: 'van', name: 'Van', ...secret });
		const { outputs } = await run('service', 'getAll', { filters: { department: list('ops') } });
		expect(json(outputs[0])).toEqual([{ id: 'van', name: 'Van', departmentId: 'ops', confidential: true }]);
	});

	it('takes a head away by JSON', async () => {
		const { outputs } = await run('department', 'upsert', asJson, [{ id: 'ops', headId: null }]);
		expect(json(outputs[0])).toEqual([
			{ id: 'ops', name: 'Ops', headId: null, calendarId: 'germany', change: 'updated' },
		]);
	});

	it.each([
		[
			'department',
			{ id: 'x', name: 'X', additionalFields: { calendar: list('mars') } },
			/There is no calendar 'mars'/,
		],
		['department', { id: 'brand-new' }, /new department 'brand-new' has no name.*Give its name/],
		['department', { id: 'a b', name: 'X' }, /'Department ID' \("a b"\) contains white space/],
		['service', { id: 'x', name: 'X' }, /new service 'x' has no departmentId/],
		['service', { id: ' ' }, /'Service ID' is empty.*Fill in/],
	])('%s refuses %j', async (resource, parameters, message) => {
		expect(words(await run(resource, 'upsert', parameters as INodeParameters))).toMatch(message);
	});

	it('asks for a choice where none was made', async () => {
		expect(words(await run('department', 'get', { department: list(NOTHING) }))).toMatch(
			/'Department' is empty.*Choose one/,
		);
	});
});

describe('Calendar', () => {
	const CALENDAR = { id: 'office', name: 'Office', timezone: list('Europe/Berlin') };
	const rows = (...all: IDataObject[]) => ({ rows: all }) as unknown as INodeParameters;

	it('hints at working hours that overlap: they count once', async () => {
		const rows = [
			{ days: ['mon', 'tue'], from: '09:00', to: '13:00' },
			{ days: ['mon'], from: '12:00', to: '17:00' },
		];
		const { hints } = await run('calendar', 'upsert', { ...CALENDAR, id: 'laps', workingHours: { rows } });
		expect(hints).toEqual([expect.stringContaining('Monday: 09:00-13:00 and 12:00-17:00')]);
		expect((await run('calendar', 'upsert', { ...CALENDAR, id: 'laps' })).hints).toEqual([]);
	});

	it('makes Monday to Friday, nine to five, of what the editor fills in', async () => {
		const { outputs } = await run('calendar', 'upsert', CALENDAR);
		const day = [['09:00', '17:00']];
		expect(json(outputs[0])).toEqual([
			{
				id: 'office',
				name: 'Office',
				revision: 1,
				change: 'created',
				spec: { timezone: 'Europe/Berlin', weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } },
			},
		]);
		const again = await run('calendar', 'upsert', asJson, json(outputs[0]));
		expect(json(again.outputs[0])).toMatchObject([{ change: 'unchanged' }]);
	});

	it('reads rows, holidays and exceptions as people type them', async () => {
		const { outputs } = await run('calendar', 'upsert', {
			...CALENDAR,
			id: 'china-office',
			timezone: 'Asia/Shanghai',
			workingHours: rows(
				{ days: ['mon', 'sat'], from: '9:00', to: '12:00' },
				{ days: ['mon'], from: '13：00', to: '18:00' },
			),
			holidays: '2026-01-01 元旦 New Year\n\n  2026-10-01  ',
			overrides: '2026-05-09 9:00-12:00, 13:00 – 18:00 调休 Makeup day\n2026-12-24 closed Christmas Eve',
			options: { closing: 'next' },
		});
		expect(json(outputs[0])[0]?.spec).toEqual({
			timezone: 'Asia/Shanghai',
			weekly: {
				mon: [
					['09:00', '12:00'],
					['13:00', '18:00'],
				],
				sat: [['09:00', '12:00']],
			},
			holidays: [{ date: '2026-01-01', name: '元旦 New Year' }, { date: '2026-10-01' }],
			overrides: {
				'2026-05-09': {
					intervals: [
						['09:00', '12:00'],
						['13:00', '18:00'],
					],
					name: '调休 Makeup day',
				},
				'2026-12-24': { intervals: [], name: 'Christmas Eve' },
			},
			closing: 'next',
		});
	});

	const hours = (row: IDataObject) => ({
		workingHours: rows({ days: ['mon'], from: '09:00', to: '17:00', ...row }),
	});
	it.each([
		[{ timezone: list('Mars/Phobos') }, /timezone \("Mars\/Phobos"\) is not a time zone.*IANA name/],
		[{ timezone: list(NOTHING) }, /'Time Zone' is empty/],
		[{ workingHours: rows() }, /'Working Hours' is empty.*Add at least one row/],
		[hours({ days: [] }), /Row 1 of 'Working Hours' has no days/],
		[hours({ to: '09:00' }), /Row 1 of 'Working Hours' starts and ends at 09:00.*00:00 and 24:00/],
		[hours({ from: 'nine' }), /Row 1 .* has "nine" in 'From', which is not a time.*HH:MM/],
		[{ holidays: '2026-01-01\nMay Day' }, /Line 2 of 'Holidays' \("May Day"\) does not begin with a date/],
		[{ holidays: '2026-02-30 Late' }, /Line 1 of 'Holidays' .* 2026-02-30, which is no date/],
		[{ overrides: '2026-05-09 Makeup' }, /Line 1 of 'Exceptions' .* neither hours nor the word 'closed'/],
		[{ overrides: '2026-05-09 09:00-25:00' }, /has 25:00, which is not a time/],
		[{ overrides: '2026-05-09 09:00-09:00' }, /starts and ends at 09:00/],
		[{ overrides: '2026-05-09 closed\n2026-05-09 09:00-10:00' }, /Line 2 .* gives 2026-05-09 a second time/],
	])('refuses %j', async (fault, message) => {
		const parameters = { ...CALENDAR, id: 'refused', ...fault } as INodeParameters;
		expect(words(await run('calendar', 'upsert', parameters))).toMatch(message);
	});

	it('gets and lists', async () => {
		const one = await run('calendar', 'get', { calendar: list('germany') });
		expect(json(one.outputs[0])[0]).toMatchObject({ id: 'germany', spec: { timezone: 'Europe/Berlin' } });
		const found = await run('calendar', 'getAll', { filters: { text: 'GERMANY' } });
		expect(json(found.outputs[0]).map(({ id }) => id)).toEqual(['germany']);
	});
});

describe('Lists in the editor', () => {
	const search = (method: string, filter?: string, paginationToken?: string) =>
		searchList({
			type: 'icrmDirectory',
			method,
			...(filter === undefined ? {} : { filter }),
			...(paginationToken === undefined ? {} : { paginationToken }),
		});

	it.each([
		['searchDepartments', 'human', { name: 'Human Resources (hr)', value: 'hr' }],
		['searchMembers', 'jonas', { name: 'Jonas Brandt (jonas)', value: 'jonas' }],
		['searchCalendars', 'around', { name: 'Around the clock (always)', value: 'always' }],
		['searchServices', 'van', { name: 'Van (van)', value: 'van' }],
		['searchTimeZones', 'new york', { name: 'America/New York', value: 'America/New_York' }],
	])('%s', async (method, filter, found) => {
		expect((await search(method, filter)).results).toContainEqual(found);
	});

	it('goes on where the first hundred end', async () => {
		const first = await search('searchMembers', 'person');
		const second = await search('searchMembers', 'person', first.paginationToken as string);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(200);
	});
});

it('works the same on PostgreSQL, through the credential', async () => {
	const server = { host: '127.0.0.1', port: Number(process.env.ICRM_TEST_PG_PORT) };
	const login = { user: 'postgres', password: 'postgres' };
	const databaseName = `icrm_${randomUUID().replaceAll('-', '')}`;
	const admin = new Client({ ...server, ...login, database: 'postgres' });
	await admin.connect();
	await admin.query(`create database ${databaseName}`);
	const credentials: ICredentialDataDecryptedObject = {
		database: 'postgres',
		databaseName,
		...server,
		...login,
	};
	try {
		const people = Array.from({ length: MANY_ITEMS }, (_, i) => person(i, i > 0 ? { managerId: 'p0' } : {}));
		people[500] = person(500, { departmentId: 'nowhere' });
		await run('company', 'import', {}, [sample as unknown as IDataObject], { credentials });
		const { outputs } = await run('member', 'upsert', MEMBER, people, {
			credentials,
			onError: 'continueErrorOutput',
		});
		expect(outputs[0]).toHaveLength(MANY_ITEMS - 1);
		expect(json(outputs[1])).toEqual([expect.objectContaining({ id: 'p500' })]);
		const all = await run('member', 'getAll', { returnAll: true }, [{}], { credentials });
		expect(all.outputs[0]).toHaveLength(MANY_ITEMS - 1 + sample.members.length);
	} finally {
		await pack().closeEngines();
		await admin.query(`drop database ${databaseName} with (force)`);
		await admin.end();
	}
});
