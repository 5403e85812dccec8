import { answerInput, milestoneInput, surveyInput } from '../../../engine/survey/schema';
import { surveyFromInput } from '../../../engine/survey/survey-from-input';
import { validate } from '../../../engine/input/validate';

const DAY = 24 * 60 * 60 * 1000;
const minimal = { id: 'it', scale: 'csat', title: 'How was it?', question: 'How satisfied are you?' };
const survey = (more: object = {}) =>
	surveyFromInput(validate(surveyInput, { ...minimal, ...more }, 'survey'));

describe('a survey', () => {
	test('needs little', () => {
		expect(survey()).toEqual({
			id: 'it',
			name: 'it',
			version: 1,
			scale: 'csat',
			title: 'How was it?',
			question: 'How satisfied are you?',
			least: { en: 'Very dissatisfied', zh: '非常不满意', de: 'Sehr unzufrieden' },
			most: { en: 'Very satisfied', zh: '非常满意', de: 'Sehr zufrieden' },
			anonymity: 'anonymous',
			minimumGroup: 5,
			delayMs: 0,
			delayDays: 2,
			sendAt: 'workingHours',
			expiresAfterMs: 14 * DAY,
			lowAt: 2,
		});
	});

	test.each([
		['nps', 6],
		['csat', 2],
		['ces', 3],
	])('%s is low at %d', (scale, lowAt) => {
		expect(survey({ scale }).lowAt).toBe(lowAt);
	});

	test.each([
		[
			{ en: 'Hi', zh: '你好' },
			{ en: 'Hi', zh: '你好' },
		],
		[{ en: 'Hi', zh: ' ', de: null }, { en: 'Hi' }],
		[{ zh: '你好' }, { zh: '你好' }],
		[
			{ 'PT-br': 'Oi', zh_hans: '你好', 'sr-Latn-RS': 'Zdravo' },
			{ 'pt-BR': 'Oi', 'zh-Hans': '你好', 'sr-Latn-RS': 'Zdravo' },
		],
		[' Hi ', 'Hi'],
	])('takes the title %j', (title, expected) => {
		expect(survey({ title }).title).toEqual(expected);
	});

	test('reads durations as people write them', () => {
		const { delayMs, delayDays, remindAfterMs, expiresAfterMs } = survey({
			delay: '4h',
			remindAfter: '3 days',
			expiresAfter: '1 week',
		});
		expect([delayMs, delayDays, remindAfterMs, expiresAfterMs]).toEqual([DAY / 6, 0, 3 * DAY, 7 * DAY]);
		expect(survey({ delay: '0 min' })).toMatchObject({ delayMs: 0, delayDays: 0 });
	});

	test('asks after every resolved request, or after those of some services', () => {
		expect(survey({ afterResolution: {} }).afterResolution).toEqual({});
		expect(survey({ afterResolution: { serviceIds: [] } }).afterResolution).toEqual({});
		const { afterResolution } = survey({ afterResolution: { serviceIds: ['vpn', 'vpn'] } });
		expect(afterResolution).toEqual({ serviceIds: ['vpn'] });
		expect(survey({ afterResolution: null })).not.toHaveProperty('afterResolution');
	});

	test('keeps its name through an edit and becomes the next version', () => {
		const input = validate(surveyInput, minimal, 'survey');
		expect(surveyFromInput(input, { name: 'IT', version: 3 })).toMatchObject({ name: 'IT', version: 4 });
	});

	test.each<[object, string, RegExp]>([
		[{ id: '' }, 'id', /empty/],
		[{ scale: 'stars' }, 'scale', /not one of the choices/],
		[{ title: undefined }, 'title', /missing/],
		[{ title: 7 }, 'title', /missing or not a text/],
		[{ title: ['x'] }, 'title', /missing or not a text/],
		[{ title: {} }, 'title', /no text in any language/],
		[{ title: { en: ' ', de: '' } }, 'title', /no text in any language/],
		[{ title: { en: 'x', german: 'y' } }, 'title.german', /not a language/],
		[{ title: { en: 'x', 'in German': 'y' } }, 'title.in German', /not a language/],
		[{ title: { zh_CN: 'x', 'zh-cn': 'y' } }, 'title.zh-cn', /the language zh-CN once more/],
		[{ title: { fr: 7 } }, 'title.fr', /not text/],
		[{ title: { fr: 'x'.repeat(501) } }, 'title.fr', /longer than 500/],
		[
			{ title: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`en-x-${n}`, 'x'])) },
			'title',
			/more than 50 languages/,
		],
		[{ question: 'Hello {name}' }, 'question', /\{name\}, which is never filled in/],
		[{ question: { en: 'ok', zh: '{部门}' } }, 'question.zh', /\{部门\}/],
		[{ minimumGroup: 2 }, 'minimumGroup', /too small/],
		[{ minimumGroup: 4.5 }, 'minimumGroup', /whole number/],
		[{ anonymity: 'secret' }, 'anonymity', /not one of the choices/],
		[{ delay: '2 calendar days' }, 'delay', /working time/],
		[{ delay: 'soon' }, 'delay', /cannot be read/],
		[{ delay: '1.5 days' }, 'delay', /working time/],
		[{ expiresAfter: '10 working days' }, 'expiresAfter', /counted from the mail, around the clock/],
		[{ expiresAfter: '5 min' }, 'expiresAfter', /at least an hour/],
		[{ remindAfter: '20 days' }, 'remindAfter', /would come when the page has closed/],
		[{ lowAt: 5 }, 'lowAt', /not a low rating/],
		[{ lowAt: 0 }, 'lowAt', /not a low rating/],
		[{ colour: 'red' }, 'colour', /not a field of a survey/],
	])('%j is refused', (more, field, message) => {
		expect(() => survey(more)).toThrow(
			expect.objectContaining({
				code: 'invalid',
				field,
				message: expect.stringMatching(message),
				hint: expect.stringMatching(/./),
			}),
		);
	});
});

