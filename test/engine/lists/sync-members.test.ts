import { listMembers, saveMembers } from '../../../engine/directory';
import type { Engine } from '../../../engine/engine';
import { syncMembers, type SyncedPeople } from '../../../engine/lists';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases } from '../../support/harness';
import { WHOLE_COMPANY } from '../../support/thorough';

/** As a directory server delivers them: managers by DN, in any order, with spaces and capitals as it pleases. */
const dn = (uid: string) => `uid=${uid},ou=people,dc=corp,dc=example`;
const person = (uid: string, more: Record<string, unknown> = {}) => ({
	ref: dn(uid),
	id: uid,
	name: uid.toUpperCase(),
	email: `${uid}@corp.example`,
	department: 'IT',
	...more,
});
const COMPANY = [
	person('ann', { manager: 'UID=Bob, OU=People, DC=corp, DC=example' }),
	person('bob', { manager: 'carl@corp.example', leads: true }),
	person('carl', { department: 'Board' }),
	person('dora', { department: 'People & Culture', manager: 'carl' }),
];
const crowd = (count: number) =>
	Array.from({ length: count }, (_, n) =>
		person(`p${n}`, { department: `Team ${n % 50}`, manager: n === 0 ? '' : dn(`p${Math.floor(n / 8)}`) }),
	);
const changes = ({ rows, leavers }: SyncedPeople) => [
	...rows.map((row) => (row.ok ? row.value.change : row.error.message)),
	...leavers.map(({ id }) => `${id} left`),
];
const sync = (engine: Engine, rows: readonly unknown[], options = {}, source = 'ldap') =>
	syncMembers(engine, { source, rows, timezone: 'Europe/Berlin', options });
const all = (engine: Engine) => listMembers(engine, { limit: 100_000 });
/** Everything that a write would touch. */
const footprint = (engine: Engine) =>
	engine.store.read(async (db) =>
		JSON.stringify([
			await db.selectFrom('member').selectAll().orderBy('id').execute(),
			await db.selectFrom('department').selectAll().orderBy('id').execute(),
			await db.selectFrom('absence').selectAll().orderBy('id').execute(),
			await db.selectFrom('member_source').selectAll().orderBy('member_id').execute(),
		]),
	);

