import { loadCalendars } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { attempt, done, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { appendEvents } from '../timeline';
import { validate } from '../input/validate';
import { namesFor } from './describe-request';
import { factEvent } from './events';
import { newClock, projectClocks, type ClockSource } from './project-clocks';
import { resolveReferences, type References } from './resolve-references';
import { agreementsFor } from './agreement-repository';
import { findRequests, insertFacts, saveRequests } from './repository';
import { CLOCK_SKEW_MS } from './apply-fact';
import { openRequestInput, type OpenRequestInput } from './schema';
import { METRICS, type Agreement, type Fact, type Request } from './types';
import { viewProjected, viewRequest, viewRequests, type RequestView } from './view-requests';

/** Requests written in one transaction: enough to be fast, few enough not to keep others waiting. */
export const BATCH = 1_000;

export type OpenedRequest = RequestView & { readonly created: boolean };

/**
 * Opens requests under the agreements that apply to them, with their clocks running. Opening the same `externalRef` again
 * answers with the request as it is, and changes nothing.
 */
export async function openRequests(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<OpenedRequest>[]> {
	const outcomes: Outcome<OpenedRequest>[] = [];
	for (let from = 0; from < inputs.length; from += BATCH) {
		const parsed = inputs
			.slice(from, from + BATCH)
			.map((input) => attempt(() => validate(openRequestInput, input, 'request')));
		const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
		const written = await inBulk(
			engine,
			good,
			(input) => input.externalRef,
			(trx, round) => openRound(engine, trx, round),
		);
		let next = 0;
		for (const outcome of parsed)
			outcomes.push(outcome.ok ? (written[next++] as Outcome<OpenedRequest>) : outcome);
	}
	return outcomes;
}

interface Opening {
	readonly request: Request;
	readonly fact: Fact;
}

/** Opens those of one transaction; no external reference occurs twice among them. */
export async function openRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly OpenRequestInput[],
): Promise<Outcome<OpenedRequest>[]> {
	const now = engine.now();
	const references = await resolveReferences(trx, {
		services: inputs.map((input) => input.serviceId),
		departments: inputs.flatMap((input) => input.customerDepartmentId ?? []),
		members: inputs.flatMap((input) => [input.requester, input.assignee]),
	});
	const refs = inputs.flatMap((input) => input.externalRef ?? []);
	const known = new Map(
		(await findRequests(trx, refs, 'external_ref')).map((request) => [request.externalRef, request]),
	);
	const planned = inputs.map((input) => {
		const existing = input.externalRef === undefined ? undefined : known.get(input.externalRef);
		return existing
			? done({ existing })
			: attempt(() => ({ opening: openingOf(engine, input, references, now) }));
	});
	const openings = planned.flatMap((plan) =>
		plan.ok && 'opening' in plan.value ? [plan.value.opening] : [],
	);
	const opened = await write(engine, trx, openings, now);
	const existing = await viewRequests(
		trx,
		planned.flatMap((plan) => (plan.ok && 'existing' in plan.value ? [plan.value.existing] : [])),
		now,
	);
	const views = new Map([...opened, ...existing].map((view) => [view.requestId, view]));
	return planned.map((plan) => {
		if (!plan.ok) return plan;
		const created = 'opening' in plan.value;
		const { id } = 'opening' in plan.value ? plan.value.opening.request : plan.value.existing;
		return done({ ...(views.get(id) as RequestView), created });
	});
}

function openingOf(engine: Engine, input: OpenRequestInput, references: References, now: number): Opening {
	const service = references.service('serviceId', input.serviceId);
	const requester =
		input.requester === undefined ? undefined : references.member('requester', input.requester);
	const assignee = input.assignee === undefined ? undefined : references.member('assignee', input.assignee);
	const customer =
		input.customerDepartmentId === undefined
			? undefined
			: references.department('customerDepartmentId', input.customerDepartmentId);
	const at = input.openedAt ?? now;
	if (at > now + CLOCK_SKEW_MS) {
		throw invalid(
			'openedAt',
			new Date(at).toISOString(),
			'A request cannot be opened in the future',
			'Leave the time out to use the present, or give one that has passed.',
		);
	}
	const priority = input.priority ?? 'normal';
	const request: Request = {
		id: engine.newId(),
		externalRef: input.externalRef,
		title: input.title,
		serviceId: service.id,
		customerDepartmentId: customer?.id ?? requester?.departmentId,
		requesterId: requester?.id,
		departmentId: service.departmentId,
		assigneeId: assignee?.id,
		priority,
		status: 'open',
		openedAt: at,
		lastFactAt: at,
		lastSeq: 1,
	};
	const fact: Fact = {
		kind: 'opened',
		at,
		source: input.source ?? 'n8n',
		priority,
		departmentId: service.departmentId,
		...(assignee ? { assigneeId: assignee.id } : {}),
		...(input.actor === undefined ? {} : { actor: input.actor }),
	};
	return { request, fact };
}

async function write(
	engine: Engine,
	trx: Trx,
	openings: readonly Opening[],
	now: number,
): Promise<RequestView[]> {
	if (openings.length === 0) return [];
	const requests = openings.map(({ request }) => request);
	await saveRequests(trx, requests, 'insert');
	await insertFacts(
		trx,
		openings.map(({ request, fact }) => ({ requestId: request.id, seq: 1, fact })),
		now,
	);
	const agreements = await agreementsFor(trx, [...new Set(requests.map((request) => request.serviceId))]);
	const calendars = await loadCalendars(trx, [
		...new Set(agreements.map((agreement) => agreement.calendarId)),
	]);
	const sources = openings.flatMap(({ request, fact }): ClockSource[] =>
		agreementsOf(request, agreements).flatMap((agreement) => {
			const calendar = calendars.get(agreement.calendarId);
			const metrics = METRICS.filter((metric) =>
				agreement.targets.some((target) => target.metric === metric),
			);
			return calendar
				? metrics.map((metric) => ({
						record: newClock(request.id, agreement, metric),
						request,
						facts: [fact],
						agreement,
						calendar,
					}))
				: [];
		}),
	);
	const projected = await projectClocks(trx, sources, now, false);
	const names = await namesFor(trx, requests);
	await appendEvents(
		engine,
		trx,
		openings.map(({ request, fact }) => factEvent(request, fact, names)),
	);
	const clocks = Map.groupBy(projected, ({ source }) => source.request.id);
	return requests.map((request) =>
		viewRequest(request, names, (clocks.get(request.id) ?? []).map(viewProjected)),
	);
}

/** Of each kind the agreement made with this customer, else the one for all. */
function agreementsOf(request: Request, agreements: readonly Agreement[]): Agreement[] {
	const best = new Map<string, Agreement>();
	for (const agreement of agreements) {
		if (agreement.serviceId !== request.serviceId) continue;
		if (agreement.customerDepartmentId === undefined && !best.has(agreement.kind))
			best.set(agreement.kind, agreement);
		if (
			agreement.customerDepartmentId !== undefined &&
			agreement.customerDepartmentId === request.customerDepartmentId
		)
			best.set(agreement.kind, agreement);
	}
	return [...best.values()];
}
