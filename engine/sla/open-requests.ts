import { references, type References } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { attempt, done, valuesOf, type Outcome } from '../outcome';
import { saveMany } from '../records';
import type { Trx } from '../store';
import { appendEvents } from '../timeline';
import { CLOCK_SKEW_MS } from './apply-fact';
import { viewClock } from './describe-clock';
import { describeRequest, namesFor } from './describe-request';
import { factEvent } from './events';
import { insertFacts } from './fact-repository';
import { inBatches } from './in-batches';
import { firstClocks } from './first-clocks';
import { projectClocks } from './project-clocks';
import { findRequests, insertRequests } from './request-repository';
import { parseOpening, type OpenRequestInput } from './schema';
import type { Fact, Request } from './types';
import {
	byId,
	viewRequests,
	withDescription,
	type DescribedRequest,
	type RequestView,
} from './view-requests';
import { pluck } from '../pluck';

export type OpenedRequest = DescribedRequest & { readonly created: boolean };

/**
 * Opens requests under the agreements that apply to them, with their clocks running. Opening the same `externalRef` again
 * answers with the request as it is, and changes nothing.
 */
export const openRequests = (engine: Engine, inputs: readonly unknown[]): Promise<Outcome<OpenedRequest>[]> =>
	inBatches(inputs, referenceIn, (batch) =>
		saveMany(engine, batch, {
			read: parseOpening,
			subjectOf: ({ externalRef }) => externalRef,
			write: (trx, round) => openRound(engine, trx, round),
		}),
	);

/** Of an input as it came, which may be anything. */
const referenceIn = (input: unknown): string | undefined =>
	typeof input === 'object' &&
	input !== null &&
	'externalRef' in input &&
	typeof input.externalRef === 'string'
		? input.externalRef
		: undefined;

interface Opening {
	readonly request: Request;
	readonly fact: Fact;
	readonly isHistory: boolean;
}

/** Opens those of one transaction; no external reference occurs twice among them. */
export async function openRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly OpenRequestInput[],
): Promise<Outcome<OpenedRequest>[]> {
	const now = engine.now();
	const named = await references(trx, {
		services: pluck(inputs, 'serviceId'),
		departments: pluck(inputs, 'customerDepartmentId'),
		members: inputs.flatMap(({ requester, assignee }) => [requester, assignee]),
	});
	const known = new Map(
		(await findRequests(trx, pluck(inputs, 'externalRef'), 'external_ref')).map((request) => [
			request.externalRef,
			request,
		]),
	);
	const planned = inputs.map((input) =>
		attempt((): Opening | { readonly request: Request } => {
			const existing = input.externalRef === undefined ? undefined : known.get(input.externalRef);
			return existing ? { request: existing } : openingOf(engine, input, named, now);
		}),
	);
	const plans = valuesOf(planned);
	const opened = await write(
		engine,
		trx,
		plans.filter((plan) => 'fact' in plan),
		now,
	);
	const existing = await viewRequests(
		trx,
		plans.flatMap((plan) => ('fact' in plan ? [] : [plan.request])),
		now,
	);
	const viewOf = byId([...opened, ...existing]);
	return planned.map((plan) =>
		plan.ok
			? done({
					...withDescription(viewOf(plan.value.request.id), plan.value.request),
					created: 'fact' in plan.value,
				})
			: plan,
	);
}

function openingOf(engine: Engine, input: OpenRequestInput, named: References, now: number): Opening {
	const {
		title,
		description,
		externalRef,
		externalUrl,
		actor,
		source = 'n8n',
		priority = 'normal',
		openedAt: said = now,
	} = input;
	const { id: serviceId, departmentId } = named.service('serviceId', input.serviceId);
	const requester = input.requester === undefined ? undefined : named.member('requester', input.requester);
	const assigneeId = input.assignee === undefined ? undefined : named.member('assignee', input.assignee).id;
	const customer =
		input.customerDepartmentId === undefined
			? undefined
			: named.department('customerDepartmentId', input.customerDepartmentId);
	if (said > now + CLOCK_SKEW_MS) {
		throw invalid(
			'openedAt',
			new Date(said).toISOString(),
			'A request cannot be opened in the future',
			'Leave the time out to use the present, or give one that has passed.',
		);
	}
	// The near future is the present of a clock that is ahead of ours.
	const at = Math.min(said, now);
	const filing = {
		title,
		description,
		externalUrl,
		serviceId,
		requesterId: requester?.id,
		customerDepartmentId: customer?.id ?? requester?.departmentId,
	};
	return {
		request: {
			id: engine.newId(),
			externalRef,
			...filing,
			departmentId,
			assigneeId,
			priority,
			status: 'open',
			openedAt: at,
			lastFactAt: at,
			lastSeq: 1,
		},
		fact: { kind: 'opened', at, source, priority, departmentId, assigneeId, ...filing, actor },
		isHistory: input.history ?? false,
	};
}

async function write(
	engine: Engine,
	trx: Trx,
	openings: readonly Opening[],
	now: number,
): Promise<RequestView[]> {
	if (openings.length === 0) return [];
	const requests = pluck(openings, 'request');
	await insertRequests(trx, requests);
	await insertFacts(
		trx,
		openings.map(({ request, fact }) => ({ requestId: request.id, seq: 1, fact })),
		now,
	);
	const past = new Set(openings.flatMap(({ request, isHistory }) => (isHistory ? [request.id] : [])));
	const projected = await projectClocks(trx, await firstClocks(trx, openings), {
		engine,
		by: ({ id }) => (past.has(id) ? 'history' : 'facts'),
	});
	const names = await namesFor(trx, requests);
	await appendEvents(
		engine,
		trx,
		openings.map(({ request, fact, isHistory }) =>
			factEvent(request, request.lastSeq, fact, { names, isHistory }),
		),
	);
	const clocks = Map.groupBy(projected, ({ source }) => source.request.id);
	return requests.map((request) => ({
		...describeRequest(request, names),
		clocks: (clocks.get(request.id) ?? []).map(({ after, source, reading }) =>
			viewClock(after.id, source.agreement, reading),
		),
	}));
}
