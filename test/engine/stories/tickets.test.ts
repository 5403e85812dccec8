import fc from 'fast-check';
import { unwrap } from '../../../engine/outcome';
import { explainRequest } from '../../../engine/sla';
import { mirrorTickets, type Mirrored } from '../../../engine/tickets';
import { onBothDatabases } from '../../support/harness';
import { thoroughly } from '../../support/thorough';
import { listen, openCompany, type Company } from '../../support/company';

const NEW = { externalRef: 'redmine-7', title: 'Laptop', service: 'laptop', requester: 'rosa@acme.example' };
const instant = (text: string) => Date.parse(`2026-03-02T${text}Z`);

/** What the desk says, as the ticket's only notice or after others. */
const hear = async ({ engine }: Company, ...notices: Record<string, unknown>[]): Promise<Mirrored[]> =>
	(await mirrorTickets(engine, notices)).map(unwrap);
const refused = async ({ engine }: Company, notice: Record<string, unknown>): Promise<Error> => {
	const [outcome] = await mirrorTickets(engine, [notice]);
	if (!outcome || outcome.ok) throw new Error('it went through');
	return outcome.error;
};
const rows = (company: Company, table: 'fact' | 'notice' | 'event') =>
	company.engine.store.read(async (db) => (await db.selectFrom(table).selectAll().execute()).length);

