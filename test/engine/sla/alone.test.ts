import { saveCalendars, saveServices } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { explainRequest, getRequest, listRequests, saveAgreements } from '../../../engine/sla';
import { replanSoon } from '../../../engine/sla/replan';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases, type OpenCompany } from '../../support/harness';

const open9to5 = [['09:00', '17:00']];
/** A project team that works by a list of dates, the last of which is Friday, 6 March. */
const untilFriday = {
	timezone: 'UTC',
	weekly: {},
	overrides: Object.fromEntries([2, 3, 4, 5, 6].map((day) => [`2026-03-0${day}`, open9to5])),
};
const nextMonday = {
	...untilFriday,
	overrides: { ...untilFriday.overrides, '2026-03-09': open9to5, '2026-03-10': open9to5 },
};
const project = { id: 'project', name: 'Project days', spec: untilFriday };
const projectSla = {
	id: 'project-sla',
	name: 'Project help',
	serviceId: 'project',
	calendarId: 'project',
	warnAtPercent: [],
	targets: [
		{ metric: 'resolution', target: '1h' },
		{ metric: 'resolution', priority: 'low', target: '6h' },
	],
};

const onlyOutcome = async <T>(outcomes: Promise<readonly T[]>): Promise<T | undefined> => (await outcomes)[0];

/** Two services: laptops by office hours, and the project, whose calendar ends on Friday. */
async function withProject(open: OpenCompany): Promise<Company> {
	const company = await openCompany(open);
	const { engine } = company;
	unwrap(await onlyOutcome(saveCalendars(engine, [project])));
	unwrap(
		await onlyOutcome(saveServices(engine, [{ id: 'project', name: 'Project help', departmentId: 'it' }])),
	);
	unwrap(await onlyOutcome(saveAgreements(engine, [projectSla])));
	return company;
}

const states = async ({ engine }: Company, key: string) =>
	(await getRequest(engine, key)).clocks.map(({ metric, state, dueAt, problem }) => ({
		metric,
		state,
		dueAt,
		problem,
	}));

const stuck = {
	metric: 'resolution',
	state: 'running',
	dueAt: null,
	problem: expect.stringMatching(
		/^This clock cannot be computed with agreement 'Project help' and calendar 'Project days': .*Correct one of them/,
	),
};

onBothDatabases('a promise that its calendar cannot reach', (open) => {
	it('is refused when the agreement is saved, naming agreement, target and calendar', async () => {
		const { engine } = await withProject(open);
		const targets = [{ metric: 'resolution', priority: 'high', target: '41h' }];
		expect(await onlyOutcome(saveAgreements(engine, [{ ...projectSla, targets }]))).toMatchObject({
			ok: false,
			error: {
				field: 'targets',
				message: expect.stringContaining(
					"Agreement 'Project help' (project-sla) promises 41 h for resolution (high) in calendar 'Project days' (project)",
				),
				hint: expect.stringContaining('shorten the target'),
			},
		});
		expect(
			await onlyOutcome(saveAgreements(engine, [{ ...projectSla, targets, active: false }])),
		).toMatchObject({ ok: true });
	});

	it('is refused also where a target in days looks longer, and can be reached', async () => {
		const { engine } = await withProject(open);
		const dates = Array.from({ length: 12 }, (_, day) => `2026-03-${String(day + 9).padStart(2, '0')}`);
		const short = {
			timezone: 'UTC',
			weekly: {},
			overrides: Object.fromEntries(dates.map((date) => [date, [['09:00', '11:00']]])),
		};
		unwrap(await onlyOutcome(saveCalendars(engine, [{ id: 'short', name: 'Two hours', spec: short }])));
		const targets = [
			{ metric: 'firstResponse', target: '30h' },
			{ metric: 'resolution', target: '10 working days' },
		];
		const agreement = { ...projectSla, calendarId: 'short', targets };
		expect(await onlyOutcome(saveAgreements(engine, [agreement]))).toMatchObject({
			ok: false,
			error: { message: expect.stringContaining('promises 30 h for firstResponse') },
		});
	});

	it('is refused when the calendar is saved, and calendars beside it are saved', async () => {
		const company = await withProject(open);
		const shorter = { ...untilFriday, overrides: { '2026-03-02': [['09:00', '12:00']] } };
		const outcomes = await saveCalendars(company.engine, [
			{ ...project, spec: shorter },
			{ id: 'hr', name: 'HR', spec: nextMonday },
		]);
		expect(outcomes).toMatchObject([
			{
				ok: false,
				error: {
					field: 'spec',
					message: expect.stringContaining(
						"Agreement 'Project help' (project-sla) promises 6 h for resolution (low) in calendar 'Project days' (project)",
					),
				},
			},
			{ ok: true },
		]);
		unwrap(await onlyOutcome(saveCalendars(company.engine, [{ ...project, spec: nextMonday }])));
	});
});

