import { sql } from 'kysely';
import { saveCalendars } from '../../../engine/directory';
import { acknowledgeRuns, listRuns, onEveryChannel } from '../../../engine/escalation';
import type { Mail } from '../../../engine/pages';
import { replanAfterZoneUpdate, saveAgreements } from '../../../engine/sla';
import { readAnew } from '../../../engine/store/migrations/007-read-anew';
import { unwrap } from '../../../engine/outcome';
import { claimDeliveries } from '../../../engine/timeline';
import { listen, openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

/** What was said of the resolution, without the clock of the first response, which is answered at once. */
const ofResolution = (company: Company) => company.log.filter((line) => !line.includes('firstResponse'));

const answered = async (company: Company, changes: Record<string, unknown> = {}) => {
	const { requestId } = await company.ask(changes);
	await company.say(requestId, { kind: 'responded' });
	return requestId;
};

const HIGH = { metric: 'resolution', priority: 'high', target: '4h' };
const TARGETS = [
	{ metric: 'firstResponse', target: '2h' },
	{ metric: 'resolution', target: '1 working day' },
];

const edit = async (company: Company, changes: Record<string, unknown>) =>
	unwrap(
		(
			await saveAgreements(company.engine, [
				{
					id: 'laptop-sla',
					serviceId: 'laptop',
					calendarId: 'office',
					escalationPolicyId: 'climb',
					warnAtPercent: [75],
					targets: [...TARGETS, HIGH],
					...changes,
				},
			])
		)[0],
	);

onBothDatabases('a breach that is taken back', (open) => {
	it('by a lower priority: the run stands down, those told hear of it, and the second breach starts anew', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:05Z');
		const lowered = await company.say(id, { kind: 'priorityChanged', priority: 'normal' });
		await company.settle();
		expect(lowered.clocks.find(({ metric }) => metric === 'resolution')).toMatchObject({
			state: 'running',
			dueAt: '2026-03-02T17:00:00.000Z',
		});
		await company.at('2026-03-03T09:00Z');
		expect(ofResolution(company)).toEqual([
			'12:00 clock.warning resolution',
			'13:00 clock.breached resolution',
			'13:00 mail to Tom (1.1)',
			'13:05 clock.recovered resolution',
			'13:05 escalation.stopped',
			'15:00 clock.warning resolution',
			'17:00 clock.breached resolution',
			'17:00 mail to Tom (1.1)',
		]);
		const stopped = company.arrived.find(({ event }) => event.type === 'escalation.stopped')?.event.data;
		expect(stopped).toMatchObject({ reason: 'clock.recovered', told: [{ memberId: 'tom' }] });
		const recovered = company.arrived.find(({ event }) => event.type === 'clock.recovered')?.event.data;
		expect(recovered).toMatchObject({
			wasDueAt: '2026-03-02T13:00:00.000Z',
			dueAt: '2026-03-02T17:00:00.000Z',
		});
		const runs = await listRuns(company.engine, { requestId: id, limit: 10 });
		expect(runs.map(({ state }) => state).sort()).toEqual(['active', 'stopped']);
	});

	it('starts a second run though the first was acknowledged', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:01Z');
		const [run] = await listRuns(company.engine, { requestId: id, limit: 1 });
		unwrap((await acknowledgeRuns(company.engine, [{ runId: run?.runId ?? '', by: 'tom' }]))[0]);
		await company.say(id, { kind: 'priorityChanged', priority: 'normal' });
		await company.at('2026-03-02T17:01Z');
		expect(ofResolution(company).slice(-2)).toEqual([
			'17:00 clock.breached resolution',
			'17:00 mail to Tom (1.1)',
		]);
	});

	it('by a longer agreement, by a holiday, and by a pause that is told late', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:05Z');
		await edit(company, { targets: [...TARGETS, { ...HIGH, target: '6h' }] });
		await company.at('2026-03-02T15:05Z');
		const [office] = await company.engine.store.read((db) =>
			db.selectFrom('calendar').select('name').where('id', '=', 'office').execute(),
		);
		const day = [['09:00', '17:00']];
		const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day };
		const holidays = [{ date: '2026-03-02', name: 'Founders’ day' }];
		unwrap(
			(
				await saveCalendars(company.engine, [
					{ id: 'office', name: office?.name, spec: { timezone: 'UTC', weekly, holidays } },
				])
			)[0],
		);
		await company.at('2026-03-03T15:05Z');
		// Told at 15:05: from 09:10 on they waited an hour for Rosa.
		await company.say(id, { kind: 'paused' }, { at: Date.parse('2026-03-03T09:10:00Z') });
		await company.say(id, { kind: 'resumed' }, { at: Date.parse('2026-03-03T10:10:00Z') });
		await company.settle();
		await company.at('2026-03-03T17:00Z');
		expect(ofResolution(company).filter((line) => /breached|recovered|stopped/.test(line))).toEqual([
			'13:00 clock.breached resolution',
			'13:05 clock.recovered resolution',
			'13:05 escalation.stopped',
			'15:00 clock.breached resolution',
			'15:05 clock.recovered resolution',
			'15:05 escalation.stopped',
			'15:00 clock.breached resolution',
			'15:05 clock.recovered resolution',
			'15:05 escalation.stopped',
			'16:00 clock.breached resolution',
		]);
	});

	it('is no missed promise when it turns out that it was kept in time', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:20Z');
		await company.say(requestId, { kind: 'responded' }, { at: Date.parse('2026-03-02T10:50:00Z') });
		await company.settle();
		expect(company.log.slice(1)).toEqual([
			'11:00 clock.breached firstResponse',
			'11:00 mail to Tom (1.1)',
			'11:20 clock.recovered firstResponse',
			'11:20 clock.met firstResponse',
			'11:20 escalation.stopped',
		]);
	});

	it('a warning is given again for a longer target', async () => {
		const company = await openCompany(open, {
			agreement: { targets: [...TARGETS, HIGH, { metric: 'resolution', priority: 'low', target: '6h' }] },
		});
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T12:01Z');
		await company.say(id, { kind: 'priorityChanged', priority: 'low' });
		await company.at('2026-03-02T14:00Z');
		expect(ofResolution(company)).toEqual([
			'12:00 clock.warning resolution',
			'13:30 clock.warning resolution',
		]);
	});
});

