import { references, type References } from '../directory';
import type { Engine } from '../engine';
import { attempt, done, onward, valuesOf, type Outcome } from '../outcome';
import { saveMany } from '../records';
import type { Trx } from '../store';
import { appendEvents } from '../timeline';
import { clocksOf } from './clock-repository';
import { correctionOf } from './correction';
import { namesFor } from './describe-request';
import { clockEvents, factEvent } from './events';
import { OURSELVES, stepOf, type FactSaid, type Step } from './fact-step';
import { factsOf, factsWithout, insertFacts, lockedFactsOf } from './fact-repository';
import { foldFacts } from './fold-facts';
import { projectClocks, type Projected } from './project-clocks';
import { findRequests, lockRequests, updateRequests } from './request-repository';
import { parseFact, type FactInputBody } from './schema';
import type { ClockRecord, Fact, FactBody, Request } from './types';
import { standingClocks } from './standing-clocks';
import { byId, unknownRequest, viewRequests, type RequestView } from './view-requests';
import { faultOfWaiver } from './waivable';
import { pluck } from '../pluck';

export type RecordedFact = RequestView & Told;

/** What became of a fact. */
interface Told {
	/** False when the fact changes nothing where it stands. */
	readonly changed: boolean;
	/** Sentences for the admin; left out where there are none. */
	readonly warnings?: readonly string[];
}

/**
 * Says something about requests: responded, paused, handed off, resolved and the rest. Facts are appended; the clocks
 * and their timers follow in the same transaction. What is known already (the same `sourceRef`, pausing a paused request)
 * changes nothing. Facts of one request all answer with the request as they leave it together.
 *
 * @param alongside what else is written in their transaction, where all of them were taken, before anybody reacts
 */
export async function recordFacts(
	engine: Engine,
	inputs: readonly unknown[],
	alongside: (trx: Trx) => Promise<void> = async () => {},
): Promise<Outcome<RecordedFact>[]> {
	const views = new Map<string, RequestView>();
	const idOf = await idsByReference(engine, inputs);
	const said = await saveMany(engine, inputs, {
		read: parseFact,
		subjectOf: ({ request }) => idOf.get(request) ?? request,
		write: (trx, round) => recordRound(engine, trx, round),
		finish: async (trx, written) => {
			if (written.every(({ ok }) => ok)) await alongside(trx);
			await announceFacts(engine, trx);
			// Once for each request: to compute it anew for each of a thousand facts costs a million steps.
			const requests = await findRequests(trx, pluck(valuesOf(written), 'requestId'), 'id');
			for (const view of await viewRequests(trx, requests, engine.now())) views.set(view.requestId, view);
		},
	});
	const viewOf = byId([...views.values()]);
	return await onward(said, async (all) =>
		all.map(({ requestId, ...told }) => done({ ...viewOf(requestId), ...told })),
	);
}

/** A request goes by its id and by its external reference: what is said of it under both keeps its order. */
async function idsByReference(engine: Engine, inputs: readonly unknown[]): Promise<Map<string, string>> {
	const keys = inputs.flatMap((input) =>
		typeof input === 'object' && input !== null && 'request' in input && typeof input.request === 'string'
			? [input.request.trim()]
			: [],
	);
	const found = await engine.store.read((db) => findRequests(db, keys, 'external_ref'));
	return new Map(found.map(({ externalRef = '', id }) => [externalRef, id]));
}

/**
 * Says one fact about each of these requests, in the transaction of the caller; none occurs twice. The caller announces what
 * follows with `announceFacts`, when everything is said: what was true only in between never happened.
 */
