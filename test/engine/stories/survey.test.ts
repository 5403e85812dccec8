import { sql } from 'kysely';
import { saveMembers } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import {
	getResults,
	inviteTogether,
	listInvitations,
	READY_MADE_SURVEYS,
	saveSurveys,
} from '../../../engine/survey';
import { answerQuery, giveAnswer, openAnswer, type OpenedAnswer } from '../../../engine/survey/answer';
import { onBothDatabases } from '../../support/harness';
import { arrive, invitationOf, leave, sorted, SURVEY, town } from './survey-town';

onBothDatabases('a milestone asks for feedback', (open) => {
	it('two working days later, in the recipients’ hours, once', async () => {
		const company = await town(open);
		await company.at('2026-03-05T16:30Z');
		const reached = unwrap(await company.reach());
		expect(reached).toMatchObject({ created: true, leftOut: [] });
		expect(reached.invitations).toHaveLength(3);
		// Thursday 16:30 and two working days: Monday 16:30.
		await company.at('2026-03-09T16:00Z');
		await company.hear();
		expect(company.heard).toEqual([]);
		await company.at('2026-03-09T17:00Z');
		await company.hear();
		expect(sorted(company.heard)).toEqual([
			'03-09T16:30 survey.invite luca',
			'03-09T16:30 survey.invite mia',
			'03-09T16:30 survey.invite rosa',
		]);
		expect(unwrap(await company.reach())).toMatchObject({ created: false, invitations: [] });
	});

	it('reminds once those who have not answered, and closes', async () => {
		const company = await town(open);
		await company.reach();
		await company.at('2026-03-04T10:00Z');
		expect(await company.answer((await invitationOf(company, 'rosa')).id, 5)).toBe('taken');
		await company.at('2026-03-10T10:00Z');
		await company.hear();
		await company.at('2026-03-31T10:00Z');
		await company.hear();
		expect(
			company.heard
				.filter((line) => line.includes('remind'))
				.map((line) => line.split(' ').slice(1).join(' '))
				.sort(),
		).toEqual(['survey.remind luca', 'survey.remind mia']);
		const states = (await listInvitations(company.engine, { limit: 10 })).map(
			({ memberId, state }) => `${memberId} ${state}`,
		);
		expect(sorted(states)).toEqual(['luca expired', 'mia expired', 'rosa answered']);
		expect(await company.answer((await invitationOf(company, 'luca')).id, 5)).toBe('expired');
	});

	it('sends nobody a link to a page that is closed, however late the workflow comes', async () => {
		const company = await town(open);
		await company.reach();
		await company.at('2026-03-31T10:00Z');
		await company.hear();
		expect(company.heard).toEqual([]);
	});

	it('never at night, after an outage neither', async () => {
		const company = await town(open);
		await company.reach();
		company.now = Date.parse('2026-03-04T23:00Z');
		await company.settle();
		await company.hear();
		expect(company.heard).toEqual([]);
		await company.at('2026-03-05T09:00Z');
		await company.hear();
		expect(company.heard).toHaveLength(3);
	});

	it('waits for a workflow that sends the mails, though not for ever', async () => {
		const company = await town(open, { delay: '0 min', sendAt: 'anyTime' });
		await leave(company);
		await company.reach();
		await company.fastForward('1h');
		expect((await invitationOf(company, 'rosa')).state).toBe('planned');
		await arrive(company);
		await company.fastForward('10m');
		await company.hear();
		expect(company.heard).toHaveLength(3);
		await leave(company);
		await company.reach({ externalRef: 'P-2', customerDepartmentIds: ['board'] });
		await company.fastForward('11d');
		expect((await invitationOf(company, 'carla')).state).toBe('expired');
	});

	it('does not ask anybody more often than once in so many days, over all surveys, and says who was left out', async () => {
		const company = await town(open);
		const { engine } = company;
		unwrap((await saveSurveys(engine, [{ ...SURVEY, id: 'other', name: 'Another' }]))[0]);
		await company.reach();
		const again = await inviteTogether(engine, {
			surveyId: 'other',
			departmentId: 'it',
			recipients: { members: ['rosa', 'carla', 'tom'] },
			occasion: 'manual:x',
			subject: 'x',
			at: company.now,
			atMostOnceInDays: 14,
		});
		expect(again.invitations.map(({ memberId }) => memberId)).toEqual(['carla']);
		expect(again.leftOut).toEqual([
			{ memberId: 'rosa', why: 'askedRecently', until: '2026-03-18T09:00:00.000Z' },
			{ memberId: 'tom', why: 'ratesThemselves' },
		]);
		await company.at('2026-03-19T10:00Z');
		const later = await inviteTogether(engine, {
			surveyId: 'other',
			departmentId: 'it',
			recipients: { members: ['rosa'] },
			occasion: 'manual:y',
			subject: 'y',
			at: company.now,
			atMostOnceInDays: 14,
		});
		expect(later).toMatchObject({ invitations: [{ memberId: 'rosa' }], leftOut: [] });
	});

	it('asks the requester after a resolved request, once, where a survey says so', async () => {
		const company = await town(open, {
			id: 'effort',
			scale: 'ces',
			lowAt: 3,
			delay: '0 min',
			afterResolution: { serviceIds: ['laptop'] },
		});
		const { requestId } = await company.ask();
		await company.say(requestId, { kind: 'resolved' });
		await company.settle();
		await company.hear();
		expect(company.heard).toEqual(['03-02T09:00 survey.invite rosa']);
		await company.say(requestId, { kind: 'reopened' });
		await company.say(requestId, { kind: 'resolved' });
		await company.settle();
		await company.hear();
		expect(company.heard).toHaveLength(1);
	});
});

