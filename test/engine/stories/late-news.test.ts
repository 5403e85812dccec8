import fc from 'fast-check';
import { pluck } from '../../../engine/pluck';
import { explainRequest, openRequests, recordFacts } from '../../../engine/sla';
import { findClocks } from '../../../engine/sla/clock-repository';
import { mirrorTickets } from '../../../engine/tickets';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';
import { thoroughly } from '../../support/thorough';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

/** What follows from the facts, without what depends on who was asked when: ids and the facts' own order of arrival. */
async function outcomeOf(company: Company, request: string) {
	const { clocks, hops, status, priority, departmentId, assigneeId } = await explainRequest(
		company.engine,
		request,
	);
	const read = clocks.map(({ clockId: _clock, ...clock }) => clock);
	// What somebody held for no time is no more than a correction.
	const held = hops.filter(({ from, to }) => from !== to);
	const records = await company.engine.store.read((db) => findClocks(db, pluck(clocks, 'clockId')));
	const standing = records.flatMap(({ metric, fired, cycle: current }) =>
		fired.flatMap(({ name, cycle, state }) =>
			// A threshold of a cycle that is over is announced where it was heard of in time, and not where the end came first.
			state !== 'takenBack' && (cycle === current || !/warning|breach/.test(name))
				? [`${metric} ${cycle} ${name}`]
				: [],
		),
	);
	return { clocks: read, hops: held, status, priority, departmentId, assigneeId, standing: standing.sort() };
}

onBothDatabases('news that comes late', (open) => {
	it('of a request that was answered and resolved in time raises no alarm', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-05T12:00Z' });
		const { requestId } = await company.ask({ openedAt: Date.parse('2026-03-02T09:00Z') });
		// The pump runs between the items of an import.
		await company.fastForward('50s');
		await company.say(requestId, { kind: 'responded' }, { at: Date.parse('2026-03-02T10:00Z') });
		await company.fastForward('50s');
		await company.say(requestId, { kind: 'resolved' }, { at: Date.parse('2026-03-02T12:00Z') });
		await company.fastForward('1d');
		expect(company.log.map((line) => line.slice(6))).toEqual([
			'clock.met firstResponse',
			'clock.met resolution',
		]);
	});

	it('is announced once it has settled, and says that it is late', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T12:00Z' });
		await company.ask({ openedAt: instant('09:00') });
		await company.at('2026-03-02T12:01Z');
		expect(company.log).toEqual([]);
		await company.at('2026-03-02T12:03Z');
		expect(company.log).toEqual(['12:02 clock.breached firstResponse', '12:02 mail to Tom (1.1)']);
		expect(company.arrived[0]?.event.data).toMatchObject({ late: true, skipped: ['warning75'] });
	});

	it('settles for as long as the agreement says', async () => {
		const company = await openCompany(open, {
			startsAt: '2026-03-02T12:00Z',
			agreement: { settlingTime: '10 min' },
		});
		await company.ask({ openedAt: instant('09:00') });
		await company.at('2026-03-02T12:30Z');
		expect(company.log[0]).toBe('12:10 clock.breached firstResponse');
	});

	it('takes its place among the others, whatever was said since', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T10:50Z');
		await company.say(requestId, { kind: 'updated', note: 'On it' });
		await company.at('2026-03-02T11:10Z');
		const told = await company.say(requestId, { kind: 'responded' }, { at: instant('10:30') });
		expect(told).toMatchObject({ changed: true });
		expect(told.clocks.find(({ metric }) => metric === 'firstResponse')).toMatchObject({
			state: 'met',
			elapsedSeconds: 5_400,
		});
	});

	it('that cannot be is refused from a person, in words of that time, and kept from another system', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T10:00Z');
		await company.say(requestId, { kind: 'resolved' });
		await company.at('2026-03-02T10:30Z');
		await company.say(requestId, { kind: 'reopened' });
		const paused = { request: requestId, fact: { kind: 'paused' }, at: instant('10:10') };
		const [refused, kept] = await recordFacts(company.engine, [paused, { ...paused, source: 'redmine' }]);
		expect(refused).toMatchObject({
			ok: false,
			error: { message: expect.stringContaining('was resolved at 2026-03-02T10:10:00.000Z') },
		});
		expect(kept).toMatchObject({
			ok: true,
			value: {
				changed: false,
				status: 'open',
				warnings: [expect.stringContaining('changes nothing where it stands')],
			},
		});
		const [before] = await recordFacts(company.engine, [{ ...paused, at: instant('08:00') }]);
		expect(before).toMatchObject({
			ok: false,
			error: { message: expect.stringContaining('before the request was opened') },
		});
	});

	it('of a clock that is a little ahead counts as now, with a word about it; our own clock may step back', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		const ahead = await company.say(requestId, { kind: 'updated' }, { at: company.now + 90_000 });
		expect(ahead.warnings).toEqual([expect.stringContaining('ahead of our clock')]);
		company.now -= 120_000;
		expect(await company.say(requestId, { kind: 'paused' })).toMatchObject({
			changed: true,
			status: 'paused',
		});
	});

	it('of one call is seen whole: nothing fires between what its items say of a request', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-05T12:00Z' });
		const [opened] = await openRequests(company.engine, [
			{
				title: 'Laptop',
				serviceId: 'laptop',
				requester: 'rosa',
				externalRef: 'T-1',
				openedAt: instant('09:00'),
			},
		]);
		expect(opened).toMatchObject({ ok: true });
		const commits: number[] = [];
		company.engine.onCommit(() => commits.push(1));
		await recordFacts(company.engine, [
			{ request: 'T-1', fact: { kind: 'responded' }, at: instant('10:00') },
			{ request: 'T-1', fact: { kind: 'paused' }, at: instant('11:00') },
			{ request: 'T-1', fact: { kind: 'resolved' }, at: instant('12:00') },
		]);
		expect(commits).toHaveLength(1);
	});
});

