import { earliestWord, isEarlier } from './fact-order';
import { correctedFrom, filingIn, isNewIn, type Filing } from './filing';
import type { Fact, FactKind, Request, RequestStatus } from './types';

/** What facts say of a request. */
export type Standing = Pick<Request, 'status' | 'priority' | 'departmentId' | 'assigneeId'> & Filing;

/** Statuses a fact may meet. In one that is not listed it has no effect. */
const ALLOWED: Readonly<Record<Exclude<FactKind, 'opened'>, readonly RequestStatus[]>> = {
	// What is over may have been misfiled as well.
	corrected: ['open', 'paused', 'resolved', 'cancelled'],
	responded: ['open', 'paused', 'resolved'],
	updated: ['open', 'paused', 'resolved'],
	paused: ['open', 'paused'],
	resumed: ['open', 'paused'],
	priorityChanged: ['open', 'paused', 'resolved'],
	assigned: ['open', 'paused'],
	unassigned: ['open', 'paused'],
	handedOff: ['open', 'paused'],
	resolved: ['open', 'paused', 'resolved'],
	reopened: ['open', 'paused', 'resolved'],
	cancelled: ['open', 'paused', 'cancelled'],
	waived: ['open', 'paused', 'resolved'],
};

export const canFollow = ({ status }: Standing, { kind }: Fact): boolean =>
	kind !== 'opened' && ALLOWED[kind].includes(status);

const BEFORE_THE_FIRST: Standing = {
	status: 'open',
	priority: 'normal',
	departmentId: '',
	assigneeId: undefined,
};

/** What the facts leave, in the order in which they count, and which of them have an effect where they stand. */
export function foldFacts(facts: readonly Fact[]): { standing: Standing; effective: ReadonlySet<Fact> } {
	const steps = standingsOf(facts);
	return {
		standing: steps.at(-1)?.standing ?? BEFORE_THE_FIRST,
		effective: new Set(steps.map(({ fact }) => fact)),
	};
}

/** The facts that have an effect where they stand, each with what it leaves. */
export function standingsOf(facts: readonly Fact[]): { readonly fact: Fact; readonly standing: Standing }[] {
	let standing = BEFORE_THE_FIRST;
	const word = earliestWord(facts);
	return facts.flatMap((fact) => {
		if (word && fact.asOf && isEarlier(word, fact.asOf)) return [];
		const change = effectOf(standing, fact);
		if (!change) return [];
		standing = { ...standing, ...change };
		return [{ fact, standing }];
	});
}

/** What a fact changes; undefined where it cannot follow, or says nothing new. */
export function effectOf(standing: Standing, fact: Fact): Partial<Standing> | undefined {
	if (fact.kind === 'opened') {
		const { priority, departmentId, assigneeId } = fact;
		return { priority, departmentId, assigneeId, ...filingIn(fact) };
	}
	return canFollow(standing, fact) ? changeOf(standing, fact) : undefined;
}

function changeOf(standing: Standing, fact: Fact): Partial<Standing> | undefined {
	switch (fact.kind) {
		case 'corrected': {
			const filing = correctedFrom(standing, fact);
			return isNewIn(filing, standing) ? filing : undefined;
		}
		case 'opened':
		case 'responded':
		case 'updated':
		case 'waived':
			return {};
		case 'paused':
			return standing.status === 'paused' ? undefined : { status: 'paused' };
		case 'resumed':
			return standing.status === 'open' ? undefined : { status: 'open' };
		case 'priorityChanged':
			return standing.priority === fact.priority ? undefined : { priority: fact.priority };
		case 'assigned':
			return standing.assigneeId === fact.assigneeId ? undefined : { assigneeId: fact.assigneeId };
		case 'unassigned':
			return standing.assigneeId === undefined ? undefined : { assigneeId: undefined };
		case 'handedOff':
			if (fact.unlessThere && standing.departmentId === fact.departmentId) return undefined;
			return movedTo(standing, fact.departmentId, fact.assigneeId);
		case 'resolved':
			return standing.status === 'resolved' ? undefined : { status: 'resolved' };
		case 'reopened':
			return standing.status === 'resolved' ? { status: 'open' } : undefined;
		case 'cancelled':
			return standing.status === 'cancelled' ? undefined : { status: 'cancelled' };
	}
}

/** A handoff without a name leaves the request unassigned: whoever had it does not hold it any more. */
function movedTo(
	standing: Standing,
	departmentId: string,
	assigneeId: string | undefined,
): Partial<Standing> | undefined {
	if (standing.departmentId === departmentId && standing.assigneeId === assigneeId) return undefined;
	return { departmentId, assigneeId };
}
