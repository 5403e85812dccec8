import { invalid } from '../errors';
import { LONGEST_PROMISE, parseDuration } from '../working-time';
import type { SurveyInput } from './schema';
import { usualEnds } from './usual-ends';
import { RANGES, type Scale, type Survey } from './types';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_EXPIRY_DAYS = 365;

const DEFAULT_LOW: Readonly<Record<Scale, number>> = { nps: 6, csat: 2, ces: 3 };

/**
 * The survey that was typed, as version 1 or the one after `stored`; an edit keeps the name when none is given.
 *
 * @param stored the survey of that id, if there is one
 * @throws IcrmError `invalid` for a duration that cannot be read or used, or a low rating that is not on the scale
 */
export function surveyFromInput(input: SurveyInput, stored?: Pick<Survey, 'name' | 'version'>): Survey {
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
		least: input.least ?? usualEnds(scale).least,
		most: input.most ?? usualEnds(scale).most,
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
	const read = parseDuration(delay, { field: 'delay', allowZero: true, longest: LONGEST_PROMISE });
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
	const read = parseDuration(value, { field, longest: LONGEST_PROMISE });
	if (read.working) {
		throw invalid(
			field,
			value,
			`"${value}" is working time, but this is counted from the mail, around the clock`,
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