onBothDatabases('what was so only between the items of one call', (open) => {
	const breached = async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ priority: 'high', externalRef: 'T-1' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T13:05Z');
		company.log.splice(0);
		return company;
	};

	it('is not announced: a pause and its end take no breach back that holds', async () => {
		const company = await breached();
		await recordFacts(company.engine, [
			{ request: 'T-1', fact: { kind: 'paused' }, at: instant('10:00') },
			{ request: 'T-1', fact: { kind: 'resumed' }, at: instant('10:01') },
		]);
		await company.at('2026-03-02T13:31Z');
		expect(company.log.map((line) => line.slice(6))).toEqual(['mail to Hanna (1.2)']);
	});

	it('is no verdict: the newest first leads to the one that stands', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T12:30Z' });
		await company.ask({ externalRef: 'T-1', openedAt: instant('09:00') });
		await recordFacts(company.engine, [
			{ request: 'T-1', fact: { kind: 'responded' }, at: instant('12:00') },
			{ request: 'T-1', fact: { kind: 'responded' }, at: instant('10:00') },
		]);
		await company.settle();
		expect(company.log.map((line) => line.slice(6))).toEqual(['clock.met firstResponse']);
	});

	it('ends no escalation: an end that has been overtaken leaves the request open, and its run at work', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ priority: 'high', externalRef: 'T-1' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T10:00Z');
		await company.say(requestId, { kind: 'resolved' });
		await company.at('2026-03-02T11:00Z');
		await company.say(requestId, { kind: 'reopened' });
		await company.at('2026-03-02T14:15Z');
		await company.say(requestId, { kind: 'resolved' }, { at: instant('09:55'), source: 'desk' });
		await company.at('2026-03-02T14:45Z');
		expect(company.log.slice(-1)).toEqual([expect.stringMatching(/mail to Hanna \(1\.2\)/)]);
	});
});

onBothDatabases('notices of one instant', (open) => {
	it('are said whole, one after the other, in the order of their names', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T12:00Z' });
		const ticket = { externalRef: 'T-1', title: 'Laptop', service: 'laptop', openedAt: instant('09:00') };
		const told = await mirrorTickets(company.engine, [
			{ ...ticket, at: instant('10:00'), sourceRef: 'j-10', state: 'open' },
			{ ...ticket, at: instant('10:00'), sourceRef: 'j-9', state: 'waiting' },
		]);
		expect(told).toMatchObject([{ value: { status: 'open' } }, { value: { status: 'open' } }]);
	});

	it('of a source called n8n are those of a system as well', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T12:00Z' });
		const ticket = {
			externalRef: 'T-1',
			title: 'Laptop',
			service: 'laptop',
			openedAt: instant('09:00'),
			source: 'n8n',
		};
		const told = await mirrorTickets(company.engine, [
			{ ...ticket, at: instant('10:00'), state: 'solved', department: 'it' },
			{ ...ticket, at: instant('11:00'), state: 'solved', department: 'it' },
		]);
		expect(told).toMatchObject([{ ok: true }, { ok: true, value: { news: 'nothing' } }]);
	});
});