onBothDatabases('whoever was notified of a breach that is none any more', (open) => {
	it('hears of it, in their language, and nobody else does', async () => {
		const company = await openCompany(open);
		await listen(company, 'standDowns', ['escalation.standDown']);
		const id = await answered(company, { priority: 'high', assignee: 'rosa' });
		await company.at('2026-03-02T13:31Z');
		await company.say(id, { kind: 'priorityChanged', priority: 'normal' });
		const due = await claimDeliveries(company.engine, 'standDowns', 10, 60_000);
		const data = due.flatMap(({ event }) => (event.type === 'escalation.standDown' ? [event.data] : []));
		data.sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
		expect(data.map(({ memberId, reason }) => [memberId, reason])).toEqual([
			['carla', 'clock.recovered'],
			['rosa', 'clock.recovered'],
		]);
		const [carla, rosa] = data.map(
			(one) => onEveryChannel((channel) => channel.standDown(one, 'UTC')).mail as Mail,
		);
		expect(carla?.subject).toBe('[Escalation ended] Laptop for the new colleague: resolution');
		expect(carla?.text).toContain('It is not overdue any more');
		expect(carla?.text).toContain('Monday, 2 March 2026 at 17:00 (UTC)');
		// Whoever has the request must not read that there is nothing left to do.
		expect(carla?.text).toContain('The request is still open');
		expect(rosa?.subject).toMatch(/^【升级已结束】/);
	});

	it('does not hear of it where the first mail never left', async () => {
		const company = await openCompany(open);
		await listen(company, 'standDowns', ['escalation.standDown']);
		const id = await answered(company, { priority: 'high' });
		await company.engine.transaction((trx) =>
			trx.deleteFrom('subscription').where('id', '=', 'everything').execute(),
		);
		await listen(company, 'mails', ['escalation.notify']);
		await company.at('2026-03-02T13:01Z');
		await company.say(id, { kind: 'priorityChanged', priority: 'normal' });
		expect(await claimDeliveries(company.engine, 'mails', 10, 60_000)).toEqual([]);
		expect(await claimDeliveries(company.engine, 'standDowns', 10, 60_000)).toEqual([]);
	});
});