onBothDatabases('a clock without a target', (open) => {
	const urgentOnly = (targets: readonly object[]) => ({
		...projectSla,
		targets: [
			{ metric: 'firstResponse', priority: 'urgent', target: '1h' },
			{ metric: 'resolution', priority: 'urgent', target: '1h' },
			...targets,
		],
	});

	it('of a request that is resolved keeps its terms, and one that is open gets the promise', async () => {
		const company = await withProject(open);
		const { engine } = company;
		unwrap(await onlyOutcome(saveAgreements(engine, [urgentOnly([])])));
		const resolved = await company.ask({ serviceId: 'project' });
		const answered = await company.ask({ serviceId: 'project' });
		await company.fastForward('2h');
		await company.say(resolved.requestId, { kind: 'resolved' });
		await company.say(answered.requestId, { kind: 'responded' });
		const before = await states(company, resolved.requestId);
		expect(before).toMatchObject([{ state: 'idle' }, { state: 'idle' }]);
		const forAll = [
			{ metric: 'firstResponse', target: '1h' },
			{ metric: 'resolution', target: '1h' },
		];
		unwrap(await onlyOutcome(saveAgreements(engine, [urgentOnly(forAll)])));
		for (let turn = 0; turn < 4; turn++) await company.settle();
		expect(await states(company, resolved.requestId)).toEqual(before);
		expect(await states(company, answered.requestId)).toMatchObject([
			{ metric: 'firstResponse', state: 'idle' },
			{ metric: 'resolution', state: 'breached' },
		]);
		// Planning has come to its end: what keeps its terms is not looked for for ever.
		const left = await engine.store.read((db) =>
			db.selectFrom('timer').select('kind').where('kind', '=', 'replan').execute(),
		);
		expect(left).toEqual([]);
		await company.say(resolved.requestId, { kind: 'reopened' });
		expect(await states(company, resolved.requestId)).toContainEqual(
			expect.objectContaining({ metric: 'resolution', state: 'breached' }),
		);
	});
});