onBothDatabases('two names', (open) => {
	it('of one request keep the order in which things are said under them', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask({ externalRef: 'desk-1' });
		const say = (request: string, kind: string) => ({ request, fact: { kind } });
		const told = await recordFacts(company.engine, [
			say(requestId, 'paused'),
			say(requestId, 'resumed'),
			say('desk-1', 'resolved'),
			say(requestId, 'reopened'),
		]);
		expect(told.map((outcome) => outcome.ok)).toEqual([true, true, true, true]);
		const { facts } = await explainRequest(company.engine, requestId);
		expect(pluck(facts, 'kind')).toEqual(['opened', 'paused', 'resumed', 'resolved', 'reopened']);
	});

	it('of two systems may be the same: neither hides what the other says', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.say(requestId, { kind: 'paused' }, { source: 'redmine', sourceRef: '17' });
		const told = await company.say(requestId, { kind: 'resumed' }, { source: 'jira', sourceRef: '17' });
		expect(told).toMatchObject({ changed: true, status: 'open' });
		const again = await company.say(requestId, { kind: 'paused' }, { source: 'redmine', sourceRef: '17' });
		expect(again).toMatchObject({ changed: false, status: 'open' });
	});
});

const minute = fc.integer({ min: 0, max: 12 });
const fact = fc.oneof(
	fc.constantFrom(
		...(['responded', 'updated', 'paused', 'resumed', 'unassigned', 'resolved', 'reopened'] as const).map(
			(kind) => ({
				kind,
			}),
		),
	),
	fc
		.constantFrom('urgent', 'high', 'low')
		.map((priority) => ({ kind: 'priorityChanged' as const, priority })),
	fc.constantFrom('it', 'hr').map((departmentId) => ({ kind: 'handedOff' as const, departmentId })),
	fc.constantFrom('tom', 'hanna').map((assignee) => ({ kind: 'assigned' as const, assignee })),
);
const notice = fc.record(
	{
		minute,
		department: fc.constantFrom('it', 'hr'),
		assignee: fc.constantFrom('tom', 'hanna'),
		unassigned: fc.boolean(),
		priority: fc.constantFrom('urgent', 'normal', 'low'),
		state: fc.constantFrom('open', 'waiting', 'solved', 'cancelled'),
	},
	{ requiredKeys: ['minute'] },
);

onBothDatabases('the order of arrival', (open) => {
	it('of the facts of another system makes no difference to clocks, ledger and standing, instants that are equal included', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T17:30Z' });
		let run = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ minute, fact, isNamed: fc.boolean() }), { minLength: 2, maxLength: 8 }),
				fc.infiniteStream(fc.nat()),
				async (facts, order) => {
					run++;
					const said = facts.map(({ minute: at, fact: body, isNamed }, index) => ({
						fact: body,
						at: instant('09:00') + at * 1_800_000,
						source: 'desk',
						...(isNamed ? { sourceRef: `journal-${index + 8}` } : {}),
					}));
					const tell = async (name: string, inThisOrder: typeof said) => {
						await company.ask({ externalRef: name, openedAt: instant('09:00'), source: 'desk' });
						for (const one of inThisOrder) await company.say(name, one.fact, { ...one, fact: one.fact });
						return await outcomeOf(company, name);
					};
					const shuffled = said
						.map((one) => ({ one, key: order.next().value }))
						.sort((a, b) => a.key - b.key)
						.map(({ one }) => one);
					expect(await tell(`shuffled-${run}`, shuffled)).toEqual(await tell(`told-${run}`, said));
				},
			),
			{ numRuns: thoroughly(6, 150) },
		);
	}, 120_000);

	it('of a ticket’s notices makes none either, run by run', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T17:30Z' });
		let run = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(notice, { minLength: 2, maxLength: 6, selector: ({ minute: at }) => at }),
				fc.infiniteStream(fc.nat()),
				async (notices, order) => {
					run++;
					const hear = async (name: string, inThisOrder: readonly object[]) => {
						const ticket = {
							externalRef: name,
							title: 'Laptop',
							service: 'laptop',
							openedAt: instant('09:00'),
						};
						for (const one of inThisOrder) await mirrorTickets(company.engine, [{ ...ticket, ...one }]);
						return await outcomeOf(company, name);
					};
					const first = {
						at: instant('09:00'),
						sourceRef: 'created',
						priority: 'normal',
						department: 'it',
						assignee: 'tom',
						state: 'open',
					};
					const rest = notices.map(({ minute: at, ...said }, index) => ({
						...said,
						at: instant('09:01') + at * 1_800_000,
						sourceRef: `journal-${index}`,
					}));
					const sorted = [...rest].sort((a, b) => a.at - b.at);
					const shuffled = [first, ...rest]
						.map((one) => ({ one, key: order.next().value }))
						.sort((a, b) => a.key - b.key)
						.map(({ one }) => one);
					expect(await hear(`shuffled-${run}`, shuffled)).toEqual(
						await hear(`told-${run}`, [first, ...sorted]),
					);
				},
			),
			{ numRuns: thoroughly(6, 150) },
		);
	}, 120_000);
});