onBothDatabases('a breach that goes on being one', (open) => {
	it('escalates again when a late request is reopened, at once', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:10Z');
		await company.say(id, { kind: 'resolved' });
		await company.settle();
		await company.at('2026-03-03T10:00Z');
		await company.say(id, { kind: 'reopened' });
		await company.at('2026-03-03T10:31Z');
		expect(ofResolution(company).slice(3)).toEqual([
			'13:10 clock.missed resolution',
			'13:10 escalation.stopped',
			'10:00 clock.breached resolution',
			'10:00 mail to Tom (1.1)',
			'10:30 mail to Hanna (1.2)',
		]);
	});

	it('ends by a waiver and by a cancellation, and says so of the clock', async () => {
		const company = await openCompany(open);
		const waived = await answered(company, { priority: 'high' });
		const cancelled = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:10Z');
		await company.say(waived, {
			kind: 'waived',
			metric: 'resolution',
			reason: 'Strike',
			approvedBy: 'carla',
		});
		await company.say(cancelled, { kind: 'cancelled' });
		await company.settle();
		await company.at('2026-03-02T16:00Z');
		expect(ofResolution(company).slice(6).sort()).toEqual(
			[
				'13:10 clock.cancelled resolution',
				'13:10 clock.waived resolution',
				'13:10 escalation.stopped',
				'13:10 escalation.stopped',
			].sort(),
		);
	});
});

onBothDatabases('an escalation of a request that waits', (open) => {
	it('stands still, and goes on with what was left of its delay', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:10Z');
		await company.say(id, { kind: 'paused', reason: 'waiting for Rosa' });
		await company.at('2026-03-04T10:00Z');
		expect(ofResolution(company).slice(1)).toEqual([
			'13:00 clock.breached resolution',
			'13:00 mail to Tom (1.1)',
		]);
		expect(await listRuns(company.engine, { requestId: id, limit: 1 })).toMatchObject([{ state: 'waiting' }]);
		await company.say(id, { kind: 'resumed' });
		await company.at('2026-03-04T10:21Z');
		expect(ofResolution(company).slice(3)).toEqual(['10:20 mail to Hanna (1.2)']);
	});

	it('is settled by an answer while it waits', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:05Z');
		await company.say(requestId, { kind: 'paused' });
		await company.say(requestId, { kind: 'responded' });
		await company.settle();
		expect(company.log.slice(-2)).toEqual(['11:05 clock.missed firstResponse', '11:05 escalation.stopped']);
		expect(await listRuns(company.engine, { requestId, limit: 1 })).toMatchObject([{ state: 'stopped' }]);
	});
});