onBothDatabases('tickets of another desk', (open) => {
	it('are opened, moved twice, wait, breach, are solved and reopened', async () => {
		const company = await openCompany(open);
		const [opened] = await hear(company, { ...NEW, at: instant('09:00') });
		expect(opened).toMatchObject({
			news: 'opened',
			facts: ['opened'],
			departmentId: 'it',
			customerDepartmentId: 'hr',
			requesterId: 'rosa',
		});
		await company.at('2026-03-02T10:00Z');
		const moved = await hear(
			company,
			{ externalRef: 'redmine-7', department: 'hr', at: instant('09:30') },
			{ externalRef: 'redmine-7', department: 'it', assignee: 'tom', at: instant('10:00') },
			{ externalRef: 'redmine-7', state: 'waiting', at: instant('10:00') },
		);
		expect(moved.map(({ facts }) => facts)).toEqual([['handedOff'], ['handedOff'], ['paused']]);
		expect(moved[2]?.clocks[0]).toMatchObject({ metric: 'firstResponse', state: 'paused', dueAt: null });
		await company.at('2026-03-02T12:00Z');
		expect(company.log).toEqual([]);
		const [resumed] = await hear(company, { externalRef: 'redmine-7', state: 'open' });
		expect(resumed?.clocks[0]).toMatchObject({ dueAt: '2026-03-02T13:00:00.000Z' });
		await company.at('2026-03-02T13:10Z');
		expect(company.log).toEqual([
			'12:30 clock.warning firstResponse',
			'13:00 clock.breached firstResponse',
			'13:00 mail to Tom (1.1)',
		]);
		const after = await hear(
			company,
			{ externalRef: 'redmine-7', answered: true },
			{ externalRef: 'redmine-7', state: 'solved', note: 'Here it is' },
			{ externalRef: 'redmine-7', state: 'open' },
		);
		expect(after.map(({ facts }) => facts)).toEqual([['responded'], ['resolved'], ['reopened']]);
		const { hops } = await explainRequest(company.engine, 'redmine-7');
		expect(hops.map(({ departmentId }) => departmentId)).toEqual(['it', 'hr', 'it', 'it']);
	});

	it('say the same thing twice, and nothing is written', async () => {
		const company = await openCompany(open);
		const notices = [
			{ ...NEW, at: instant('08:00'), sourceRef: 'created' },
			{ externalRef: 'redmine-7', department: 'hr', at: instant('08:10'), sourceRef: 'journal-1' },
			// Nothing new when it came; said again after journal 3 it must not wake the request.
			{ externalRef: 'redmine-7', state: 'open', at: instant('08:20'), sourceRef: 'journal-2' },
			{ externalRef: 'redmine-7', state: 'waiting', at: instant('08:20'), sourceRef: 'journal-3' },
		];
		await hear(company, ...notices);
		const before = [await rows(company, 'fact'), await rows(company, 'notice'), await rows(company, 'event')];
		const again = await hear(company, ...notices, ...notices.slice(1));
		expect(again.map(({ news }) => news)).toEqual(Array(7).fill('nothing'));
		expect(again[0]).toMatchObject({ status: 'paused', departmentId: 'hr' });
		expect([
			await rows(company, 'fact'),
			await rows(company, 'notice'),
			await rows(company, 'event'),
		]).toEqual(before);
	});

	it('do not hear their own echo: what is so already is no fact, and a fact tells where it came from', async () => {
		const company = await openCompany(open);
		await listen(company, 'write-back', ['request.resolved']);
		const { requestId } = (await hear(company, { ...NEW, source: 'redmine' }))[0] as Mirrored;
		await company.say(requestId, { kind: 'resolved' });
		// The workflow has set the ticket's status, and the desk reports it.
		const [echo] = await hear(company, { externalRef: 'redmine-7', state: 'solved', source: 'redmine' });
		expect(echo).toMatchObject({ news: 'nothing', facts: [] });
		await hear(company, { externalRef: 'redmine-7', state: 'open', source: 'redmine' });
		await hear(company, { externalRef: 'redmine-7', state: 'solved', source: 'redmine' });
		const events = await company.engine.store.read((db) =>
			db.selectFrom('event').select('data').where('type', '=', 'request.resolved').orderBy('id').execute(),
		);
		const sources = events.map(({ data }) => (JSON.parse(data) as { fact: { source: string } }).fact.source);
		expect(sources.sort()).toEqual(['n8n', 'redmine']);
	});

	it('count by their times, also those of one run that lists the newest first', async () => {
		const company = await openCompany(open);
		const told = await hear(
			company,
			{ externalRef: 'redmine-7', state: 'waiting', at: instant('08:50') },
			{ externalRef: 'redmine-7', state: 'solved', at: instant('08:40') },
			{ ...NEW, at: instant('08:00') },
		);
		expect(told.map(({ facts, warnings }) => [facts, warnings])).toEqual([
			[['reopened', 'paused'], []],
			[['resolved'], []],
			[['opened'], []],
		]);
		expect(told[2]).toMatchObject({ status: 'paused', openedAt: new Date(instant('08:00')).toISOString() });
	});

	it('newest first, call by call, are held from the opening on by whom the oldest names', async () => {
		const company = await openCompany(open);
		const ticket = { ...NEW, openedAt: instant('08:00') };
		const notices = [
			{ ...ticket, at: instant('08:10'), sourceRef: 'j-1', priority: 'low' },
			{
				...ticket,
				at: instant('08:20'),
				sourceRef: 'j-2',
				department: 'hr',
				assignee: 'rosa',
				note: 'Yours',
			},
			{ ...ticket, at: instant('08:30'), sourceRef: 'j-3', department: 'board', priority: 'high' },
		];
		for (const one of notices.reverse()) await hear(company, one);
		const { hops, facts } = await explainRequest(company.engine, 'redmine-7');
		expect(hops).toMatchObject([
			{ departmentId: 'it', heldSeconds: 0, unownedSeconds: 1200 },
			{ departmentId: 'hr', heldSeconds: 600, parts: [{ assigneeId: 'rosa', heldSeconds: 600 }] },
			{ departmentId: 'board', heldSeconds: 0, unownedSeconds: 1800 },
		]);
		expect(facts.map(({ kind, priority, note }) => [kind, priority ?? note])).toEqual([
			['opened', 'high'],
			['priorityChanged', 'low'],
			['handedOff', 'Yours'],
			['priorityChanged', 'high'],
			['handedOff', undefined],
		]);
	});

	it('are not lost because of a person who is not in the directory, and say so', async () => {
		const company = await openCompany(open);
		const [opened] = await hear(company, { ...NEW, requester: 'guest@elsewhere.example', assignee: 'bot' });
		expect(opened).toMatchObject({ news: 'opened', requesterId: null, assigneeId: null });
		expect(opened?.warnings).toEqual([
			expect.stringContaining("requester 'guest@elsewhere.example'"),
			expect.stringContaining("assignee 'bot'"),
		]);
	});

	it('first seen late are opened when they were, and held from then on by whom they name', async () => {
		const company = await openCompany(open);
		await hear(company, {
			...NEW,
			openedAt: instant('08:00'),
			at: instant('08:45'),
			department: 'hr',
			state: 'waiting',
			priority: 'high',
		});
		const { hops, facts, priority } = await explainRequest(company.engine, 'redmine-7');
		expect(priority).toBe('high');
		expect(hops).toMatchObject([{ departmentId: 'hr', unownedSeconds: 2_700, pausedSeconds: 900 }]);
		expect(facts.map(({ kind, at }) => `${String(at).slice(11, 16)} ${String(kind)}`)).toEqual([
			'08:00 opened',
			'08:00 handedOff',
			'08:45 paused',
		]);
	});

	it('that nobody has say so, and are unowned from then on', async () => {
		const company = await openCompany(open);
		const told = await hear(
			company,
			{ ...NEW, assignee: 'tom', at: instant('08:00') },
			{ externalRef: 'redmine-7', assignee: '', at: instant('08:10') },
			{ externalRef: 'redmine-7', unassigned: true, at: instant('08:30') },
			{ externalRef: 'redmine-7', unassigned: true, at: instant('08:40') },
		);
		expect(told.map(({ facts }) => facts)).toEqual([['opened'], [], ['unassigned'], []]);
		await company.at('2026-03-02T10:00Z');
		const { hops } = await explainRequest(company.engine, 'redmine-7');
		expect(hops).toMatchObject([
			{
				departmentId: 'it',
				calendarId: 'office',
				heldSeconds: 1_800,
				heldWorkingSeconds: 0,
				unownedSeconds: 5_400,
				unownedWorkingSeconds: 3_600,
				parts: [
					{ state: 'held', assigneeId: 'tom', to: '2026-03-02T08:30:00.000Z' },
					{ state: 'unowned', assigneeId: null, to: null },
				],
			},
		]);
	});

	it('never speak before what was said here meanwhile', async () => {
		const company = await openCompany(open);
		await hear(company, { ...NEW, at: instant('08:00') });
		await company.say('redmine-7', { kind: 'responded' });
		const [moved] = await hear(company, { externalRef: 'redmine-7', department: 'hr', at: instant('08:30') });
		expect(moved).toMatchObject({ news: 'changed', departmentId: 'hr' });
	});

	it('from the future are refused; a clock that is a little ahead is told of', async () => {
		const company = await openCompany(open);
		await hear(company, { ...NEW, at: instant('08:00') });
		expect(
			await refused(company, { externalRef: 'redmine-7', state: 'open', at: instant('09:10') }),
		).toMatchObject({ field: 'at', message: expect.stringContaining('in the future') });
		const [moved] = await hear(company, { externalRef: 'redmine-7', department: 'hr', at: instant('08:30') });
		expect(moved).toMatchObject({ news: 'changed', warnings: [] });
		const at = company.now + 90_000;
		const [ahead] = await hear(company, { externalRef: 'redmine-7', state: 'waiting', at });
		expect(ahead).toMatchObject({
			status: 'paused',
			warnings: [expect.stringContaining('ahead of our clock')],
		});
	});

	it('without a name of their own say the same twice too, also of what was answered before it was solved', async () => {
		const company = await openCompany(open);
		await hear(company, NEW, { externalRef: 'redmine-7', answered: true, state: 'solved' });
		const again = { externalRef: 'redmine-7', answered: true, state: 'open' };
		const told = await hear(company, again, again, again);
		expect(told.map(({ facts }) => facts)).toEqual([['reopened', 'responded'], [], []]);
	});

	it('that were recorded as facts one by one before are known', async () => {
		const company = await openCompany(open);
		await hear(company, NEW);
		await company.say('redmine-7', { kind: 'paused' }, { sourceRef: '41' });
		await company.say('redmine-7', { kind: 'resumed' }, { sourceRef: '42' });
		const [told] = await hear(company, { externalRef: 'redmine-7', state: 'waiting', sourceRef: 41 });
		expect(told).toMatchObject({ news: 'nothing', status: 'open' });
	});

	it('leave their note once, with the last thing that they say', async () => {
		const company = await openCompany(open);
		await hear(
			company,
			NEW,
			{ externalRef: 'redmine-7', department: 'hr', note: 'Needs an approval' },
			{ externalRef: 'redmine-7', department: 'it', answered: true, state: 'waiting', note: 'Which colour?' },
		);
		const { facts } = await explainRequest(company.engine, 'redmine-7');
		expect(facts.slice(1).map(({ kind, note, reason }) => [kind, note ?? reason])).toEqual([
			['handedOff', 'Needs an approval'],
			['handedOff', undefined],
			['responded', undefined],
			['paused', 'Which colour?'],
		]);
	});

	it('that cannot be opened name the field as the notice does', async () => {
		const company = await openCompany(open);
		const faults = [{ service: 'nothing' }, { customerDepartment: 'nowhere' }, { department: 'nowhere' }];
		for (const fault of faults)
			expect(await refused(company, { ...NEW, ...fault })).toMatchObject({ field: Object.keys(fault)[0] });
	});

	it('are refused one by one, in words, and nothing of a faulty one is written', async () => {
		const company = await openCompany(open);
		const outcomes = await mirrorTickets(company.engine, [
			{ externalRef: 'a', state: 'solved' },
			{ ...NEW, externalRef: 'b' },
			{ ...NEW, externalRef: 'c', department: 'nowhere' },
			{ ...NEW, externalRef: 'd', service: 'nothing' },
			{ ...NEW, externalRef: 'e', openedAt: instant('08:00'), at: instant('23:00'), state: 'waiting' },
			{ externalRef: 'f', departement: 'it' },
			{ ...NEW, externalRef: 4711 },
		]);
		expect(
			outcomes.map((outcome) => (outcome.ok ? outcome.value.externalRef : outcome.error.message)),
		).toEqual([
			"Ticket 'a' is not known here yet, and the notice has no title to open it with",
			'b',
			"There is no department 'nowhere'",
			"There is no service 'nothing'",
			expect.stringContaining('is in the future'),
			expect.stringContaining('departement'),
			'4711',
		]);
		expect(await rows(company, 'fact')).toBe(2);
		expect(await rows(company, 'notice')).toBe(2);
	});

	it('that are over take no more, and say so', async () => {
		const company = await openCompany(open);
		await hear(company, NEW, { externalRef: 'redmine-7', state: 'solved' });
		const [moved] = await hear(company, { externalRef: 'redmine-7', department: 'hr' });
		expect(moved).toMatchObject({ news: 'nothing', warnings: [expect.stringContaining('is resolved')] });
		await hear(company, { externalRef: 'redmine-7', state: 'open' });
		await hear(company, { externalRef: 'redmine-7', state: 'cancelled' });
		const [woken] = await hear(company, { externalRef: 'redmine-7', state: 'open' });
		expect(woken).toMatchObject({ news: 'nothing', warnings: [expect.stringContaining('is cancelled')] });
		expect(await refused(company, { externalRef: 'redmine-7', state: 'sleeping' })).toMatchObject({
			message: expect.stringContaining('state'),
		});
	});
});

