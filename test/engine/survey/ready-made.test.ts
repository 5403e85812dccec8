import { READY_MADE_SURVEYS } from '../../../engine/survey/ready-made';
import { surveyInput } from '../../../engine/survey/schema';
import { surveyFromInput } from '../../../engine/survey/survey-from-input';
import { validate } from '../../../engine/input/validate';

const surveys = READY_MADE_SURVEYS.map((input) => surveyFromInput(validate(surveyInput, input, 'survey')));

test('there is one a scale', () => {
	expect(surveys.map(({ id, scale }) => [id, scale])).toEqual([
		['milestone-csat', 'csat'],
		['internal-nps', 'nps'],
		['effort-after-request', 'ces'],
	]);
});

test.each(surveys)('$id speaks every language, with the same names filled in', (survey) => {
	const { title, question, least, most, comment } = survey;
	const names = (of: string) => (of.match(/\{\w+\}/g) ?? []).sort();
	for (const text of [title, question, least, most, comment]) {
		const said = Object.entries(text ?? {});
		expect(said.map(([language]) => language)).toEqual(['en', 'zh', 'de']);
		for (const [language, words] of said) {
			expect([language, /\p{Script=Han}/u.test(words)]).toEqual([language, language === 'zh']);
			expect(names(words)).toEqual(names(said[0]?.[1] ?? ''));
		}
	}
});