onBothDatabases('what an older version left', (open) => {
	it('a run that climbs though its request is paused: it waits when its timer fires', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:10Z');
		await company.engine.transaction((trx) =>
			trx.updateTable('request').set({ status: 'paused' }).where('id', '=', id).execute(),
		);
		await company.at('2026-03-02T15:00Z');
		expect(ofResolution(company).filter((line) => line.includes('mail to'))).toEqual([
			'13:00 mail to Tom (1.1)',
		]);
		expect(await listRuns(company.engine, { requestId: id, limit: 1 })).toMatchObject([{ state: 'waiting' }]);
	});

	it('a breach that it had taken for said is read anew, and announced when it comes', async () => {
		const company = await openCompany(open);
		const id = await answered(company);
		await replanAfterZoneUpdate(company.engine);
		await company.engine.transaction(async (trx) => {
			await trx
				.updateTable('clock')
				.set({ fired: '["warning75","breach"]', next_at: null })
				.where('request_id', '=', id)
				.where('metric', '=', 'resolution')
				.execute();
			await trx.deleteFrom('timer').execute();
			for (const statement of readAnew.statements) await sql.raw(statement).execute(trx);
		});
		await replanAfterZoneUpdate(company.engine);
		await company.at('2026-03-02T17:01Z');
		expect(ofResolution(company).slice(-2)).toEqual([
			'17:00 clock.breached resolution',
			'17:00 mail to Tom (1.1)',
		]);
	});
});

onBothDatabases('late news of a request that was reopened', (open) => {
	const desk = (company: Company, id: string, kind: string, time: string) =>
		company.say(id, { kind }, { at: Date.parse(`2026-03-02T${time}:00Z`), source: 'desk' });

	it('numbers the cycles anew: the breach belongs to the second, and one run is at work for it', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:30Z');
		await desk(company, id, 'resolved', '10:00');
		await desk(company, id, 'reopened', '11:00');
		await company.settle();
		expect(ofResolution(company).slice(-4)).toEqual([
			'13:30 mail to Hanna (1.2)',
			'13:30 clock.recovered resolution',
			'13:30 clock.met resolution',
			'13:30 escalation.stopped',
		]);
		await company.at('2026-03-02T14:10Z');
		expect(ofResolution(company).slice(-3)).toEqual([
			'13:32 clock.warning resolution',
			'14:00 clock.breached resolution',
			'14:00 mail to Tom (1.1)',
		]);
		const runs = await listRuns(company.engine, { requestId: id, limit: 10 });
		expect(runs.map(({ state }) => state).sort()).toEqual(['active', 'stopped']);
	});

	it('of which the second cycle is late as well, ends the first run and starts another once it has settled', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T14:45Z');
		await desk(company, id, 'resolved', '09:50');
		await desk(company, id, 'reopened', '09:51');
		await company.settle();
		await company.at('2026-03-02T14:50Z');
		expect(ofResolution(company).slice(-5)).toEqual([
			'14:45 clock.recovered resolution',
			'14:45 clock.met resolution',
			'14:45 escalation.stopped',
			'14:47 clock.breached resolution',
			'14:47 mail to Tom (1.1)',
		]);
		const runs = await listRuns(company.engine, { requestId: id, limit: 10 });
		expect(runs.map(({ state }) => state).sort()).toEqual(['active', 'stopped']);
	});

	it('corrects how a cycle ended that is long over, and leaves the run of the next at work', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T13:10Z');
		await company.say(id, { kind: 'resolved' });
		await company.at('2026-03-02T13:20Z');
		await company.say(id, { kind: 'reopened' });
		await company.at('2026-03-02T13:30Z');
		await desk(company, id, 'resolved', '12:59');
		await company.settle();
		expect(ofResolution(company).slice(-4)).toEqual([
			'13:20 clock.breached resolution',
			'13:20 mail to Tom (1.1)',
			'13:30 clock.recovered resolution',
			'13:30 clock.met resolution',
		]);
		expect(company.arrived.at(-1)?.event.data).toMatchObject({ clockState: 'met', cycle: 1 });
	});

	it('is judged by the agreement of the time when it ended', async () => {
		const company = await openCompany(open);
		const id = await answered(company, { priority: 'high' });
		await company.at('2026-03-02T12:00Z');
		await edit(company, { targets: [...TARGETS, { ...HIGH, target: '1h' }] });
		await company.at('2026-03-02T12:30Z');
		const told = await desk(company, id, 'resolved', '11:30');
		expect(told.clocks.find(({ metric }) => metric === 'resolution')).toMatchObject({
			state: 'met',
			target: '4 h',
		});
	});
});
