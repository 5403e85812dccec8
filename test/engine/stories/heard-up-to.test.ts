import { sql } from 'kysely';
import { unwrap } from '../../../engine/outcome';
import { mirrorTickets } from '../../../engine/tickets';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const instant = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

/** A desk that is read every few minutes, up to the instant of reading. */
async function read(company: Company, said: object = {}, more: object = {}): Promise<void> {
	const ticket = {
		externalRef: 'desk-1',
		title: 'Laptop',
		service: 'laptop',
		requester: 'rosa',
		assignee: 'tom',
		openedAt: instant('09:00'),
		source: 'desk',
		heardUpTo: company.now,
	};
	unwrap((await mirrorTickets(company.engine, [{ ...ticket, ...said, ...more }]))[0]);
	await company.settle();
}

onBothDatabases('a desk that is read every ten minutes', (open) => {
	it('raises no alarm for an answer that was given before the due time and read after it', async () => {
		const company = await openCompany(open);
		await read(company);
		await company.at('2026-03-02T10:40Z');
		await read(company);
		await company.at('2026-03-02T10:55Z');
		await read(company);
		await company.at('2026-03-02T11:05Z');
		await read(company, { at: instant('10:59'), answered: true, sourceRef: 'journal-7' });
		await company.at('2026-03-02T12:00Z');
		expect(company.log).toEqual(['10:40 clock.warning firstResponse', '11:05 clock.met firstResponse']);
	});

	it('is judged once it was heard up to the due time', async () => {
		const company = await openCompany(open);
		await read(company);
		await company.at('2026-03-02T10:40Z');
		await read(company);
		await company.at('2026-03-02T11:04Z');
		expect(company.log).toEqual(['10:40 clock.warning firstResponse']);
		await read(company);
		await company.settle();
		expect(company.log.slice(1)).toEqual(['11:04 clock.breached firstResponse', '11:04 mail to Tom (1.1)']);
		expect(company.arrived[1]?.event.at).toBe(instant('11:00'));
	});

	it('is judged at the latest after twice the usual time between two runs, when it falls silent', async () => {
		const company = await openCompany(open);
		for (const time of ['10:46', '10:49', '10:52']) {
			await company.at(`2026-03-02T${time}Z`);
			await read(company);
		}
		await company.at('2026-03-02T12:00Z');
		expect(company.log.slice(1, 3)).toEqual([
			'11:06 clock.breached firstResponse',
			'11:06 mail to Tom (1.1)',
		]);
	});

	it('waits for fifteen minutes at most, or for as long as it is told to', async () => {
		for (const [waitAtMost, time] of [
			[undefined, '11:15'],
			['2 min', '11:02'],
			['40 min', '11:40'],
		] as const) {
			const company = await openCompany(open);
			await read(company, {}, { waitAtMost });
			await company.at('2026-03-02T12:00Z');
			expect(company.log).toContain(`${time} clock.breached firstResponse`);
		}
	});

	it('is not heard by a run that leaves a gap after the one before', async () => {
		const company = await openCompany(open);
		await read(company);
		await company.at('2026-03-02T11:05Z');
		await read(company, {}, { heardFrom: instant('10:55') });
		await company.settle();
		expect(company.log.filter((line) => line.includes('breached'))).toEqual([]);
		await read(company, {}, { heardFrom: instant('09:00') });
		expect(company.log.at(-1)).toBe('11:05 clock.breached firstResponse');
	});

	it('gives a gap up that nobody can close, once a deadline has waited for it', async () => {
		const company = await openCompany(open);
		await read(company);
		// At 09:10 nothing had changed, so nobody called; what follows has no gap.
		for (const [from, time] of [
			['09:10', '09:20'],
			['09:20', '09:30'],
			['09:30', '09:40'],
		] as const) {
			await company.at(`2026-03-02T${time}Z`);
			await read(company, {}, { heardFrom: instant(from) });
		}
		await company.at('2026-03-02T11:05Z');
		await read(company, {}, { heardFrom: instant('09:40') });
		expect(company.log.at(-1)).toBe('11:05 clock.breached firstResponse');
	});

	it('is read once in several calls, as far as the usual time between its runs goes', async () => {
		const company = await openCompany(open);
		for (const time of ['10:20', '10:30', '10:40', '10:50']) {
			await company.at(`2026-03-02T${time}Z`);
			for (let call = 0; call < 5; call++) {
				await read(company);
				company.now += 1_000;
			}
		}
		await company.at('2026-03-02T12:00Z');
		expect(company.log).toContain('11:15 clock.breached firstResponse');
	});

	it('is not heard past what was refused: it may be the answer', async () => {
		const company = await openCompany(open);
		await read(company);
		await company.at('2026-03-02T10:55Z');
		await read(company);
		await company.at('2026-03-02T11:05Z');
		const said = { externalRef: 'desk-1', source: 'desk', heardUpTo: company.now };
		for (const wrong of [{ department: 'nope' }, { priority: 'Major' }])
			await mirrorTickets(company.engine, [
				{ ...said, at: instant('10:59'), answered: true, ...wrong },
				{ ...said, note: 'Good' },
			]);
		await company.settle();
		expect(company.log.filter((line) => line.includes('breached'))).toEqual([]);
		await company.at('2026-03-02T11:20Z');
		expect(company.log).toContain('11:15 clock.breached firstResponse');
	});

	it('of which a ticket is heard late: what had passed settles first, and history is not announced at all', async () => {
		const company = await openCompany(open);
		await company.at('2026-03-02T10:55Z');
		await read(company, { externalRef: 'other', openedAt: company.now });
		await company.at('2026-03-02T11:05Z');
		await read(company, { externalRef: 'settles' });
		await read(company, { externalRef: 'past', history: true });
		expect(company.log).toEqual([]);
		await company.at('2026-03-02T11:06Z');
		await read(company, { externalRef: 'answered', at: instant('10:30'), answered: true });
		await company.at('2026-03-02T12:00Z');
		expect(company.log.slice(0, 2)).toEqual([
			'11:06 clock.met firstResponse',
			'11:07 clock.breached firstResponse',
		]);
		expect(company.arrived[1]?.event.data).toMatchObject({ externalRef: 'settles', late: true });
		expect(company.log.filter((line) => line.includes('breached'))).toHaveLength(1);
	});

	it('keeps nobody waiting who is not mirrored from it, nor whom a desk pushes', async () => {
		const company = await openCompany(open);
		await read(company, { externalRef: 'polled' });
		await company.ask();
		await read(company, { externalRef: 'pushed', source: 'webhook', heardUpTo: undefined });
		await company.at('2026-03-02T11:01Z');
		expect(company.log.filter((line) => line.includes('breached'))).toEqual([
			'11:00 clock.breached firstResponse',
			'11:00 clock.breached firstResponse',
		]);
	});

	it('remembers what waits in the store, so that another process goes on', async () => {
		const company = await openCompany(open);
		await read(company);
		await company.at('2026-03-02T11:05Z');
		const held = await company.engine.store.read((db) =>
			sql<{ n: number }>`select count(*) as n from clock where held_for = 'desk'`.execute(db),
		);
		expect(Number(held.rows[0]?.n)).toBe(1);
	});

	it('refuses a wait that would keep a breach for days', async () => {
		const company = await openCompany(open);
		const ticket = { externalRef: 'desk-2', title: 'Laptop', service: 'laptop' };
		const outcomes = await mirrorTickets(company.engine, [
			{ ...ticket, waitAtMost: '2 days' },
			{ ...ticket, waitAtMost: 'soon' },
			ticket,
		]);
		expect(outcomes).toMatchObject([
			{ ok: false, error: { field: 'waitAtMost' } },
			{ ok: false, error: { field: 'waitAtMost' } },
			{ ok: true },
		]);
	});
});
