import { IcrmError, invalid } from '../errors';
import type { Fact, FactKind, Request, RequestStatus } from './types';

/** How far ahead of ours another system's clock may be before we refuse what it says. */
export const CLOCK_SKEW_MS = 60_000;

/** Statuses a fact may meet. One not listed here is refused, with what to do instead. */
const ALLOWED: Readonly<Record<Exclude<FactKind, 'opened'>, readonly RequestStatus[]>> = {
	responded: ['open', 'paused', 'resolved'],
	updated: ['open', 'paused', 'resolved'],
	paused: ['open', 'paused'],
	resumed: ['open', 'paused'],
	priorityChanged: ['open', 'paused', 'resolved'],
	assigned: ['open', 'paused'],
	handedOff: ['open', 'paused'],
	resolved: ['open', 'paused', 'resolved'],
	reopened: ['open', 'paused', 'resolved'],
	cancelled: ['open', 'paused', 'cancelled'],
	waived: ['open', 'paused', 'resolved'],
};

const REMEDY: Readonly<Record<RequestStatus, string>> = {
	open: '',
	paused: '',
	resolved: "Reopen it first, with 'Request: Reopen'.",
	cancelled: 'A cancelled request stays so. Open a new one.',
};

/**
 * The request after one more fact. What says nothing new (pausing a paused one) is no fact: the answer is undefined and
 * nothing is to be written.
 * @throws IcrmError when the fact is out of order or cannot follow
 */
export function applyFact(request: Request, fact: Fact, now: number): Request | undefined {
	if (fact.kind === 'opened') throw new Error('a request is opened once');
	inOrder(request, fact, now);
	if (!ALLOWED[fact.kind].includes(request.status)) {
		throw new IcrmError(
			'conflict',
			`Request '${request.title}' is ${request.status}: it cannot be ${VERB[fact.kind]}`,
			{
				hint: REMEDY[request.status],
				field: 'requestId',
				value: request.externalRef ?? request.id,
			},
		);
	}
	const change = changeOf(request, fact);
	return change && { ...request, ...change, lastFactAt: fact.at, lastSeq: request.lastSeq + 1 };
}

const VERB: Readonly<Record<Exclude<FactKind, 'opened'>, string>> = {
	responded: 'responded to',
	updated: 'updated',
	paused: 'paused',
	resumed: 'resumed',
	priorityChanged: 'given another priority',
	assigned: 'assigned',
	handedOff: 'handed off',
	resolved: 'resolved',
	reopened: 'reopened',
	cancelled: 'cancelled',
	waived: 'waived',
};

function inOrder(request: Request, fact: Fact, now: number): void {
	const at = new Date(fact.at).toISOString();
	if (fact.at < request.lastFactAt) {
		const last = new Date(request.lastFactAt).toISOString();
		throw invalid(
			'at',
			at,
			`'${fact.kind}' at ${at} is before the request's last fact at ${last}`,
			'Send facts in the order they happened, or leave the time out to use the present.',
		);
	}
	if (fact.at > now + CLOCK_SKEW_MS) {
		throw invalid(
			'at',
			at,
			`'${fact.kind}' at ${at} is in the future`,
			'Give an instant that has passed, or leave the time out to use the present.',
		);
	}
}

/** What the fact changes; undefined when it says nothing new. */
function changeOf(request: Request, fact: Fact): Partial<Request> | undefined {
	switch (fact.kind) {
		case 'opened':
		case 'responded':
		case 'updated':
		case 'waived':
			return {};
		case 'paused':
			return request.status === 'paused' ? undefined : { status: 'paused' };
		case 'resumed':
			return request.status === 'open' ? undefined : { status: 'open' };
		case 'priorityChanged':
			return request.priority === fact.priority ? undefined : { priority: fact.priority };
		case 'assigned':
			return request.assigneeId === fact.assigneeId ? undefined : { assigneeId: fact.assigneeId };
		case 'handedOff':
			return movedTo(request, fact.departmentId, fact.assigneeId);
		case 'resolved':
			return request.status === 'resolved' ? undefined : { status: 'resolved' };
		case 'reopened':
			return request.status === 'resolved' ? { status: 'open' } : undefined;
		case 'cancelled':
			return request.status === 'cancelled' ? undefined : { status: 'cancelled' };
	}
}

/** A handoff without a name leaves the request unassigned: whoever had it does not hold it any more. */
function movedTo(
	request: Request,
	departmentId: string,
	assigneeId: string | undefined,
): Partial<Request> | undefined {
	if (request.departmentId === departmentId && request.assigneeId === assigneeId) return undefined;
	return { departmentId, assigneeId };
}
