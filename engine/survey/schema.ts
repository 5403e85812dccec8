import { z } from 'zod';
import { choice, duration, fieldsOf, given, id, instant, line, listOf, wholeNumber } from '../input/fields';
import { translated } from '../input/translated';
import { says, typed } from '../input/validate';
import { distinct } from '../records';
import { LONGEST_COMMENT, RANGES, SCALES, type Scale } from './types';
import { SMALLEST_GROUP } from './withhold';

const LARGEST_GROUP = 100;
const MOST_SERVICES = 500;

/* ---- Texts ---- */

const PLACEHOLDERS = ['department', 'service', 'subject'];
const unknownPlaceholder = (text: string) =>
	[...text.matchAll(/\{([^{}]*)\}/g)]
		.map(([, name = '']) => name)
		.find((name) => !PLACEHOLDERS.includes(name));

const wording = line(500, 'How satisfied are you with {department}?').superRefine((text, context) => {
	const name = unknownPlaceholder(text);
	if (name === undefined) return;
	const known = PLACEHOLDERS.map((placeholder) => `{${placeholder}}`).join(', ');
	const message = says(
		`contains {${name}}, which is never filled in`,
		`Use ${known}, or leave the braces out.`,
	);
	context.addIssue({ code: 'custom', message });
});

const text = translated(wording);

/* ---- Surveys ---- */

/** Not given, it is the usual. */
const usually = <S extends z.ZodTypeAny>(schema: S, usual: z.output<S>) =>
	given(schema).transform((value): z.output<S> => value ?? usual);

const resolvedRequests = fieldsOf('rule for resolved requests', {
	serviceIds: given(
		z
			.array(
				id,
				typed('is not a list of services', 'List the services, or leave them out for every service.'),
			)
			.max(
				MOST_SERVICES,
				says(`has more than ${MOST_SERVICES} services`, 'Leave the services out to ask after every request.'),
			)
			.transform(distinct),
	),
});

/** Its own messages: whoever wants a smaller group learns why there is none. */
const GROUP_HINT = `Give a whole number from ${SMALLEST_GROUP}, for example 5.`;
const groupSize = z
	.number(typed('is not a number', GROUP_HINT))
	.int(says('is not a whole number', GROUP_HINT))
	.min(SMALLEST_GROUP, says('is too small to keep a secret', `Give ${SMALLEST_GROUP} or more; 5 is usual.`))
	.max(LARGEST_GROUP, says('is too large', `Give ${LARGEST_GROUP} or fewer; 5 is usual.`));

export const surveyInput = fieldsOf('survey', {
	id,
	name: given(line(200, 'Project milestones')),
	scale: choice(SCALES),
	title: text,
	question: text,
	least: given(text),
	most: given(text),
	comment: given(text),
	anonymity: usually(choice(['anonymous', 'identified']), 'anonymous'),
	minimumGroup: usually(groupSize, 5),
	delay: usually(duration, '2 working days'),
	remindAfter: given(duration),
	expiresAfter: usually(duration, '14 days'),
	sendAt: usually(choice(['workingHours', 'anyTime']), 'workingHours'),
	lowAt: given(z.number(typed('is not a number', 'Give a rating of the scale.'))),
	afterResolution: given(resolvedRequests),
});
export type SurveyInput = z.output<typeof surveyInput>;

/* ---- Milestones and answers ---- */

export const milestoneInput = fieldsOf('milestone', {
	externalRef: given(line(200, 'JIRA-1042')),
	name: line(200, 'Office move finished'),
	project: given(line(200, 'Office move')),
	departmentId: id,
	customerDepartmentIds: listOf(id, 'departments', 200).transform(distinct),
	reachedAt: given(instant),
});
export type MilestoneInput = z.output<typeof milestoneInput>;

/** What a page hands in, whose numbers are text. A blank comment is none. */
export const answerInput = (scale: Scale) =>
	fieldsOf('answer', {
		rating: z.preprocess(
			(value) => (typeof value === 'string' && /^\s*\d{1,2}\s*$/.test(value) ? Number(value) : value),
			wholeNumber(RANGES[scale].least, RANGES[scale].most),
		),
		comment: given(
			z
				.string(typed('is not text', 'Write the comment as text.'))
				.trim()
				.max(LONGEST_COMMENT, says('is longer than 2,000 characters', 'Shorten the comment.')),
		),
	});
