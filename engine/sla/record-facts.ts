import type { Engine } from '../engine';
import { attempt, done, failed, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { appendEvents } from '../timeline';
import { validate } from '../input/validate';
import { clockSources } from './clock-sources';
import { namesFor } from './describe-request';
import { factEvent, verdictEvent } from './events';
import { projectClocks } from './project-clocks';
import { applyFact } from './apply-fact';
import {
	factsOf,
	findRequests,
	insertFacts,
	knownSourceRefs,
	lockRequests,
	saveRequests,
} from './repository';
import { resolveReferences, type References } from './resolve-references';
import { factInput, type FactInput, type FactInputBody } from './schema';
import type { Fact, FactBody, Request } from './types';
import { unknownRequest, viewRequests, type RequestView } from './view-requests';

/** `changed` is false when the fact said nothing new: nothing was written then. */
export type RecordedFact = RequestView & { readonly changed: boolean };

/**
 * Says something about requests: responded, paused, handed off, resolved and the rest. Facts are appended; the clocks
 * and their timers follow in the same transaction. What is known already (the same `sourceRef`, pausing a paused request)
 * changes nothing.
 */
export async function recordFacts(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<RecordedFact>[]> {
	const parsed = inputs.map((input) => attempt(() => validate(factInput, input, 'fact')));
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const written = await inBulk(
		engine,
		good,
		(input) => input.request,
		(trx, round) => recordRound(engine, trx, round),
	);
	let next = 0;
	return parsed.map((outcome) => (outcome.ok ? (written[next++] as Outcome<RecordedFact>) : outcome));
}

interface Step {
	readonly before: Request;
	readonly after: Request | undefined;
	readonly fact: Fact;
}

/** Says one fact about each of these requests, in the transaction of the caller; none occurs twice. */
export async function recordRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly FactInput[],
): Promise<Outcome<RecordedFact>[]> {
	const now = engine.now();
	const requests = await lockByKey(
		trx,
		inputs.map((input) => input.request),
	);
	const ids = [...new Set([...requests.values()].map((request) => request.id))];
	const seen = inputs.some((input) => input.sourceRef !== undefined)
		? await knownSourceRefs(trx, ids)
		: new Set<string>();
	const references = await referencesOf(trx, inputs);
	const taken = new Set<string>();
	const steps = inputs.map((input) =>
		attempt((): Step => {
			const before = requests.get(input.request);
			if (!before) throw unknownRequest(input.request);
			// The same request under its id and under its external reference, in one batch: one by one then.
			if (taken.has(before.id)) throw new Error('the same request twice in one round');
			taken.add(before.id);
			const fact = factOf(input, references, Math.max(now, before.lastFactAt));
			const repeated = input.sourceRef !== undefined && seen.has(`${before.id} ${input.sourceRef}`);
			return { before, fact, after: repeated ? undefined : applyFact(before, fact, now) };
		}),
	);
	await write(
		engine,
		trx,
		steps.flatMap((step) => (step.ok ? [step.value] : [])),
		now,
	);
	const current = steps.flatMap((step) => (step.ok ? [step.value.after ?? step.value.before] : []));
	const views = new Map((await viewRequests(trx, current, now)).map((view) => [view.requestId, view]));
	return steps.map((step) => {
		if (!step.ok) return failed(step.error);
		const view = views.get(step.value.before.id) as RequestView;
		return done({ ...view, changed: step.value.after !== undefined });
	});
}

/** Locked in the order of their ids, whichever way the items name them. */
async function lockByKey(trx: Trx, keys: readonly string[]): Promise<Map<string, Request>> {
	const byRef = await findRequests(trx, keys, 'external_ref');
	const idOf = new Map(byRef.map((request) => [request.externalRef ?? '', request.id]));
	const locked = await lockRequests(
		trx,
		keys.map((key) => idOf.get(key) ?? key),
		'id',
		'wait',
	);
	const byId = new Map(locked.map((request) => [request.id, request]));
	const pairs = keys.flatMap((key): [string, Request][] => {
		const request = byId.get(idOf.get(key) ?? key);
		return request ? [[key, request]] : [];
	});
	return new Map(pairs);
}

async function referencesOf(trx: Trx, inputs: readonly FactInput[]): Promise<References> {
	const bodies = inputs.map((input) => input.fact);
	return await resolveReferences(trx, {
		departments: bodies.flatMap((body) => (body.kind === 'handedOff' ? [body.departmentId] : [])),
		members: bodies.flatMap((body) =>
			body.kind === 'waived'
				? [body.approvedBy]
				: body.kind === 'assigned' || body.kind === 'handedOff'
					? [body.assignee]
					: [],
		),
	});
}

function factOf(input: FactInput, references: References, now: number): Fact {
	return {
		...bodyOf(input.fact, references),
		at: input.at ?? now,
		source: input.source ?? 'n8n',
		...(input.actor === undefined ? {} : { actor: input.actor }),
		...(input.sourceRef === undefined ? {} : { sourceRef: input.sourceRef }),
	};
}

/** What was typed, with the people and departments it names found in the directory. */
function bodyOf(body: FactInputBody, references: References): FactBody {
	switch (body.kind) {
		case 'assigned':
			return { kind: body.kind, assigneeId: references.member('assignee', body.assignee).id };
		case 'handedOff': {
			const departmentId = references.department('departmentId', body.departmentId).id;
			const assigneeId =
				body.assignee === undefined ? undefined : references.member('assignee', body.assignee).id;
			return { kind: body.kind, departmentId, ...without({ assigneeId, note: body.note }) };
		}
		case 'waived':
			return { ...body, approvedBy: references.member('approvedBy', body.approvedBy).id };
		default:
			return without(body) as FactBody;
	}
}

const without = <T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};

async function write(engine: Engine, trx: Trx, steps: readonly Step[], now: number): Promise<void> {
	const changes = steps.flatMap(({ after, fact }) => (after ? [{ after, fact }] : []));
	if (changes.length === 0) return;
	const requests = changes.map(({ after }) => after);
	await saveRequests(trx, requests, 'update');
	await insertFacts(
		trx,
		changes.map(({ after, fact }) => ({ requestId: after.id, seq: after.lastSeq, fact })),
		now,
	);
	const facts = await factsOf(
		trx,
		requests.map((request) => request.id),
	);
	const projected = await projectClocks(trx, await clockSources(trx, requests, facts), now, false);
	const names = await namesFor(trx, requests);
	const verdicts = projected.flatMap((clock) => verdictEvent(clock, names) ?? []);
	await appendEvents(engine, trx, [
		...changes.map(({ after, fact }) => factEvent(after, fact, names)),
		...verdicts,
	]);
}