const notice = fc.record(
	{
		department: fc.constantFrom('it', 'hr', 'board'),
		assignee: fc.constantFrom('tom', 'hanna'),
		priority: fc.constantFrom('low', 'normal', 'high'),
		state: fc.constantFrom('open', 'waiting', 'solved'),
		answered: fc.boolean(),
	},
	{ requiredKeys: [] },
);

onBothDatabases('any sequence of notices', (open) => {
	it(
		'ends as the desk says, however it is cut, and however often it is told again',
		async () => {
			const company = await openCompany(open);
			let ticket = 0;
			await fc.assert(
				fc.asyncProperty(fc.array(notice, { minLength: 1, maxLength: 8 }), fc.nat(8), async (said, cut) => {
					const tell = async (name: string, batches: readonly (readonly object[])[]) => {
						for (const batch of batches)
							await hear(company, ...batch.map((one) => ({ ...one, externalRef: name })));
						const { facts, hops, ...request } = await explainRequest(company.engine, name);
						const kinds = facts.map(({ kind, departmentId, assigneeId }) => [kind, departmentId, assigneeId]);
						return { kinds, hops: hops.length, status: request.status, departmentId: request.departmentId };
					};
					const named = [{ ...NEW }, ...said].map((one, index) => ({
						...one,
						at: company.now - 60_000 + index,
						sourceRef: `j${index}`,
					}));
					ticket++;
					const whole = await tell(`whole-${ticket}`, [named]);
					const inParts = await tell(`parts-${ticket}`, [
						named.slice(0, cut),
						named.slice(0, cut),
						named.slice(cut),
						named,
					]);
					expect(inParts).toEqual(whole);
					const last = <T>(values: readonly (T | undefined)[]) => values.findLast((one) => one !== undefined);
					const status = { open: 'open', waiting: 'paused', solved: 'resolved' };
					expect(whole.status).toBe(status[last(said.map(({ state }) => state)) ?? 'open']);
					// While it is solved nobody moves it.
					if (!said.some(({ state }) => state === 'solved'))
						expect(whole.departmentId).toBe(last(said.map(({ department }) => department)) ?? 'it');
				}),
				{ numRuns: thoroughly(8, 80) },
			);
			// Many histories, each told twice: on a busy machine that is more than half a minute.
		},
		thoroughly(120_000, 300_000),
	);
});
