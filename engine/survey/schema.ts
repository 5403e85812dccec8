import { z } from 'zod';
import { invalid } from '../errors';
import { says, typed } from '../input/validate';
import { parseDuration } from '../working-time';
import { RANGES, SCALES, type Scale, type Survey, type Text } from './types';
import { SMALLEST_GROUP } from './withhold';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const LARGEST_GROUP = 100;
/** Longest comment, in characters. */
export const LONGEST_COMMENT = 2_000;
const LONGEST_EXPIRY_DAYS = 365;

const DEFAULT_LOW: Readonly<Record<Scale, number>> = { nps: 6, csat: 2, ces: 3 };
const DEFAULT_ENDS: Readonly<Record<Scale, { readonly least: Text; readonly most: Text }>> = {
	nps: {
		least: { en: 'Not at all likely', zh: '完全不可能' },
		most: { en: 'Extremely likely', zh: '非常可能' },
	},
	csat: {
		least: { en: 'Very dissatisfied', zh: '非常不满意' },
		most: { en: 'Very satisfied', zh: '非常满意' },
	},
	ces: { least: { en: 'Very difficult', zh: '非常费力' }, most: { en: 'Very easy', zh: '非常省力' } },
};

const isBlank = (value: unknown) => value === null || (typeof value === 'string' && value.trim() === '');
const given = <S extends z.ZodTypeAny>(schema: S) =>
	z.preprocess((value) => (isBlank(value) ? undefined : value), schema.optional());

function fieldsOf<S extends z.ZodRawShape>(noun: string, shape: S) {
	const fields = `A ${noun} has the fields ${Object.keys(shape).join(', ')}.`;
	return z
		.object(shape, typed(`is not a ${noun}`, fields))
		.strict(says(`is not a field of a ${noun}`, fields));
}

const line = (longest: number, example: string) =>
	z
		.string(typed('is not text', `Write it as text, for example "${example}".`))
		.trim()
		.min(1, says('is empty', `Write for example "${example}".`))
		.max(longest, says(`is longer than ${longest} characters`, 'Shorten it.'));

const id = line(64, 'it-support').refine((text) => !/\s/u.test(text), {
	message: says('contains white space', 'Write it in one word, for example "it-support".'),
});

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

const TEXT_HINT = 'Write { "en": "…", "zh": "…" }, or one text for everybody.';

const textForAll = wording.transform((all): Text => ({ en: all, zh: all }));
const textByLanguage = z
	.object({ en: given(wording), zh: given(wording) })
	.strict(says('is not a language', TEXT_HINT))
	.transform(({ en, zh }, context): Text => {
		const either = en ?? zh;
		if (either !== undefined) return { en: en ?? either, zh: zh ?? either };
		context.addIssue({
			code: 'custom',
			message: says('has neither an English nor a Chinese text', TEXT_HINT),
		});
		return z.NEVER;
	});

/**
 * One text for everybody, or one a language; where one of the two is left out, the other stands in for it. Not a union:
 * that would only say that neither fits.
 */
const text = z.unknown().transform((value, context): Text => {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	if (!isObject && typeof value !== 'string') {
		context.addIssue({ code: 'custom', message: says('is missing or not a text', TEXT_HINT) });
		return z.NEVER;
	}
	const result = (isObject ? textByLanguage : textForAll).safeParse(value);
	if (result.success) return result.data;
	for (const issue of result.error.issues) context.addIssue(issue);
	return z.NEVER;
});

/* ---- Surveys ---- */

/** As people write it, `2 working days`; read in `toSurvey`. */
const duration = z.union([z.string(), z.number()]);

export const surveyInput = fieldsOf('survey', {
	id,
	name: given(line(200, 'Project milestones')),
	scale: z.enum(SCALES),
	title: text,
	question: text,
	least: given(text),
	most: given(text),
	comment: given(text),
	anonymity: z.enum(['anonymous', 'identified']).default('anonymous'),
	minimumGroup: z
		.number(typed('is not a number', `Give a whole number from ${SMALLEST_GROUP}, for example 5.`))
		.int(says('is not a whole number', `Give a whole number from ${SMALLEST_GROUP}, for example 5.`))
		.min(SMALLEST_GROUP, says('is too small to keep a secret', `Give ${SMALLEST_GROUP} or more; 5 is usual.`))
		.max(LARGEST_GROUP, says('is too large', `Give ${LARGEST_GROUP} or fewer; 5 is usual.`))
		.default(5),
	delay: duration.default('2 working days'),
	remindAfter: given(duration),
	expiresAfter: duration.default('14 days'),
	sendAt: z.enum(['workingHours', 'anyTime']).default('workingHours'),
	lowAt: given(z.number(typed('is not a number', 'Give a rating of the scale.'))),
	afterResolution: given(fieldsOf('rule for resolved requests', { serviceIds: given(z.array(id).max(500)) })),
});
export type SurveyInput = z.output<typeof surveyInput>;

/**
 * The survey that was typed, as version 1 or the one after `stored`; an edit keeps the name when none is given.
 *
 * @param stored the survey of that id, if there is one
 * @throws IcrmError `invalid` for a duration that cannot be read or used, or a low rating that is not on the scale
 */
