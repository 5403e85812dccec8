import { invalid } from '../errors';
import { LONGEST_PROMISE, parseDuration, type CalendarSpec } from '../working-time';
import type { AgreementInput } from './schema';
import type { Target } from './types';
import { usualDayMs } from './usual-day';

/**
 * The targets of an agreement as they are kept: as they were written, and as lengths of time in ms, of working time or
 * around the clock.
 *
 * @param spec the agreement's calendar, which says how long a working day is
 * @throws IcrmError `invalid` for a length nobody can read, or a target given twice
 */
export function targetsOf(inputs: AgreementInput['targets'], spec: CalendarSpec): Target[] {
	const seen = new Set<string>();
	return inputs.map((input, index) => {
		const field = `targets[${index}]`;
		const target = targetOf(input, `${field}.target`, spec);
		const forWhat = `${target.metric}, ${target.priority ?? 'every'} priority,`;
		if (seen.has(forWhat))
			throw invalid(field, input.target, `The target for ${forWhat} is given twice`, 'Keep one of them.');
		seen.add(forWhat);
		return target;
	});
}

function targetOf(
	{ metric, priority, target, countedIn }: AgreementInput['targets'][number],
	field: string,
	spec: CalendarSpec,
): Target {
	const duration = parseDuration(target, { field, longest: LONGEST_PROMISE });
	const counted = countedIn ?? (duration.working === false ? 'elapsed' : 'working');
	if (duration.working !== undefined && duration.working !== (counted === 'working')) {
		throw invalid(
			field,
			target,
			`The target "${target}" is to be counted in ${counted} time, and says something else itself`,
			'Leave one of the two out, or make them agree.',
		);
	}
	const dayMs = counted === 'working' ? usualDayMs(spec) : 24 * 3_600_000;
	return {
		metric,
		...(priority === undefined ? {} : { priority }),
		targetMs: duration.unit === 'ms' ? duration.ms : duration.days * dayMs,
		...(duration.unit === 'days' && counted === 'working' ? { days: duration.days } : {}),
		countedIn: counted,
		written: String(target),
	};
}
