import { onBothDatabases } from '../../support/harness';
import { openCompany } from '../../support/company';

onBothDatabases('a breach escalates', (open) => {
	it('warns, breaches at the working-time deadline, and climbs the line of managers', async () => {
		const company = await openCompany(open);
		await company.ask();
		await company.fastForward('1d');
		expect(company.log).toEqual([
			'10:30 clock.warning firstResponse',
			'11:00 clock.breached firstResponse',
			'11:00 mail to Tom (1.1)',
			'11:30 mail to Hanna (1.2)',
			'12:30 mail to Carla (1.3)',
			'13:30 escalation.exhausted',
			'15:00 clock.warning resolution',
			'17:00 clock.breached resolution',
			'17:00 mail to Tom (2.1)',
		]);
	});

	it('counts working time only: a request on Friday evening breaches on Monday', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-06T16:30Z' });
		const request = await company.ask();
		expect(request.clocks.find(({ metric }) => metric === 'firstResponse')?.dueAt).toBe(
			'2026-03-09T10:30:00.000Z',
		);
		await company.at('2026-03-09T10:30Z');
		expect(company.log).toEqual(['10:00 clock.warning firstResponse']);
		await company.fastForward('1m');
		expect(company.log.slice(1)).toEqual(['10:30 clock.breached firstResponse', '10:30 mail to Tom (1.1)']);
	});

	it('counts delays in working time: who is told at the end of the day has the night', async () => {
		const company = await openCompany(open, { startsAt: '2026-03-02T14:45Z' });
		await company.ask();
		await company.at('2026-03-03T09:20Z');
		expect(company.log.slice(1)).toEqual([
			'16:45 clock.breached firstResponse',
			'16:45 mail to Tom (1.1)',
			'09:15 mail to Hanna (1.2)',
		]);
	});

	it('does not breach when somebody answers in time', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		await company.say(requestId, { kind: 'responded' });
		await company.fastForward('3h');
		expect(company.log).toEqual(['13:00 clock.met firstResponse']);
	});

	it('takes an answer at the very instant as in time', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.at('2026-03-02T11:00Z');
		await company.say(requestId, { kind: 'responded' });
		await company.fastForward('1h');
		expect(company.log).toEqual(['10:30 clock.warning firstResponse', '12:00 clock.met firstResponse']);
	});

	it('stops the clock while paused, and goes on with what is left', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		const paused = await company.say(requestId, { kind: 'paused', reason: 'waiting for Rosa' });
		expect(paused.clocks.map(({ state, dueAt }) => [state, dueAt])).toEqual([
			['paused', null],
			['paused', null],
		]);
		await company.at('2026-03-04T10:00Z');
		expect(company.log).toEqual([]);
		const resumed = await company.say(requestId, { kind: 'resumed' });
		expect(resumed.clocks.find(({ metric }) => metric === 'firstResponse')?.dueAt).toBe(
			'2026-03-04T11:00:00.000Z',
		);
		await company.fastForward('61m');
		expect(company.log).toEqual([
			'10:30 clock.warning firstResponse',
			'11:00 clock.breached firstResponse',
			'11:00 mail to Tom (1.1)',
		]);
	});

	it('follows the priority: the same request, raised, is due sooner', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		await company.say(requestId, { kind: 'responded' });
		await company.fastForward('1h');
		const raised = await company.say(requestId, { kind: 'priorityChanged', priority: 'high' });
		expect(raised.clocks.find(({ metric }) => metric === 'resolution')?.dueAt).toBe(
			'2026-03-02T13:00:00.000Z',
		);
		await company.at('2026-03-02T13:01Z');
		expect(company.log).toContain('13:00 clock.breached resolution');
	});

	it('says only the newest threshold after an outage, and says how late', async () => {
		const company = await openCompany(open);
		await company.ask();
		company.now += 150 * 60_000;
		await company.settle();
		expect(company.log).toEqual(['11:30 clock.breached firstResponse']);
		expect(company.arrived[0]?.event).toMatchObject({
			at: Date.parse('2026-03-02T11:00Z'),
			data: { skipped: ['warning75'] },
		});
		await company.settle();
		expect(company.log.slice(1)).toEqual(['11:30 mail to Tom (1.1)']);
		await company.fastForward('30m');
		expect(company.log.slice(2)).toEqual(['12:00 mail to Hanna (1.2)']);
	});

	it('never announces the breach of a request that was solved late while nobody looked', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		company.now += 150 * 60_000;
		await company.say(requestId, { kind: 'resolved' });
		await company.fastForward('1d');
		expect(company.log).toEqual(['11:30 clock.missed firstResponse', '11:30 clock.met resolution']);
	});

	it('breaches again in the next cycle when a restarted clock runs out', async () => {
		const company = await openCompany(open, {
			agreement: { onReopen: 'restart', targets: [{ metric: 'resolution', target: '1h' }] },
		});
		const { requestId } = await company.ask();
		await company.fastForward('61m');
		await company.say(requestId, { kind: 'resolved' });
		await company.say(requestId, { kind: 'reopened' });
		await company.fastForward('61m');
		expect(company.log.filter((line) => line.includes('clock.breached'))).toHaveLength(2);
		expect(company.log.filter((line) => line.includes('mail to Tom'))).toHaveLength(2);
	});
});
