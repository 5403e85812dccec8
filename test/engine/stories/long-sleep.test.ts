import { acknowledgeRuns, ESCALATION_EVENTS, listRuns } from '../../../engine/escalation';
import { unwrap } from '../../../engine/outcome';
import { SLA_EVENTS } from '../../../engine/sla';
import { claimDeliveries, subscribe } from '../../../engine/timeline';
import { onBothDatabases } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

const WORKFLOWS = ['first', 'second', 'third'] as const;

const comesBack = ({ engine }: Company, id: string) =>
	subscribe(engine, { id, types: ['clock.breached'], filter: {}, label: id });

const received = async ({ engine }: Company, id: string) =>
	(
		await engine.store.read((db) =>
			db.selectFrom('delivery').select('event_id').where('subscription_id', '=', id).execute(),
		)
	).length;

onBothDatabases('n8n that was off for weeks', (open) => {
	async function asleep(days: number): Promise<Company> {
		const company = await openCompany(open, {
			agreement: { warnAtPercent: [], targets: [{ metric: 'firstResponse', target: '2h' }] },
		});
		for (const id of WORKFLOWS) await comesBack(company, id);
		await company.ask();
		company.now += days * 86_400_000;
		return company;
	}

	it('loses nothing for any workflow, whichever comes back first (M1)', async () => {
		for (const days of [8, 60]) {
			const company = await asleep(days);
			await comesBack(company, 'third');
			await company.settle();
			for (const id of ['second', 'first']) await comesBack(company, id);
			for (const id of WORKFLOWS) expect([days, id, await received(company, id)]).toEqual([days, id, 1]);
		}
	});

	it('goes on leaving out a workflow that had been gone before', async () => {
		const company = await asleep(0);
		await company.engine.transaction(async (trx) => {
			const seen_at = company.now - 8 * 86_400_000;
			await trx.updateTable('subscription').set({ seen_at }).where('id', '=', 'third').execute();
		});
		company.now += 30 * 86_400_000;
		await comesBack(company, 'first');
		await company.settle();
		expect(await received(company, 'second')).toBe(1);
		expect(await received(company, 'third')).toBe(0);
	});

	it('is not woken twice by two processes that start together', async () => {
		const company = await asleep(8);
		await Promise.all(WORKFLOWS.map((id) => comesBack(company, id)));
		const rows = await company.engine.store.read((db) =>
			db.selectFrom('subscription').select('seen_at').where('id', 'in', WORKFLOWS).execute(),
		);
		expect(rows.map(({ seen_at }) => seen_at)).toEqual([company.now, company.now, company.now]);
	});
});

onBothDatabases('a workflow that is published again after two months', (open) => {
	const TYPES = [...SLA_EVENTS, ...ESCALATION_EVENTS];
	const claimed = async ({ engine, now }: Company) => {
		await subscribe(engine, { id: 'late', types: TYPES, filter: {}, label: 'late' });
		const deliveries = await claimDeliveries(engine, 'late', 200, 60_000);
		expect(now).toBe(engine.now());
		return deliveries.map(({ event }) => `${event.type} ${event.requestId}`);
	};

	it('is not told to act on what is over, and hears what became of it (M1)', async () => {
		const company = await openCompany(open, {
			agreement: { warnAtPercent: [75], targets: [{ metric: 'resolution', target: '2h' }] },
		});
		await subscribe(company.engine, { id: 'late', types: TYPES, filter: {}, label: 'late' });
		const [done, taken, waits] = [await company.ask(), await company.ask(), await company.ask()].map(
			({ requestId }) => requestId,
		) as [string, string, string];
		await company.fastForward('3h');
		await company.say(done, { kind: 'resolved' });
		const [run] = await listRuns(company.engine, { requestId: taken, limit: 1 });
		unwrap((await acknowledgeRuns(company.engine, [{ runId: run?.runId ?? '', by: 'tom' }]))[0]);
		company.now += 60 * 86_400_000;
		const told = await claimed(company);
		const about = (id: string) =>
			told.filter((line) => line.endsWith(id) && /breached|warning|notify|missed/.test(line));
		expect(about(done)).toEqual([`clock.missed ${done}`]);
		expect(about(taken)).toEqual([`clock.breached ${taken}`]);
		// Tom's and his manager's.
		const notified = `escalation.notify ${waits}`;
		expect(about(waits)).toEqual([`clock.breached ${waits}`, notified, notified]);
		expect(told.filter((line) => line.startsWith('request.opened'))).toHaveLength(3);
		// Withdrawn, and not only left out: it does not come up again.
		company.now += 120_000;
		expect((await claimed(company)).filter((line) => line.endsWith(done))).toEqual(
			told.filter((line) => line.endsWith(done)),
		);
	});

	it('is told at once what is a few hours old, as it was', async () => {
		const company = await openCompany(open, {
			agreement: { warnAtPercent: [75], targets: [{ metric: 'resolution', target: '2h' }] },
		});
		await subscribe(company.engine, { id: 'late', types: TYPES, filter: {}, label: 'late' });
		const { requestId: id } = await company.ask();
		await company.fastForward('3h');
		await company.say(id, { kind: 'resolved' });
		company.now += 5 * 3_600_000;
		expect(await claimed(company)).toEqual(
			expect.arrayContaining([`clock.breached ${id}`, `clock.missed ${id}`]),
		);
	});
});

onBothDatabases('a promise that is broken and kept late while n8n is off', (open) => {
	it('ends with clock.missed alone, which is what broken promises are counted by (M10)', async () => {
		const company = await openCompany(open, {
			agreement: { warnAtPercent: [75], targets: [{ metric: 'resolution', target: '2h' }] },
		});
		const { requestId } = await company.ask();
		// n8n is off at the deadline, 11:00; the facts come from outside before its pump is back.
		company.now += 3 * 3_600_000;
		await company.say(requestId, { kind: 'resolved' });
		await company.fastForward('1h');
		expect(company.log.map((line) => line.slice(6))).toEqual(['clock.missed resolution']);
		expect(await listRuns(company.engine, { requestId, limit: 9 })).toEqual([]);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({
			clockState: 'missed',
			dueAt: '2026-03-02T11:00:00.000Z',
		});
	});
});
