import type { Engine } from '../engine';
import { IcrmError } from '../errors';
import type { Queryable } from '../store';
import { formatDuration } from '../working-time';
import { clockSources } from './clock-sources';
import { computeClock } from './clock';
import { describeRequest, namesFor, type Names } from './describe-request';
import type { Projected } from './project-clocks';
import { factsOf, findRequests, queryRequests, type RequestQuery } from './repository';
import { hopsOf } from './ledger';
import type { ClockReading, ClockSegment, Request } from './types';

/** A request as a workflow gets it: flat, instants in ISO 8601, each clock read at the present. */
export interface RequestView extends Record<string, unknown> {
	readonly requestId: string;
	readonly clocks: readonly ClockView[];
}

export interface ClockView {
	readonly clockId: string;
	readonly metric: string;
	readonly agreementId: string;
	readonly agreementKind: string;
	readonly state: string;
	readonly cycle: number;
	readonly dueAt: string | null;
	readonly target: string | null;
	readonly elapsed: string;
	readonly elapsedSeconds: number;
	readonly remainingSeconds: number | null;
}

export async function viewRequests(
	db: Queryable,
	requests: readonly Request[],
	now: number,
): Promise<RequestView[]> {
	const names = await namesFor(db, requests);
	const clocks = new Map<string, ClockView[]>(requests.map(({ id }) => [id, []]));
	for (const { record, request, facts, agreement, calendar } of await clockSources(db, requests)) {
		const reading = computeClock(
			facts,
			{ metric: record.metric, agreement, calendar: calendar.calendar },
			Math.max(now, request.lastFactAt),
		);
		clocks.get(request.id)?.push(viewClock(record.id, agreement, reading));
	}
	return requests.map((request) => viewRequest(request, names, clocks.get(request.id) ?? []));
}

export const viewRequest = (request: Request, names: Names, clocks: readonly ClockView[]): RequestView => ({
	...describeRequest(request, names),
	requestId: request.id,
	clocks,
});

/** A clock as it was just read, without reading it again. */
export const viewProjected = ({ after, source, reading }: Projected): ClockView =>
	viewClock(after.id, source.agreement, reading);

const iso = (ms: number) => new Date(ms).toISOString();

function viewClock(
	clockId: string,
	agreement: { id: string; kind: string },
	reading: ClockReading,
): ClockView {
	return {
		clockId,
		metric: reading.metric,
		agreementId: agreement.id,
		agreementKind: agreement.kind,
		state: reading.state,
		cycle: reading.cycle,
		dueAt: reading.dueAt === undefined ? null : iso(reading.dueAt),
		target: reading.targetMs === undefined ? null : formatDuration(reading.targetMs),
		elapsed: formatDuration(reading.elapsedMs),
		elapsedSeconds: Math.round(reading.elapsedMs / 1000),
		remainingSeconds: reading.remainingMs === undefined ? null : Math.round(reading.remainingMs / 1000),
	};
}

/** @throws IcrmError `notFound` */
export async function getRequest(engine: Engine, key: string): Promise<RequestView> {
	return await engine.store.read(
		async (db) => (await viewRequests(db, [await requestBy(db, key)], engine.now()))[0] as RequestView,
	);
}

export async function listRequests(engine: Engine, wanted: RequestQuery): Promise<RequestView[]> {
	return await engine.store.read(
		async (db) => await viewRequests(db, await queryRequests(db, wanted, engine.now()), engine.now()),
	);
}

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

export interface Explanation extends Record<string, unknown> {
	readonly requestId: string;
	readonly clocks: readonly (ClockView & { readonly segments: readonly Record<string, unknown>[] })[];
	readonly hops: readonly Record<string, unknown>[];
	readonly facts: readonly Record<string, unknown>[];
}

/** Why is it due then, and who held the work: every stretch that counted, paused or was skipped, and every handoff. */
export async function explainRequest(engine: Engine, key: string): Promise<Explanation> {
	const now = engine.now();
	return await engine.store.read(async (db) => {
		const request = await requestBy(db, key);
		const facts = (await factsOf(db, [request.id])).get(request.id) ?? [];
		const at = Math.max(now, request.lastFactAt);
		const clocks = (await clockSources(db, [request])).map(({ record, agreement, calendar }) => {
			const reading = computeClock(
				facts,
				{ metric: record.metric, agreement, calendar: calendar.calendar },
				at,
			);
			const until = reading.state === 'running' ? Math.max(at, reading.dueAt ?? at) : at;
			const explained =
				until === at
					? reading
					: computeClock(facts, { metric: record.metric, agreement, calendar: calendar.calendar }, until);
			return { ...viewClock(record.id, agreement, reading), segments: explained.segments.map(showSegment) };
		});
		const hops = hopsOf(facts, at).map(({ from, to, heldMs, pausedMs, ...hop }) => ({
			...hop,
			from: iso(from),
			to: to === undefined ? null : iso(to),
			heldSeconds: Math.round(heldMs / 1000),
			pausedSeconds: Math.round(pausedMs / 1000),
		}));
		const names = await namesFor(db, [request]);
		return {
			...describeRequest(request, names),
			requestId: request.id,
			clocks,
			hops,
			facts: facts.map(({ at: said, ...fact }) => ({ at: iso(said), ...fact })),
		};
	});
}

const showSegment = ({ from, to, ...segment }: ClockSegment) => ({
	from: iso(from),
	to: iso(to),
	seconds: Math.round((to - from) / 1000),
	...segment,
});