export async function recordRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly FactSaid[],
	by: 'source' | 'system' = 'source',
): Promise<Outcome<Told & { readonly requestId: string }>[]> {
	const now = engine.now();
	const requests = await lockByKey(trx, pluck(inputs, 'request'));
	const known = await lockedFactsOf(trx, pluck([...requests.values()], 'id'));
	const named = await references(trx, {
		services: inputs.map(({ fact }) => (fact.kind === 'corrected' ? fact.serviceId : undefined)),
		departments: inputs.map(({ fact }) => departmentIn(fact)),
		members: inputs.map(({ fact }) => personIn(fact)),
	});
	const clocks = await clocksToWaive(trx, inputs, requests);
	const taken = new Set<string>();
	const steps = inputs.map((input) =>
		attempt((): Step => {
			const before = requests.get(input.request);
			if (!before) throw unknownRequest(input.request);
			// The same request under its id and under its external reference, in one batch: one by one then.
			if (taken.has(before.id)) throw new Error('the same request twice in one round');
			taken.add(before.id);
			const body = bodyOf(input.fact, named);
			const isOurs = by === 'source' && (input.source ?? OURSELVES) === OURSELVES;
			const fault = faultOfWaiver(before, clocks.get(before.id) ?? [], body);
			if (fault && isOurs) throw fault;
			const step = stepOf(before, input, body, { known: known.get(before.id) ?? [], now, isOurs });
			return fault ? { ...step, warnings: [...step.warnings, `${fault.message}. It is kept.`] } : step;
		}),
	);
	await write(trx, valuesOf(steps), now);
	return steps.map((step) => (step.ok ? done(toldOf(step.value)) : step));
}

const toldOf = ({ before, applied, warnings }: Step) => ({
	requestId: before.id,
	changed: applied?.isEffective ?? false,
	...(warnings.length > 0 ? { warnings } : {}),
});

/** Locked in the order of their ids, whichever way the items name them. */
async function lockByKey(trx: Trx, keys: readonly string[]): Promise<Map<string, Request>> {
	const byRef = await findRequests(trx, keys, 'external_ref');
	const idOf = new Map(byRef.map((request) => [request.externalRef, request.id]));
	const locked = await lockRequests(
		trx,
		keys.map((key) => idOf.get(key) ?? key),
		'wait',
	);
	const requests = new Map(locked.map((request) => [request.id, request]));
	const pairs = keys.flatMap((key): [string, Request][] => {
		const request = requests.get(idOf.get(key) ?? key);
		return request ? [[key, request]] : [];
	});
	return new Map(pairs);
}

/** The clocks of requests that a waiver is said of. */
async function clocksToWaive(
	trx: Trx,
	inputs: readonly FactSaid[],
	requests: ReadonlyMap<string, Request>,
): Promise<Map<string, ClockRecord[]>> {
	const waived = inputs.flatMap(({ request, fact }) =>
		fact.kind === 'waived' ? (requests.get(request) ?? []) : [],
	);
	return Map.groupBy(await clocksOf(trx, pluck(waived, 'id')), ({ requestId }) => requestId);
}

function departmentIn(fact: FactInputBody): string | undefined {
	if (fact.kind === 'corrected') return fact.customerDepartmentId;
	return fact.kind === 'handedOff' ? fact.departmentId : undefined;
}

function personIn(fact: FactInputBody): string | undefined {
	switch (fact.kind) {
		case 'assigned':
		case 'handedOff':
			return fact.assignee;
		case 'waived':
			return fact.approvedBy;
		case 'corrected':
			return fact.requester;
		default:
			return undefined;
	}
}

/** What was typed, with the people and departments it names found in the directory. */
function bodyOf(body: FactInputBody, named: References): FactBody {
	switch (body.kind) {
		case 'assigned':
			return { kind: body.kind, assigneeId: named.member('assignee', body.assignee).id };
		case 'handedOff': {
			const { kind, assignee, note, unlessThere } = body;
			const departmentId = named.department('departmentId', body.departmentId).id;
			const assigneeId = assignee === undefined ? undefined : named.member('assignee', assignee).id;
			return { kind, departmentId, assigneeId, note, ...(unlessThere ? { unlessThere } : {}) };
		}
		case 'corrected':
			return correctionOf(body, named);
		case 'waived':
			return { ...body, approvedBy: named.member('approvedBy', body.approvedBy).id };
		default:
			return body;
	}
}

