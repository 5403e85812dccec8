import {
	answerAcknowledgePage,
	answerSurveyPage,
	explainRequest,
	getRequest,
	getResults,
	listAbsences,
	listAgreements,
	listCalendars,
	listDeliveries,
	listInvitations,
	listMembers,
	listPolicies,
	listRequests,
	listRuns,
	listSurveys,
	openRequests,
	unwrap,
} from '../../../engine';
import { onBothDatabases, type Harness } from '../../support/harness';
import {
	contentsOf,
	fixtures,
	gapsIn,
	MAKE_FIXTURE,
	NEWEST_SCHEMA,
	notesOf,
	restore,
} from '../../support/store-fixtures';
import { beginLife, press, type Life } from '../../support/store-life';

it('each schema that landed has left a store', () => {
	const missing = fixtures().includes(NEWEST_SCHEMA)
		? []
		: [`Schema ${NEWEST_SCHEMA} has none: make it with '${MAKE_FIXTURE}', and keep it with the migration.`];
	expect(missing).toEqual([]);
});

const contents = ({ engine }: Life) => engine.store.read(contentsOf);

describe.each(fixtures())('a store that schema %i left', (schema) => {
	const { now, links } = notesOf(schema);

	onBothDatabases('opened today', (open) => {
		const opened: Life[] = [];
		afterEach(async () => {
			for (const { engine } of opened.splice(0)) await engine.close();
		});
		const again = async ({ config }: Pick<Harness, 'config'>, at: number): Promise<Life> => {
			const life = await beginLife(config, at);
			opened.push(life);
			return life;
		};
		const reopen = async () => {
			const harness = await open();
			const config = await restore(harness, schema);
			return { config, links: links[config.kind], life: await again({ config }, now) };
		};

		it('is read: everything it holds makes sense to every list and every page', async () => {
			const { life } = await reopen();
			const { engine } = life;
			if (schema === NEWEST_SCHEMA) expect(gapsIn(await contents(life))).toEqual([]);
			const requests = await listRequests(engine, { limit: 1_000 });
			expect(requests.length).toBeGreaterThan(10);
			for (const { requestId } of requests) {
				const explained = await explainRequest(engine, requestId);
				expect(explained.clocks.map(({ state }) => state)).toEqual(
					(await getRequest(engine, requestId)).clocks.map(({ state }) => state),
				);
				expect(explained.hops.length).toBeGreaterThan(0);
			}
			const runs = await listRuns(engine, { limit: 100 });
			expect(new Set(runs.map(({ state }) => state)).size).toBe(4);
			const surveys = await listSurveys(engine, { limit: 100 });
			for (const { id } of surveys)
				expect(await getResults(engine, { surveyId: id })).toMatchObject({ surveyId: id });
			for (const state of ['open', 'done', 'dead'] as const)
				expect(await listDeliveries(engine, { state, limit: 1_000 })).not.toEqual([]);
			const lists = [listMembers, listCalendars, listAgreements, listPolicies, listInvitations];
			for (const list of lists) expect(await list(engine, { limit: 1_000 })).not.toEqual([]);
			expect(await listAbsences(engine, { limit: 1_000 })).not.toEqual([]);
		});

		it('goes on: a clock breaches, escalates and is answered', async () => {
			const { life } = await reopen();
			const { engine } = life;
			const clock = async () => (await getRequest(engine, 'T-in-time')).clocks[0];
			expect(await clock()).toMatchObject({ state: 'running', dueAt: '2026-03-23T11:30:00.000Z' });
			const { requestId } = await getRequest(engine, 'T-in-time');
			await life.goTo('2026-03-23T12:00Z');
			expect(await clock()).toMatchObject({ state: 'breached' });
			expect(await listRuns(engine, { requestId, limit: 10 })).toMatchObject([{ state: 'active' }]);
			// What is new goes on beside it, and weeks pass without a fault.
			unwrap((await openRequests(engine, [{ title: 'New', serviceId: 'laptop', requester: 'luca' }]))[0]);
			await life.goTo('2026-04-10T12:00Z');
			expect(await listRuns(engine, { states: ['active'], limit: 10 })).toEqual([]);
			expect(await listInvitations(engine, { states: ['planned'], limit: 10 })).toEqual([]);
		});

		it('keeps its word: the links that people were sent still work', async () => {
			const { life, links: mine } = await reopen();
			const { engine } = life;
			const taken = await press(
				life,
				(request) => answerAcknowledgePage(engine, request, 'UTC'),
				mine.acknowledge,
				{},
			);
			expect(taken).toMatchObject({
				status: 200,
				html: expect.stringContaining('Thank you for seeing to it'),
			});
			expect(await listRuns(engine, { states: ['active'], limit: 10 })).toEqual([]);
			const before = (await contents(life)).response ?? [];
			for (const [link, rating] of [
				[mine.identified, '6'],
				[mine.anonymous, '2'],
			] as const)
				await press(life, (request) => answerSurveyPage(engine, request, 'UTC'), link, { rating });
			const after = (await contents(life)).response ?? [];
			expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
			expect(after.map(({ rating }) => rating).sort()).toEqual([2, 6]);
		});

		it('is opened a second time, and nothing is changed', async () => {
			const { config, life } = await reopen();
			const before = await contents(life);
			expect(before.icrm_migration).toHaveLength(NEWEST_SCHEMA);
			expect(await contents(await again({ config }, now + 60_000))).toEqual(before);
		});
	});
});
