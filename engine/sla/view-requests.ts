import { references } from '../directory';
import type { Engine } from '../engine';
import { IcrmError, invalid } from '../errors';
import type { RequestFields } from '../event';
import { toIso } from '../input/instant';
import type { Queryable } from '../store';
import { clockSources, type ClockSource } from './clock-sources';
import { toSeconds, viewClock, type ClockView } from './describe-clock';
import { describeRequest, namesFor } from './describe-request';
import { explainHops, type HopView } from './explain-hops';
import { factsOf, shownFact } from './fact-repository';
import { queryRequests, type RequestQuery } from './query-requests';
import { readClock } from './read-clock';
import { findRequests } from './request-repository';
import type { ClockSegment, Request } from './types';

/** A request as a workflow gets it: flat, instants in ISO 8601, each clock read at the present. */
export type RequestView = RequestFields & { readonly clocks: readonly ClockView[] };

/** With what was asked: for one request, since a description is long. */
export type DescribedRequest = RequestView & { readonly description: string | null };

export const withDescription = (view: RequestView, { description }: Request): DescribedRequest => ({
	...view,
	description: description ?? null,
});

/** One view for each request, in their order. */
export async function viewRequests(
	db: Queryable,
	requests: readonly Request[],
	now: number,
): Promise<RequestView[]> {
	const names = await namesFor(db, requests);
	const sources = Map.groupBy(await clockSources(db, requests), ({ request }) => request.id);
	return requests.map((request) => ({
		...describeRequest(request, names),
		clocks: (sources.get(request.id) ?? []).map((source) =>
			viewClock(source.record.id, source.agreement, readClock(source, Math.max(now, request.lastFactAt))),
		),
	}));
}

/** Finds a view by its request. @throws Error for a request that is not among them */
export function byId(views: readonly RequestView[]): (requestId: string) => RequestView {
	const found = new Map(views.map((view) => [view.requestId, view]));
	return (requestId) => {
		const view = found.get(requestId);
		if (!view) throw new Error(`request ${requestId} was not looked up`);
		return view;
	};
}

/**
 * One request with its clocks, computed for this moment. Durations are in seconds, instants ISO strings.
 *
 * @param key its id, or the ticket's name in the other system (`externalRef`)
 * @throws IcrmError `notFound`
 */
export const getRequest = (engine: Engine, key: string): Promise<DescribedRequest> =>
	engine.store.read(async (db) => {
		const request = await requestBy(db, key);
		const viewOf = byId(await viewRequests(db, [request], engine.now()));
		return withDescription(viewOf(request.id), request);
	});

/** What to list. Instants are epoch ms. */
export type ListQuery = Omit<RequestQuery, 'assigneeId'> & {
	/** Only requests that this member works on: an id or an e-mail address. */
	readonly assignee?: string;
};

/**
 * Requests that match all of what is wanted, with their clocks, computed for this moment.
 *
 * @throws IcrmError `notFound` for an assignee that is not there, `invalid` for due times that no instant lies between
 * @example listRequests(engine, { assignee: 'ann@acme.example', sort: 'due', limit: 50 })
 */
export const listRequests = (engine: Engine, { assignee, ...wanted }: ListQuery): Promise<RequestView[]> =>
	engine.store.read(async (db) => {
		const { dueAfter = -Infinity, dueBefore = Infinity } = wanted;
		if (dueAfter >= dueBefore)
			throw invalid(
				'dueBefore',
				toIso(dueBefore),
				`Nothing is due before ${toIso(dueBefore)} and yet not before ${toIso(dueAfter)}`,
				"Give a 'Due Before' that is later than 'Due After', or leave one of them empty.",
			);
		const named = await references(db, { members: [assignee] });
		const assigneeId = assignee === undefined ? undefined : named.member('assignee', assignee).id;
		const found = await queryRequests(db, { ...wanted, ...(assigneeId && { assigneeId }) }, engine.now());
		return viewRequests(db, found, engine.now());
	});

async function requestBy(db: Queryable, key: string): Promise<Request> {
	const found =
		(await findRequests(db, [key], 'id'))[0] ?? (await findRequests(db, [key], 'external_ref'))[0];
	if (found) return found;
	throw unknownRequest(key);
}

export const unknownRequest = (key: string) =>
	new IcrmError('notFound', `There is no request '${key}'`, {
		hint: "Give the 'requestId' that 'Request: Open' put out, or the external reference it was opened with.",
		field: 'request',
		value: key,
	});

export type Explanation = RequestFields & {
	readonly clocks: readonly (ClockView & { readonly segments: readonly Record<string, unknown>[] })[];
	readonly hops: readonly HopView[];
	readonly facts: readonly Record<string, unknown>[];
};

/** Why is it due then, and who held the work: every stretch that counted, paused or was skipped, and every handoff. */
export const explainRequest = (engine: Engine, key: string): Promise<Explanation> =>
	engine.store.read(async (db) => {
		const request = await requestBy(db, key);
		const said = await factsOf(db, [request.id]);
		const facts = said.get(request.id) ?? [];
		const at = Math.max(engine.now(), request.lastFactAt);
		const sources = await clockSources(db, [request], said);
		return {
			...describeRequest(request, await namesFor(db, [request])),
			clocks: sources.map((source) => explainClock(source, at)),
			hops: await explainHops(db, facts, at, promisedFirst(sources)?.calendar),
			facts: facts
				.filter(({ hasNoEffect }) => !hasNoEffect)
				.map((fact) => ({ ...shownFact(fact), at: toIso(fact.at) })),
		};
	});

/** What the customer was promised, before what departments and suppliers did. */
const promisedFirst = (sources: readonly ClockSource[]): ClockSource | undefined =>
	sources.find(({ agreement }) => agreement.kind === 'sla') ?? sources[0];

/** A clock that runs is explained up to the instant it is due; what lies ahead of now is marked, for it may still change. */
function explainClock(source: ClockSource, at: number) {
	const reading = readClock(source, at);
	const until = reading.state === 'running' ? Math.max(at, reading.dueAt ?? at) : at;
	const ahead = until === at ? [] : readClock(source, until).segments.filter(({ to }) => to > at);
	return {
		...viewClock(source.record.id, source.agreement, reading),
		segments: [
			...showSegments(reading.segments),
			...showSegments(ahead.map((segment) => ({ ...segment, from: Math.max(segment.from, at) }))).map(
				(segment) => ({ ...segment, ahead: true }),
			),
		],
	};
}

/** Whole seconds, of each kind so that all up to a segment are the whole seconds of all that time: they sum to `elapsed`. */
function showSegments(segments: readonly ClockSegment[]) {
	const reached = new Map<ClockSegment['kind'], number>();
	return segments.map(({ from, to, ...segment }) => {
		const before = reached.get(segment.kind) ?? 0;
		const after = before + to - from;
		reached.set(segment.kind, after);
		return { from: toIso(from), to: toIso(to), seconds: toSeconds(after) - toSeconds(before), ...segment };
	});
}