onBothDatabases('a survey after resolved requests', (open) => {
	it('names services that are there', async () => {
		const company = await town(open);
		const [outcome] = await saveSurveys(company.engine, [
			{ ...SURVEY, id: 'effort', afterResolution: { serviceIds: ['laptop', 'laptp'] } },
		]);
		expect(outcome).toMatchObject({
			ok: false,
			error: {
				code: 'notFound',
				field: 'afterResolution.serviceIds[1]',
				message: "There is no service 'laptp'",
				hint: expect.stringContaining("Did you mean 'laptop'?"),
			},
		});
	});
});

onBothDatabases('an identified answer', (open) => {
	it('comes back with its name, writes survey.lowScore when it is low, and can be changed until it closes', async () => {
		const company = await town(open, { delay: '0 min' });
		await company.reach();
		await company.settle();
		const { id } = await invitationOf(company, 'rosa');
		expect(await company.answer(id, 4)).toBe('taken');
		await company.fastForward('1h');
		expect(await company.answer(id, 1, 'It arrived broken')).toBe('taken');
		await company.hear();
		expect(sorted(company.heard.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
			sorted([
				'survey.invite luca',
				'survey.invite mia',
				'survey.invite rosa',
				'survey.response rosa',
				'survey.response rosa',
				'survey.lowScore rosa',
			]),
		);
		const results = await getResults(company.engine, { surveyId: 'milestone' });
		expect(results.cells[0]).toMatchObject({ withheld: false, n: 1, value: 0 });
		expect(results.comments).toEqual(['It arrived broken']);
	});
});

onBothDatabases('an anonymous answer', (open) => {
	const anonymous = { anonymity: 'anonymous', delay: '0 min' };

	it('stands in the store without anything that leads to who gave it', async () => {
		const company = await town(open, anonymous);
		await company.reach();
		await company.settle();
		const { id } = await invitationOf(company, 'rosa');
		await company.answer(id, 2, 'Slow');
		const responses = await company.engine.store.read((db) =>
			db.selectFrom('response').selectAll().execute(),
		);
		expect(responses).toMatchObject([{ invitation_id: null, rating: 2, week: '2026-03-02' }]);
		const everything = await company.engine.store.read(async (db) => ({
			invitations: await db.selectFrom('invitation').selectAll().execute(),
			events: await db.selectFrom('event').selectAll().where('type', 'like', 'survey.%').execute(),
			timers: await db.selectFrom('timer').selectAll().execute(),
		}));
		expect(JSON.stringify(everything)).not.toContain(responses[0]?.id);
		// No event tells that, or when, somebody answered.
		expect(everything.events.map(({ type }) => type)).toEqual([
			'survey.invite',
			'survey.invite',
			'survey.invite',
		]);
	});

	it('was written together with all others, as far as the database remembers', async () => {
		const company = await town(open, anonymous);
		const { engine, config } = company;
		await company.reach();
		await company.settle();
		for (const memberId of ['rosa', 'luca', 'mia'])
			await company.answer((await invitationOf(company, memberId)).id, 3);
		// PostgreSQL notes the transaction of every row; SQLite notes nothing beyond the columns.
		const together = await engine.store.read((db) =>
			config.kind === 'postgres'
				? sql`select distinct xmin::text from (select xmin from response union all select xmin from invitation where state = 'answered') as written`.execute(
						db,
					)
				: sql`select distinct week, invitation_id from response`.execute(db),
		);
		expect(together.rows).toHaveLength(1);
	});

	it('can be changed through the mail it was given from, and not given a second time through another', async () => {
		const company = await town(open, anonymous);
		const { engine } = company;
		await company.reach();
		await company.settle();
		const { id } = await invitationOf(company, 'rosa');
		const link = (await answerQuery(engine, id)).replace('token=', '');
		const through = async (token: string, rating: number) =>
			giveAnswer(engine, (await openAnswer(engine, token)) as OpenedAnswer, { rating, comment: undefined });
		expect(await through(link, 2)).toBe('taken');
		expect(await through(link, 5)).toBe('taken');
		expect(await company.answer(id, 1)).toBe('answered');
		expect(await engine.store.read((db) => db.selectFrom('response').select('rating').execute())).toEqual([
			{ rating: 5 },
		]);
	});

	it('keeps its promise: it is chosen for good when the first invitation leaves', async () => {
		const company = await town(open, anonymous);
		expect(
			await saveSurveys(company.engine, [{ ...SURVEY, ...anonymous, anonymity: 'identified' }]),
		).toMatchObject([{ ok: true }]);
		expect(await saveSurveys(company.engine, [{ ...SURVEY, ...anonymous }])).toMatchObject([{ ok: true }]);
		await company.reach();
		await company.settle();
		const [outcome] = await saveSurveys(company.engine, [
			{ ...SURVEY, ...anonymous, anonymity: 'identified' },
		]);
		expect(outcome).toMatchObject({
			ok: false,
			error: { code: 'conflict', field: 'anonymity', hint: expect.stringContaining('new survey') },
		});
	});

	it('is not shown before five of one group have answered, and their time to change has passed', async () => {
		const company = await town(open, anonymous);
		const { engine } = company;
		for (const id of ['ada', 'bea', 'cem'])
			unwrap(
				(await saveMembers(engine, [{ id, name: id, email: `${id}@acme.example`, departmentId: 'hr' }]))[0],
			);
		await company.reach();
		await company.settle();
		const shown = async () =>
			(await getResults(engine, { surveyId: 'milestone', departmentId: 'it', customerDepartmentId: 'hr' }))
				.cells[0];
		for (const memberId of ['ada', 'bea', 'cem', 'rosa'])
			await company.answer((await invitationOf(company, memberId)).id, 5);
		await company.at('2026-03-31T10:00Z');
		expect(await shown()).toMatchObject({ withheld: true });
		const second = await town(open, anonymous);
		for (const id of ['ada', 'bea', 'cem'])
			unwrap(
				(
					await saveMembers(second.engine, [
						{ id, name: id, email: `${id}@acme.example`, departmentId: 'hr' },
					])
				)[0],
			);
		await second.reach();
		await second.settle();
		for (const memberId of ['ada', 'bea', 'cem', 'rosa', 'mia'])
			await second.answer((await invitationOf(second, memberId)).id, 5);
		const later = async () => (await getResults(second.engine, { surveyId: 'milestone' })).cells[0];
		expect(await later()).toMatchObject({ withheld: true });
		await second.at('2026-03-31T10:00Z');
		expect(await later()).toMatchObject({ withheld: false, n: 5, invited: 6 });
	});
});

describe('the ready-made surveys', () => {
	it('are three: after a milestone, the internal NPS, and the effort after a resolved request', () => {
		expect(READY_MADE_SURVEYS.map(({ scale }) => scale).sort()).toEqual(['ces', 'csat', 'nps']);
	});
});