export function toSurvey(input: SurveyInput, stored?: Pick<Survey, 'name' | 'version'>): Survey {
	const { delay, remindAfter, expiresAfter, scale, afterResolution } = input;
	const expiresAfterMs = elapsedMs('expiresAfter', expiresAfter);
	if (expiresAfterMs < HOUR_MS || expiresAfterMs > LONGEST_EXPIRY_DAYS * DAY_MS) {
		throw invalid(
			'expiresAfter',
			expiresAfter,
			`A page takes answers for at least an hour and at most ${LONGEST_EXPIRY_DAYS} days, not ${expiresAfter}`,
			'Write for example "14 days".',
		);
	}
	const remindAfterMs = remindAfter === undefined ? undefined : elapsedMs('remindAfter', remindAfter);
	if (remindAfterMs !== undefined && remindAfterMs >= expiresAfterMs) {
		throw invalid(
			'remindAfter',
			remindAfter,
			`The reminder after ${remindAfter} would come when the page has closed (${expiresAfter})`,
			'Remind earlier, or let the page take answers for longer.',
		);
	}
	return {
		id: input.id,
		name: input.name ?? stored?.name ?? input.id,
		version: (stored?.version ?? 0) + 1,
		scale,
		title: input.title,
		question: input.question,
		least: input.least ?? DEFAULT_ENDS[scale].least,
		most: input.most ?? DEFAULT_ENDS[scale].most,
		...(input.comment === undefined ? {} : { comment: input.comment }),
		anonymity: input.anonymity,
		minimumGroup: input.minimumGroup,
		...workingDelay(delay),
		sendAt: input.sendAt,
		...(remindAfterMs === undefined ? {} : { remindAfterMs }),
		expiresAfterMs,
		lowAt: lowRating(scale, input.lowAt),
		...(afterResolution === undefined ? {} : { afterResolution: servicesOf(afterResolution.serviceIds) }),
	};
}

/** No service named means every service. */
const servicesOf = (serviceIds: readonly string[] | undefined) =>
	serviceIds?.length ? { serviceIds: [...new Set(serviceIds)] } : {};

function workingDelay(delay: string | number): Pick<Survey, 'delayMs' | 'delayDays'> {
	const read = parseDuration(delay, { field: 'delay', allowZero: true });
	if (read.working === false || (read.unit === 'days' && !Number.isInteger(read.days))) {
		throw invalid(
			'delay',
			delay,
			`The delay is counted in the recipient's working time, and "${delay}" is not`,
			'Write for example "2 working days", "4h", or "0 min" for at once.',
		);
	}
	return read.unit === 'ms' ? { delayMs: read.ms, delayDays: 0 } : { delayMs: 0, delayDays: read.days };
}

function elapsedMs(field: string, value: string | number): number {
	const read = parseDuration(value, { field });
	if (read.working) {
		throw invalid(
			field,
			value,
			`${field} is counted from the mail without regard to working hours, and "${value}" is not`,
			'Write for example "3 days" or "48h".',
		);
	}
	return read.unit === 'ms' ? read.ms : Math.round(read.days * DAY_MS);
}

function lowRating(scale: Scale, lowAt = DEFAULT_LOW[scale]): number {
	const { least, most } = RANGES[scale];
	if (Number.isInteger(lowAt) && lowAt >= least && lowAt < most) return lowAt;
	throw invalid(
		'lowAt',
		lowAt,
		`${lowAt} is not a low rating on the scale from ${least} to ${most}`,
		`Give a whole number from ${least} to ${most - 1}; ${DEFAULT_LOW[scale]} is usual.`,
	);
}

/* ---- Milestones and answers ---- */

export const milestoneInput = fieldsOf('milestone', {
	externalRef: given(line(200, 'JIRA-1042')),
	name: line(200, 'Office move finished'),
	project: given(line(200, 'Office move')),
	departmentId: id,
	customerDepartmentIds: z
		.array(id, typed('is not a list of departments', 'Choose the departments whose people are asked.'))
		.min(1, says('is empty', 'Choose at least one department whose people are asked.'))
		.max(200, says('has more than 200 departments', 'Split the milestone.'))
		.transform((ids) => [...new Set(ids)]),
	/** Epoch ms; nodes turn what people write into it. */
	reachedAt: given(z.number(typed('is not a point in time', 'Give a date and time.')).int().min(0)),
});
export type MilestoneInput = z.output<typeof milestoneInput>;

/** What a page or a node hands in; a form's numbers are text. A blank comment is none. */
export function answerInput(scale: Scale) {
	const { least, most } = RANGES[scale];
	const fault = says(
		`is not a whole number from ${least} to ${most}`,
		`Choose one from ${least} to ${most}.`,
	);
	return fieldsOf('answer', {
		rating: z.preprocess(
			(value) => (typeof value === 'string' && /^\s*\d{1,2}\s*$/.test(value) ? Number(value) : value),
			z
				.number({ errorMap: () => ({ message: fault }) })
				.int(fault)
				.min(least, fault)
				.max(most, fault),
		),
		comment: given(
			z
				.string(typed('is not text', 'Write the comment as text.'))
				.trim()
				.max(LONGEST_COMMENT, says('is longer than 2,000 characters', 'Shorten the comment.')),
		),
	});
}
export type AnswerInput = z.output<ReturnType<typeof answerInput>>;