onBothDatabases('a list of people from another system', (open) => {
	it('brings departments, members, managers by DN and heads; done again, it writes nothing', async () => {
		const { engine, ...harness } = await open();
		expect(changes(await sync(engine, COMPANY))).toEqual(Array(4).fill('created'));
		expect(await all(engine)).toMatchObject([
			{ id: 'ann', departmentId: 'it', managerId: 'bob' },
			{ id: 'bob', managerId: 'carl' },
			{ id: 'carl', departmentId: 'board' },
			{ id: 'dora', departmentId: 'people-culture', managerId: 'carl' },
		]);
		const it = await engine.store.read((db) =>
			db.selectFrom('department').select(['name', 'head_id']).where('id', '=', 'it').execute(),
		);
		expect(it).toEqual([{ name: 'IT', head_id: 'bob' }]);
		const before = await footprint(engine);
		await harness.fastForward('1h');
		expect(changes(await sync(engine, [...COMPANY].reverse()))).toEqual(Array(4).fill('unchanged'));
		expect(await footprint(engine)).toBe(before);
	});

	it('deactivates who has left, and brings back who returns; others are not its business', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		await sync(engine, [person('eve')], {}, 'contractors');
		unwrap(
			(
				await saveMembers(engine, [{ id: 'hand', name: 'H', email: 'h@corp.example', departmentId: 'it' }])
			)[0],
		);
		const without = COMPANY.filter(({ id }) => id !== 'ann');
		expect(changes(await sync(engine, without))).toEqual(['unchanged', 'unchanged', 'unchanged', 'ann left']);
		expect((await all(engine)).filter(({ active }) => active).map(({ id }) => id)).toEqual([
			'bob',
			'carl',
			'dora',
			'eve',
			'hand',
		]);
		expect(changes(await sync(engine, without))).toEqual(Array(3).fill('unchanged'));
		expect(changes(await sync(engine, COMPANY))).toEqual(['updated', 'unchanged', 'unchanged', 'unchanged']);
		expect(changes(await sync(engine, without, { leavers: 'keep' }))).toEqual(Array(3).fill('unchanged'));
	});

	it('reports row by row what cannot be, and the rest goes in', async () => {
		const { engine } = await open();
		const outcome = await sync(engine, [
			...COMPANY,
			person('x', { manager: dn('y') }),
			person('y', { manager: dn('x') }),
			person('nowhere', { department: '' }),
			person('lost', { manager: dn('nobody') }),
			person('ann'),
			person('two', { leads: true }),
			person('typo', { emial: 'x' }),
		]);
		expect(changes(outcome)).toEqual([
			...Array<string>(4).fill('created'),
			expect.stringContaining('The managers form a circle'),
			expect.stringContaining('The managers form a circle'),
			"'NOWHERE' has no department",
			`The manager '${dn('nobody')}' is not among the rows`,
			"Member 'ann' is on the list twice",
			"'bob' and 'two' both lead the department 'IT'",
			expect.stringContaining('emial'),
		]);
		expect(await all(engine)).toHaveLength(4);
	});

	it('takes nobody for a leaver whose row is faulty, nor anybody when a row does not say whose it is', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		const faulty = COMPANY.map((row) => (row.id === 'ann' ? { ...row, department: ' ' } : row));
		expect((await sync(engine, faulty)).leavers).toEqual([]);
		const nameless = [...COMPANY.slice(1), { name: 'Who?', department: 'IT' }];
		expect((await sync(engine, nameless)).leavers).toEqual([]);
		expect((await all(engine)).every(({ active }) => active)).toBe(true);
	});

	it('refuses a list that has lost too many, before anything is written', async () => {
		const { engine } = await open();
		await sync(engine, crowd(40));
		const before = await footprint(engine);
		const half = [...crowd(20), person('new')];
		await expect(sync(engine, half)).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining("20 of the 40 people of 'ldap'"),
			hint: expect.stringContaining('whole'),
		});
		await expect(sync(engine, [])).rejects.toThrow('40 of the 40');
		expect(await footprint(engine)).toBe(before);
		expect((await sync(engine, half, { mostLeaversPercent: 60 })).leavers).toHaveLength(20);
	});

	it('tells in a dry run what would be, and writes nothing', async () => {
		const { engine } = await open();
		expect(changes(await sync(engine, COMPANY, { dryRun: true }))).toEqual(Array(4).fill('created'));
		expect(await all(engine)).toEqual([]);
		await sync(engine, COMPANY);
		const before = await footprint(engine);
		const next = [...COMPANY.slice(1), person('zoe')];
		expect(changes(await sync(engine, next, { dryRun: true }))).toEqual([
			...Array<string>(3).fill('unchanged'),
			'created',
			'ann left',
		]);
		expect(await footprint(engine)).toBe(before);
	});

	it('can be told to create no departments', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		const [outcome] = changes(
			await sync(engine, [person('new', { department: 'Bord' })], {
				newDepartments: 'refuse',
				leavers: 'keep',
			}),
		);
		expect(outcome).toContain("There is no department 'Bord'");
	});

	it('keeps absences beside the people: until a day that is still away, gone when blank, untouched when not spoken of', async () => {
		const { engine, now } = await open({ startsAt: '2026-03-02T09:00Z' });
		const away = (row: Record<string, unknown>) =>
			COMPANY.map((one) => (one.id === 'ann' ? { ...one, ...row } : one));
		const absences = () => engine.store.read((db) => db.selectFrom('absence').selectAll().execute());
		await sync(engine, away({ awayUntil: '2026-03-06', delegate: dn('dora') }));
		const [absence] = await absences();
		expect(absence).toEqual({
			id: 'ldap:ann',
			member_id: 'ann',
			away_from: now,
			away_until: Date.parse('2026-03-06T23:00Z'),
			delegate_id: 'dora',
			source: 'ldap',
		});
		expect(changes(await sync(engine, away({ awayUntil: '2026-03-06', delegate: 'dora' })))).toEqual(
			Array(4).fill('unchanged'),
		);
		expect(changes(await sync(engine, COMPANY))).toEqual(Array(4).fill('unchanged'));
		expect(await absences()).toEqual([absence]);
		expect(changes(await sync(engine, away({ awayUntil: '' })))[0]).toBe('updated');
		expect(await absences()).toEqual([]);
		expect(
			changes(await sync(engine, away({ awayFrom: '2026-03-09', awayUntil: '2026-03-05' })))[0],
		).toContain('before it begins');
	});

	it('takes a row whole or not at all: where its absence cannot be read, its person stays as they were', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		const before = await footprint(engine);
		const [first = {}, ...others] = COMPANY;
		const faulty = { ...first, name: 'Another name', department: 'New here', awayUntil: 'next week or so' };
		const [said, ...rest] = changes(await sync(engine, [faulty, ...others]));
		expect(said).toContain('next week or so');
		expect(rest).toEqual(Array(3).fill('unchanged'));
		expect(await footprint(engine)).toBe(before);
	});

	it('takes a row whole or not at all: where its delegate is not known, nobody of it goes in, nor who has them for a manager', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		const before = await footprint(engine);
		const away = { awayUntil: '2999-03-06' };
		const said = changes(
			await sync(engine, [
				...COMPANY,
				person('kim', { ...away, delegate: 'dorra', department: 'New here' }),
				person('lee', { manager: 'kim' }),
				person('max', { ...away, delegate: 'lee' }),
			]),
		);
		expect(said).toEqual([
			...Array<string>(4).fill('unchanged'),
			"There is no member 'dorra'",
			"The manager 'kim' of the same batch could not be saved: There is no member 'dorra'",
			"There is no member 'lee'",
		]);
		expect(await footprint(engine)).toBe(before);
	});

	it('takes for a delegate whoever goes in with the list', async () => {
		const { engine } = await open();
		const away = { awayUntil: '2999-03-06', delegate: 'bob@corp.example' };
		expect(changes(await sync(engine, [person('ann', away), person('bob')]))).toEqual(['created', 'created']);
		const absences = await engine.store.read((db) => db.selectFrom('absence').selectAll().execute());
		expect(absences).toMatchObject([{ member_id: 'ann', delegate_id: 'bob' }]);
	});

	it('creates no department for people who cannot be taken', async () => {
		const { engine } = await open();
		await sync(engine, COMPANY);
		const before = await footprint(engine);
		const round = [
			{ ...person('kim'), department: 'Nobody', manager: dn('lee') },
			{ ...person('lee'), department: 'Nobody', manager: dn('kim') },
		];
		const said = changes(await sync(engine, [...COMPANY, ...round])).slice(-2);
		expect(said).toEqual([
			expect.stringContaining('form a circle'),
			expect.stringContaining('form a circle'),
		]);
		expect(await footprint(engine)).toBe(before);
	});

	it('takes a whole company, and all of it again', async () => {
		const { engine } = await open();
		const people = crowd(WHOLE_COMPANY);
		expect(new Set(changes(await sync(engine, people)))).toEqual(new Set(['created']));
		const before = await footprint(engine);
		expect(new Set(changes(await sync(engine, people)))).toEqual(new Set(['unchanged']));
		expect(await footprint(engine)).toBe(before);
	});
});