interface Written {
	readonly requestId: string;
	readonly seq: number;
	readonly fact: Fact;
	readonly isEffective: boolean;
	/** It is about another service, or for another customer, than was known. */
	readonly isMisfiled: boolean;
	readonly isHistory: boolean;
}

/** What was said in transactions that are under way, and is not announced yet. */
const unannounced = new WeakMap<Trx, Written[]>();

async function write(trx: Trx, steps: readonly Step[], now: number): Promise<void> {
	const applied = steps.flatMap(({ applied: one, before, fact, isHistory }) =>
		one ? [{ ...one, before, fact, isHistory }] : [],
	);
	if (applied.length === 0) return;
	const written = applied.map(({ before, after, ...rest }) => ({
		...rest,
		requestId: after.id,
		isMisfiled:
			before.serviceId !== after.serviceId || before.customerDepartmentId !== after.customerDepartmentId,
	}));
	await updateRequests(trx, pluck(applied, 'after'));
	await insertFacts(trx, written, now);
	const earlier = unannounced.get(trx);
	if (earlier) earlier.push(...written);
	else unannounced.set(trx, written);
}

/**
 * Reads the clocks of all requests that something was said of in this transaction, once, and writes the events. What follows
 * from history alone for the clocks is not announced either.
 */
export async function announceFacts(engine: Engine, trx: Trx): Promise<void> {
	const written = unannounced.get(trx) ?? [];
	unannounced.delete(trx);
	if (written.length === 0) return;
	const requests = await findRequests(trx, pluck(written, 'requestId'), 'id');
	const facts = await factsOf(trx, pluck(requests, 'id'));
	const isNews = new Set(written.flatMap((one) => (one.isHistory ? [] : [one.requestId])));
	const misfiled = new Set(written.flatMap((one) => (one.isMisfiled ? [one.requestId] : [])));
	const names = await namesFor(trx, requests);
	const mixed = written.flatMap((one) => (one.isHistory && isNews.has(one.requestId) ? [one.requestId] : []));
	const past = await projectPast(engine, trx, {
		requests: requests.filter(({ id }) => mixed.includes(id)),
		news: new Set(written.flatMap((one) => (one.isHistory ? [] : [`${one.requestId}:${one.seq}`]))),
		misfiled: new Set(written.flatMap((one) => (one.isHistory && one.isMisfiled ? [one.requestId] : []))),
	});
	const sources = await standingClocks(trx, requests, facts, misfiled);
	const projected = await projectClocks(trx, sources, {
		engine,
		by: ({ id }) => (isNews.has(id) ? 'facts' : 'history'),
	});
	const requestOf = new Map(requests.map((request) => [request.id, request]));
	await appendEvents(engine, trx, [
		...written.flatMap(({ requestId, seq, fact, isEffective, isHistory }) => {
			const request = requestOf.get(requestId);
			return isEffective && request ? [factEvent(request, seq, fact, { names, isHistory })] : [];
		}),
		...[...past, ...projected].flatMap((clock) => clockEvents(clock, names)),
	]);
}

/**
 * History and news of one request in one call: the clocks are read as history leaves them and the request, before the news count.
 * Whatever the news say of it, also that it was misfiled, is announced.
 */
async function projectPast(
	engine: Engine,
	trx: Trx,
	{
		requests,
		news,
		misfiled,
	}: { requests: readonly Request[]; news: ReadonlySet<string>; misfiled: ReadonlySet<string> },
): Promise<Projected[]> {
	if (requests.length === 0) return [];
	const facts = await factsWithout(trx, pluck(requests, 'id'), (id, { seq }) => news.has(`${id}:${seq}`));
	const before = requests.map((request) => ({
		...request,
		...foldFacts(facts.get(request.id) ?? []).standing,
	}));
	const sources = await standingClocks(trx, before, facts, misfiled);
	const projected = await projectClocks(trx, sources, { engine, by: 'history' });
	// What is told of them names the request as the whole call leaves it.
	const requestOf = new Map(requests.map((request) => [request.id, request]));
	return projected.map(({ source, ...rest }) => ({
		...rest,
		source: { ...source, request: requestOf.get(source.request.id) ?? source.request },
	}));
}
