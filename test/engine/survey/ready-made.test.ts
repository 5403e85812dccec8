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

test.each(surveys)('$id speaks English and Chinese, with the same names filled in', (survey) => {
	const { title, question, least, most, comment } = survey;
	for (const text of [title, question, least, most, comment]) {
		expect(text?.zh).toMatch(/\p{Script=Han}/u);
		expect(text?.en).not.toMatch(/\p{Script=Han}/u);
		const names = (of = '') => (of.match(/\{\w+\}/g) ?? []).sort();
		expect(names(text?.zh)).toEqual(names(text?.en));
	}
});
