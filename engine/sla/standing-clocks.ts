import { loadCalendars, type LoadedCalendar } from '../directory';
import type { Trx } from '../store';
import { agreementsFor } from './agreement-repository';
import { applicableTo, covers, promisedBy } from './applicable';
import { clockIdOf, clockNameOf } from './clock-id';
import { clockSources, type ClockSource } from './clock-sources';
import { factsOf } from './fact-repository';
import { firstSource } from './first-clocks';
import { courseOf, type ClockName } from './stretches';
import type { Agreement, Fact, Request } from './types';
import { pluck } from '../pluck';

/**
 * The clocks of requests under the agreements that apply to them as things stand.
 *
 * - An agreement applies to the open requests of its service and customer, from their opening on, whenever it was made. The
 *   one with a customer takes over from the one for all. A clock that is over keeps its terms, and so does a closed request.
 * - A request whose service or customer was corrected was misfiled from the start: the right agreement applies to all of its
 *   life, also to what is over, and what the wrong one promised was never promised to it: those clocks are withdrawn.
 * - An agreement that is switched off keeps the clocks it has, until another one takes over.
 *
 * @param known the requests' facts, where the caller has them already
 * @param misfiled ids of requests that are corrected in this transaction
 */
export async function standingClocks(
	trx: Trx,
	requests: readonly Request[],
	known?: ReadonlyMap<string, readonly Fact[]>,
	misfiled: ReadonlySet<string> = new Set(),
): Promise<ClockSource[]> {
	const facts = known ?? (await factsOf(trx, pluck(requests, 'id')));
	const sources = await clockSources(trx, requests, facts, 'withdrawn as well');
	const sourcesOf = Map.groupBy(sources, ({ request }) => request.id);
	const agreements = await agreementsFor(trx, pluck(requests, 'serviceId'));
	const calendars = await loadCalendars(trx, pluck(agreements, 'calendarId'));
	return requests.flatMap((request) => {
		const own = sourcesOf.get(request.id) ?? [];
		const lookup: Lookup = {
			facts: facts.get(request.id) ?? [],
			applicable: applicableTo(request, agreements),
			calendars,
			isMisfiled: misfiled.has(request.id),
		};
		return [...own.flatMap((source) => standing(source, lookup)), ...missing(request, own, lookup)];
	});
}

interface Lookup {
	readonly facts: readonly Fact[];
	readonly applicable: readonly Agreement[];
	readonly calendars: ReadonlyMap<string, LoadedCalendar>;
	readonly isMisfiled: boolean;
}

/** A clock that is there: as it is, under another agreement, or withdrawn; none where it was withdrawn before. */
function standing(source: ClockSource, lookup: Lookup): ClockSource[] {
	const { record, request, agreement } = source;
	const name = clockNameOf(record);
	const asItIs = record.state === 'withdrawn' ? [] : [source];
	if (!mayChange(request, name, lookup)) return asItIs;
	const apt = lookup.applicable.find(({ kind }) => kind === name.kind);
	const isCovered = agreement.kind === name.kind && covers(agreement, request);
	if (asItIs.length > 0 && isCovered && (!apt || apt.id === agreement.id)) return asItIs;
	const calendar = apt && lookup.calendars.get(apt.calendarId);
	if (apt && calendar && promisedBy(apt).includes(name.metric))
		return [{ ...source, agreement: apt, calendar, change: 'replaced' }];
	return asItIs.map((one) => ({ ...one, change: 'withdrawn' }));
}

/** Clocks for what is promised and has none. */
const missing = (request: Request, own: readonly ClockSource[], lookup: Lookup): ClockSource[] => {
	const ids = new Set(own.map(({ record }) => record.id));
	return lookup.applicable.flatMap((agreement) =>
		promisedBy(agreement).flatMap((metric) => {
			const name = { kind: agreement.kind, metric };
			if (ids.has(clockIdOf(request.id, name)) || !mayChange(request, name, lookup)) return [];
			const calendar = lookup.calendars.get(agreement.calendarId);
			return firstSource(request, lookup.facts, { agreement, metric, calendar });
		}),
	);
};

/** Whether another agreement may have a say in a clock. */
const mayChange = ({ status }: Request, name: ClockName, { facts, isMisfiled }: Lookup): boolean =>
	isMisfiled ||
	((status === 'open' || status === 'paused') && courseOf(facts, name, 'continue').end === 'open');
