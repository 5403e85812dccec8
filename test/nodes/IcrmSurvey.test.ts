import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { onBothDatabases } from '../support/harness';
import { nodeType, runNode, searchList } from '../support/n8n-engine';
import { begin, jsonOf, locator, REACH, SAVE } from './shared/survey-company';

// The nodes ask the system for the time; timers stay real, or nothing would ever arrive.
const OTHERS =
	'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate nextTick queueMicrotask performance hrtime';
jest.useFakeTimers({ doNotFake: OTHERS.split(' ') as never });

const AS_JSON = { ...SAVE, specify: 'json' };
const SURVEY = { id: 'canteen', scale: 'csat', title: 'The canteen', question: 'Do you like {department}?' };

onBothDatabases('ICRM Survey', (open) => {
	describe('a survey', () => {
		it('is ready-made: dragged in it saves one, and changes can be made to it', async () => {
			const { run } = await begin(open);
			const [saved] = jsonOf(await run(SAVE));
			expect(saved).toMatchObject({
				id: 'milestone-csat',
				version: 1,
				scale: 'csat',
				question: {
					en: expect.stringContaining('{department}'),
					zh: expect.stringContaining('{department}'),
				},
				anonymity: 'anonymous',
				minimumGroup: 5,
				delay: '2 working days',
				sendAt: 'workingHours',
				remindAfter: '5 days',
				expiresAfter: '14 days',
				lowAt: 2,
				change: 'created',
			});
			expect(jsonOf(await run(SAVE))).toMatchObject([{ version: 1, change: 'unchanged' }]);
			const options = {
				id: 'nps-2026',
				name: 'NPS 2026',
				anonymity: 'identified',
				minimumGroup: 7,
				delay: '4h',
				remindAfter: '',
				expiresAfter: '36h',
				lowAt: 5,
				sendAt: 'anyTime',
			};
			expect(jsonOf(await run({ ...SAVE, readyMade: 'internal-nps', options }))).toMatchObject([
				{
					...options,
					remindAfter: null,
					delay: '4 h',
					expiresAfter: '36 h',
					scale: 'nps',
					change: 'created',
				},
			]);
		});

		it('speaks further languages, and other words in those that it has', async () => {
			const { run } = await begin(open);
			const french = { language: 'fr_CA', title: 'Votre avis', least: 'Mauvais', comment: ' ' };
			const rows = [
				french,
				{ language: 'de', title: 'Wie war „{subject}“?' },
				{ language: 'it', most: 'Ottimo' },
			];
			const [saved] = jsonOf(await run({ ...SAVE, options: { translations: { rows } } }));
			expect(saved?.title).toMatchObject({
				'fr-CA': 'Votre avis',
				de: 'Wie war „{subject}“?',
				zh: expect.any(String),
			});
			expect(saved?.least).toMatchObject({
				'fr-CA': 'Mauvais',
				en: 'Very dissatisfied',
				de: 'Sehr unzufrieden',
			});
			expect(saved?.most).toMatchObject({ it: 'Ottimo', en: 'Very satisfied' });
			expect(saved?.comment).toEqual(expect.not.objectContaining({ 'fr-CA': expect.anything() }));
			const wrong = async (row: object) =>
				(await run({ ...SAVE, options: { translations: { rows: [row as INodeParameters] } } })).error;
			expect(await wrong({ title: 'Votre avis' })).toMatchObject({
				message: "The survey's 'Language' in row 1 of 'Translations' is missing",
				description: expect.stringContaining('"fr"'),
			});
			expect(await wrong({ language: 'French', title: 'x' })).toMatchObject({
				message: "The survey's 'Language' in row 1 of 'Translations' is 'French', which is not a language",
				description: expect.stringContaining('"zh-CN"'),
			});
			expect(await wrong({ language: 'fr', title: 'Bonjour {nom}' })).toMatchObject({
				message: expect.stringMatching(/'Title'.* contains \{nom\}, which is never filled in/),
			});
		});

		it('that it gives can be given back; lists show the short form', async () => {
			const { run } = await begin(open);
			for (const readyMade of ['milestone-csat', 'internal-nps', 'effort-after-request'])
				await run({ ...SAVE, readyMade });
			const get = { resource: 'survey', operation: 'get', survey: locator('effort-after-request') };
			const [whole] = jsonOf(await run(get));
			expect(jsonOf(await run(AS_JSON, [whole ?? {}]))).toEqual([{ ...whole, change: 'unchanged' }]);
			const list = { resource: 'survey', operation: 'getAll' };
			const all = jsonOf(await run(list));
			expect(all.map(({ id }) => id)).toEqual(['milestone-csat', 'effort-after-request', 'internal-nps']);
			expect(all[0]?.question).toBeUndefined();
			const found = jsonOf(await run({ ...list, simplify: false, filters: { text: 'NPS' } }));
			expect(found).toMatchObject([{ id: 'internal-nps', question: { en: expect.any(String) } }]);
		});

		it('keeps its promise: after the first invitation left, anonymity and group stay', async () => {
			const { run, at } = await begin(open);
			await run(SAVE);
			const identified = { ...SAVE, options: { anonymity: 'identified' } };
			expect(jsonOf(await run(identified))).toMatchObject([{ version: 2, change: 'updated' }]);
			await run(SAVE);
			await run(REACH);
			await at('2026-03-04T09:00Z');
			for (const options of [{ anonymity: 'identified' }, { minimumGroup: 3 }]) {
				const { error } = await run({ ...SAVE, options });
				expect(error?.message).toContain('has asked people already');
				expect(error?.description).toContain('under another ID');
			}
			expect(jsonOf(await run({ ...SAVE, options: { minimumGroup: 8 } }))).toMatchObject([
				{ change: 'updated' },
			]);
		});

		it.each<[string, INodeParameters, IDataObject, string, string]>([
			[
				'a group too small',
				{ ...SAVE, options: { minimumGroup: 2 } },
				{},
				"'Minimum Group' (2)",
				'Give 3 or more',
			],
			['a delay that is none', { ...SAVE, options: { delay: 'soon' } }, {}, '"soon"', "Look at 'Delay'."],
			[
				'a reminder after the end',
				{ ...SAVE, options: { remindAfter: '20 days' } },
				{},
				'would come when the page has closed',
				'Remind earlier',
			],
			['a rating that is not low', { ...SAVE, options: { lowAt: 5 } }, {}, '5 is not a low rating', '1 to 4'],
			[
				'no such ready-made survey',
				{ ...SAVE, readyMade: '={{ "x" }}' },
				{},
				"There is no ready-made survey 'x'",
				'milestone-csat, internal-nps',
			],
			['an unknown scale', AS_JSON, { ...SURVEY, scale: 'stars' }, 'scale', 'nps, csat, ces'],
			['an unknown placeholder', AS_JSON, { ...SURVEY, question: 'And {boss}?' }, '{boss}', '{department}'],
		])('with %s is refused, with what to do', async (_what, parameters, json, message, hint) => {
			const { run } = await begin(open);
			const { error } = await run(parameters, [json]);
			expect(error?.message).toContain(message);
			expect(error?.description).toContain(hint);
			expect(error?.context.itemIndex).toBe(0);
		});

		describe('at fault among good ones', () => {
			const items = [SURVEY, { ...SURVEY, id: 'bad', scale: 'stars' }, { ...SURVEY, id: 'gym' }];

			it('stops the run, names the item, and says what became of the others', async () => {
				const { run } = await begin(open);
				const { error } = await run(AS_JSON, items);
				expect(error?.context.itemIndex).toBe(1);
				expect(error?.description).toContain('2 of 3 items went through and stay as they are');
			});

			it('is one item of the regular output where the node continues', async () => {
				const { run } = await begin(open);
				const all = await run(AS_JSON, items, 'continueRegularOutput');
				expect(jsonOf(all)).toMatchObject([
					{ id: 'canteen', change: 'created' },
					{ id: 'bad', error: expect.stringContaining('scale'), details: expect.any(String) },
					{ id: 'gym', change: 'created' },
				]);
				expect(all.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
					[0, 1, 2].map((item) => ({ item })),
				);
			});

			it('goes to the error output where there is one', async () => {
				const { run } = await begin(open);
				const all = await run(AS_JSON, items, 'continueErrorOutput');
				expect(jsonOf(all).map(({ id }) => id)).toEqual(['canteen', 'gym']);
				expect(jsonOf(all, 1)).toMatchObject([{ id: 'bad', error: expect.stringContaining('scale') }]);
			});
		});
	});

	describe('a result', () => {
		const RESULT = { resource: 'result', operation: 'get', survey: locator('milestone-csat') };

		it('of an anonymous survey is withheld while there are too few', async () => {
			const { run, at } = await begin(open);
			await run(SAVE);
			await run(REACH);
			await at('2026-03-04T09:00Z');
			const items = jsonOf(await run(RESULT));
			expect(items.map(({ scope, withheld }) => [scope, withheld])).toEqual([
				['total', true],
				['department', true],
				['pair', true],
			]);
			expect(items[2]).toMatchObject({
				surveyId: 'milestone-csat',
				anonymity: 'anonymous',
				minimumGroup: 5,
				departmentName: 'IT',
				customerDepartmentName: 'Sales',
			});
			expect(items[0]).toMatchObject({ departmentId: null, comments: [] });
			expect(items.flatMap((item) => Object.keys(item))).not.toContain('n');
		});

		it('of an identified one has its method, its number of answers and its columns', async () => {
			const { run, at } = await begin(open);
			await run({ ...SAVE, options: { anonymity: 'identified' } });
			await run(REACH);
			await at('2026-03-04T09:00Z');
			const filters = { department: locator('it'), customerDepartment: locator('sales') };
			expect(jsonOf(await run({ ...RESULT, filters }))).toMatchObject([
				{
					scope: 'pair',
					withheld: false,
					n: 0,
					invited: 2,
					value: null,
					low: null,
					high: null,
					comments: [],
				},
			]);
			expect(jsonOf(await run(RESULT))[0]?.method).toContain('CSAT v1');
		});

		it.each<[string, INodeParameters, string]>([
			['survey', { survey: locator('none') }, "There is no survey 'none'"],
			['department', { filters: { department: locator('ti') } }, "'ti'"],
			['customer department', { filters: { customerDepartment: locator('x') } }, "'x'"],
		])('of an unknown %s is refused', async (_what, changes, message) => {
			const { run } = await begin(open);
			await run(SAVE);
			const { error } = await run({ ...RESULT, ...changes });
			expect(error?.message).toContain(message);
			expect(error?.description).not.toBe('');
		});
	});
});

it('works dragged in, on the embedded store; its lists offer what there is', async () => {
	expect(jsonOf(await runNode({ type: 'icrmSurvey' }))).toMatchObject([{ id: 'milestone-csat' }]);
	const { results } = await searchList({ type: 'icrmSurvey', method: 'searchSurveys', filter: 'miles' });
	expect(results).toEqual([{ name: 'After a project milestone (milestone-csat)', value: 'milestone-csat' }]);
	expect(Object.keys(nodeType('icrmSurvey').methods?.loadOptions ?? {})).toContain('getDepartments');
});