describe('a milestone', () => {
	const milestone = (more: object = {}) =>
		validate(
			milestoneInput,
			{ name: 'Move done', departmentId: 'it', customerDepartmentIds: ['hr', 'hr'], ...more },
			'milestone',
		);
	test('asks each department once', () => {
		expect(milestone({ externalRef: '', project: null })).toEqual({
			name: 'Move done',
			departmentId: 'it',
			customerDepartmentIds: ['hr'],
		});
	});
	test.each([
		[{ customerDepartmentIds: [] }, 'customerDepartmentIds'],
		[{ customerDepartmentIds: 'hr' }, 'customerDepartmentIds'],
		[{ name: ' ' }, 'name'],
		[{ reachedAt: '2026-03-02' }, 'reachedAt'],
	])('%j is refused', (more, field) => {
		expect(() => milestone(more)).toThrow(expect.objectContaining({ code: 'invalid', field }));
	});
});

describe('an answer', () => {
	const answer = (input: object) => validate(answerInput('csat'), input, 'answer');
	test('may come from a form', () => {
		expect(answer({ rating: '4', comment: ' ' })).toEqual({ rating: 4 });
		expect(answer({ rating: 5, comment: ' Good ' })).toEqual({ rating: 5, comment: 'Good' });
		expect(answer({ rating: 5, comment: 'x'.repeat(2_000) }).comment).toHaveLength(2_000);
	});
	test.each([
		[{ rating: 0 }, 'rating'],
		[{ rating: 6 }, 'rating'],
		[{ rating: 2.5 }, 'rating'],
		[{ rating: '1e0' }, 'rating'],
		[{ rating: '' }, 'rating'],
		[{ rating: null }, 'rating'],
		[{}, 'rating'],
		[{ rating: 3, comment: 'x'.repeat(2_001) }, 'comment'],
		[{ rating: 3, score: 9 }, 'score'],
	])('%j is refused', (input, field) => {
		expect(() => answer(input)).toThrow(expect.objectContaining({ code: 'invalid', field }));
	});
});
