import type { INodeParameters } from 'n8n-workflow';
import { saveAgreements, saveCalendars, saveServices, unwrap } from '../../engine';
import { onBothDatabases } from '../support/harness';
import { companyOn, first, OPEN } from './request-company';

/** Works by a list of dates, all of which have passed. */
const DONE = {
	id: 'done',
	name: 'Project days',
	spec: { timezone: 'UTC', weekly: {}, overrides: { '2026-03-02': [['09:00', '17:00']] } },
};
const SERVICE = { id: 'project', name: 'Project help', departmentId: 'it' };
const AGREEMENT = {
	id: 'project-sla',
	name: 'Project help',
	serviceId: 'project',
	calendarId: 'done',
	targets: [
		{ metric: 'firstResponse', target: '1h' },
		{ metric: 'resolution', target: '2h' },
	],
};

onBothDatabases('ICRM Request whose clock cannot be computed', (openDatabase) => {
	it('says in each output what to correct', async () => {
		const { run, engine } = await companyOn(openDatabase);
		unwrap((await saveCalendars(engine, [DONE]))[0]);
		unwrap((await saveServices(engine, [SERVICE]))[0]);
		unwrap((await saveAgreements(engine, [AGREEMENT]))[0]);
		const problem = expect.stringMatching(
			/^This clock cannot be computed with agreement 'Project help' and calendar 'Project days': .* Correct one of them/,
		);
		const stuck = { clocks: expect.arrayContaining([expect.objectContaining({ dueAt: null, problem })]) };
		const say = async (operation: string, parameters: INodeParameters = {}) =>
			first(await run({ operation, request: 'T-1', simplify: false, ...parameters }));

		const opened = first(await run({ ...OPEN, simplify: false }, [{ ref: 'T-1', service: 'project' }]));
		expect(opened).toMatchObject(stuck);
		expect(await say('get')).toMatchObject(stuck);
		expect(await say('explain')).toMatchObject(stuck);
		expect(await say('getAll')).toMatchObject(stuck);
		const notice = JSON.stringify({ externalRef: 'T-1', state: 'open', priority: 'low' });
		expect(await say('mirror', { notice })).toMatchObject(stuck);
		// While it stands still there is nothing to compute.
		expect(await say('pause', { reason: 'Waiting' })).not.toMatchObject(stuck);
		for (const [operation, parameters] of [
			['resume', {}],
			['assign', { assignee: 'tom@acme.example' }],
			['update', { note: 'Ordered' }],
			['changePriority', { priority: 'urgent' }],
			['handOff', { toDepartment: 'hr' }],
			['respond', {}],
			['waive', { metric: 'firstResponse', reason: 'Strike', approvedBy: 'tom' }],
		] as const)
			expect([operation, await say(operation, parameters)]).toEqual([
				operation,
				expect.objectContaining(stuck),
			]);
		// What is over needs no deadline any more.
		expect(await say('resolve')).not.toMatchObject(stuck);
		expect(await say('reopen')).toMatchObject(stuck);
		expect(await say('cancel')).not.toMatchObject(stuck);
	});
});