onBothDatabases('a clock that cannot be computed', (open) => {
	it('fails nobody who opens, answers, pauses and resumes, and hides no other request', async () => {
		const company = await withProject(open);
		await company.at('2026-03-06T15:30Z');
		const { requestId: paused } = await company.ask({ serviceId: 'project' });
		await company.say(paused, { kind: 'paused' });
		await company.at('2026-03-06T16:50Z');
		expect((await company.say(paused, { kind: 'resumed' })).status).toBe('open');
		const late = await company.ask({ serviceId: 'project' });
		expect(late.clocks).toMatchObject([stuck]);
		await company.say(late.requestId, { kind: 'responded' });
		const { requestId: laptop } = await company.ask();
		expect(await states(company, paused)).toEqual([{ ...stuck, state: 'paused' }]);
		expect(await states(company, late.requestId)).toEqual([stuck]);
		expect((await listRequests(company.engine, { limit: 10 })).map(({ requestId }) => requestId)).toEqual(
			expect.arrayContaining([paused, late.requestId, laptop]),
		);
		expect((await explainRequest(company.engine, paused)).clocks).toMatchObject([{ segments: [] }]);
		const running = await listRequests(company.engine, { clockStates: ['running'], limit: 10 });
		expect(running.map(({ requestId }) => requestId)).toContain(late.requestId);
		await company.say(late.requestId, { kind: 'resolved' });
	});

	it('stops no other clock from being planned anew, and goes on once it is corrected', async () => {
		const company = await withProject(open);
		const { engine } = company;
		await company.at('2026-03-06T16:50Z');
		const project1 = await company.ask({ serviceId: 'project' });
		const laptop = await company.ask();
		const versions = () =>
			engine.store.read((db) => db.selectFrom('clock').select('tz_version').distinct().execute());
		await engine.transaction(async (trx) => {
			await trx.updateTable('clock').set({ tz_version: 'older', due_at: 1, next_at: null }).execute();
			await replanSoon(engine, trx);
		});
		for (let turn = 0; turn < 3; turn++) await company.settle();
		expect(await versions()).toEqual([{ tz_version: process.versions.tz }]);
		const timers = () =>
			engine.store.read((db) => db.selectFrom('timer').select(['subject', 'kind']).execute());
		// Two clocks of the laptop wait for their time, and nothing looks for the stuck one again and again.
		expect((await timers()).map(({ kind }) => kind)).toEqual(['clock', 'clock']);
		expect(await states(company, project1.requestId)).toEqual([stuck]);
		expect(await states(company, laptop.requestId)).toMatchObject([
			{ state: 'running', dueAt: '2026-03-09T10:50:00.000Z' },
			{ state: 'running' },
		]);
		unwrap(await onlyOutcome(saveCalendars(engine, [{ ...project, spec: nextMonday }])));
		for (let turn = 0; turn < 3; turn++) await company.settle();
		expect(await states(company, project1.requestId)).toEqual([
			{ metric: 'resolution', state: 'running', dueAt: '2026-03-09T09:50:00.000Z', problem: undefined },
		]);
		await company.at('2026-03-09T10:00Z');
		const breaches = await engine.store.read((db) =>
			db.selectFrom('event').select('at').where('type', '=', 'clock.breached').execute(),
		);
		expect(breaches).toEqual([{ at: Date.parse('2026-03-09T09:50Z') }]);
	});

	it('whose timer fires is left alone', async () => {
		const company = await withProject(open);
		const { requestId } = await company.ask({ serviceId: 'project' });
		await company.engine.transaction(async (trx) => {
			// As a version wrote it that did not refuse: nothing is left of the calendar.
			const spec = JSON.stringify({ ...untilFriday, overrides: { '2026-03-01': open9to5 } });
			await trx
				.insertInto('calendar_revision')
				.values({ calendar_id: 'project', revision: 2, spec, created_at: company.now })
				.execute();
			await trx.updateTable('calendar').set({ revision: 2 }).where('id', '=', 'project').execute();
		});
		await company.at('2026-03-02T12:00Z');
		expect(company.log).toEqual([]);
		expect(await states(company, requestId)).toEqual([stuck]);
	});
});

onBothDatabases('a clock that could not be computed, and is over', (open) => {
	it('says how it ended: its calendar would never have reached the target, so it was met', async () => {
		const company = await withProject(open);
		await company.at('2026-03-06T15:00Z');
		const asked = async (externalRef: string) =>
			(await company.ask({ externalRef, serviceId: 'project', priority: 'low' })).requestId;
		const [resolved, cancelled] = [await asked('one'), await asked('two')];
		expect(await states(company, resolved)).toEqual([stuck]);
		await company.at('2026-03-06T15:30Z');
		await company.say(resolved, { kind: 'resolved' });
		await company.say(cancelled, { kind: 'cancelled' });
		expect(await states(company, resolved)).toMatchObject([{ state: 'met', problem: undefined }]);
		expect(await states(company, cancelled)).toMatchObject([{ state: 'cancelled', problem: undefined }]);
		await company.settle();
		expect(company.log).toEqual(['15:30 clock.met resolution', '15:30 clock.cancelled resolution']);
	});
});
