import type { FactInputBody } from '../sla/schema';
import type { Request } from '../sla/types';
import type { NoticeInput } from './schema';

/** What is to be said about a request, and what could not be. */
export interface Difference {
	readonly facts: readonly FactInputBody[];
	/** Sentences for the admin. */
	readonly warnings: readonly string[];
}

type Said = Pick<
	NoticeInput,
	| 'title'
	| 'description'
	| 'requester'
	| 'department'
	| 'assignee'
	| 'unassigned'
	| 'priority'
	| 'state'
	| 'answered'
	| 'note'
> & {
	/** Ids of what is there. */
	readonly serviceId?: string | undefined;
	readonly customerDepartmentId?: string | undefined;
	readonly externalUrl?: string | undefined;
};

/**
 * The facts that lead from what is known of a request to what another system says of its ticket. Not said is unchanged.
 * They come in the order they would have been said: how it is filed, then awake, who and how urgent, answered, at rest.
 * The note stands once, with the last of them that has a place for one.
 *
 * What is so already is said as well where `asserts` is set: it changes nothing today, and counts should something be heard
 * of later that happened before it.
 *
 * @param isAnswered whether somebody has responded since it was last opened
 * @example difference(open, { state: 'waiting' }, false).facts // [{ kind: 'paused' }]
 */
export function difference(request: Request, said: Said, isAnswered: boolean, asserts = false): Difference {
	const corrections = correctionsOf(request, said, asserts);
	if (request.status === 'cancelled' && !asserts)
		return { facts: corrections, warnings: afterTheEnd(request, said) };
	const wakes = wakingOf(request, said, asserts);
	const rests = request.status === 'resolved' && !wakesUp(said);
	const isReopened = request.status === 'resolved' && wakesUp(said);
	const moves = movesOf(request, said, asserts);
	const facts: FactInputBody[] = [
		...corrections,
		...wakes,
		...urgencyOf(request, said, asserts),
		...(rests && !asserts ? [] : moves),
		...(said.answered && (isReopened || !isAnswered) ? [{ kind: 'responded' as const }] : []),
		...(rests && !asserts ? [] : restingOf(request, said, isReopened || asserts)),
	];
	return {
		facts: withNote(facts, said.note),
		warnings: rests ? afterTheEnd(request, said, moves.length > 0) : [],
	};
}

/** A customer that is said stands beside its requester, or the requester's own department would be taken for it. */
function correctionsOf(
	request: Request,
	{ title, description, externalUrl, serviceId, requester, customerDepartmentId }: Said,
	asserts: boolean,
): FactInputBody[] {
	const isNew = (said: string | undefined, known: string | undefined) =>
		said !== undefined && (asserts || said !== known);
	const isOther = isNew(requester, request.requesterId);
	const correction = {
		...(isNew(title, request.title) && { title }),
		...(isNew(description, request.description) && { description }),
		...(isNew(externalUrl, request.externalUrl) && { externalUrl }),
		...(isNew(serviceId, request.serviceId) && { serviceId }),
		...(isOther && { requester }),
		...((isNew(customerDepartmentId, request.customerDepartmentId) ||
			(isOther && customerDepartmentId !== undefined)) && { customerDepartmentId }),
	};
	return Object.keys(correction).length === 0 ? [] : [{ kind: 'corrected', ...correction }];
}

const wakesUp = ({ state }: Said): boolean => state === 'open' || state === 'waiting';

function wakingOf({ status }: Request, said: Said, asserts: boolean): FactInputBody[] {
	const wakes: FactInputBody[] = [];
	if (wakesUp(said) && (asserts || status === 'resolved')) wakes.push({ kind: 'reopened' });
	if (said.state === 'open' && (asserts || status === 'paused')) wakes.push({ kind: 'resumed' });
	return wakes;
}

const urgencyOf = (request: Request, { priority }: Said, asserts: boolean): FactInputBody[] =>
	priority === undefined || (priority === request.priority && !asserts)
		? []
		: [{ kind: 'priorityChanged', priority }];

function movesOf(
	request: Request,
	{ department, assignee, unassigned }: Said,
	asserts: boolean,
): FactInputBody[] {
	const moves: FactInputBody[] = [];
	const isElsewhere = department !== undefined && department !== request.departmentId;
	if (department !== undefined && (isElsewhere || asserts))
		moves.push({
			kind: 'handedOff',
			departmentId: department,
			assignee,
			...(asserts && { unlessThere: true }),
		});
	const isOther = assignee !== undefined && assignee !== request.assigneeId && !isElsewhere;
	if (assignee !== undefined && (isOther || asserts)) moves.push({ kind: 'assigned', assignee });
	if (unassigned && assignee === undefined && (asserts || (request.assigneeId !== undefined && !isElsewhere)))
		moves.push({ kind: 'unassigned' });
	return moves;
}

function restingOf(request: Request, { state }: Said, woken: boolean): FactInputBody[] {
	if (state === 'solved') return [{ kind: 'resolved' }];
	if (state === 'cancelled') return [{ kind: 'cancelled' }];
	if (state === 'waiting' && (woken || request.status === 'open')) return [{ kind: 'paused' }];
	return [];
}

/** What a note is called in the facts that have a place for it. */
const PLACE: Readonly<Partial<Record<FactInputBody['kind'], 'note' | 'reason'>>> = {
	corrected: 'note',
	reopened: 'reason',
	handedOff: 'note',
	responded: 'note',
	paused: 'reason',
	resolved: 'note',
	cancelled: 'reason',
};

function withNote(facts: readonly FactInputBody[], note: string | undefined): readonly FactInputBody[] {
	const last = facts.findLastIndex(({ kind }) => PLACE[kind] !== undefined);
	if (note === undefined || last < 0) return facts;
	return facts.map((fact, index) =>
		index === last ? { ...fact, [PLACE[fact.kind] ?? 'note']: note } : fact,
	);
}

/** What is over takes no more of most facts; the other system is not to be stopped by it. */
function afterTheEnd({ title, status }: Request, { state }: Said, moved = false): string[] {
	const says = state !== undefined && state !== (status === 'resolved' ? 'solved' : status);
	if (!says && !moved) return [];
	const what = says ? `'${state}'` : 'the move';
	return [`Request '${title}' is ${status}: ${what} is not recorded.`];
}
