import type { References } from '../directory';
import type { Queryable, Trx } from '../store';
import { difference } from './difference';
import { filingOf } from './filing-of';
import { earliestWord, isEarlier } from '../sla/fact-order';
import type { FactSaid } from '../sla/fact-step';
import { foldFacts } from '../sla/fold-facts';
import { heardOf } from './notice-repository';
import { inPlace, lockedFactsOf } from '../sla/fact-repository';
import { findRequests, lockRequests } from '../sla/request-repository';
import type { FactInputBody } from '../sla/schema';
import type { Fact, FactKind, Request } from '../sla/types';
import type { People } from './people';
import type { NoticeInput } from './schema';
import { pluck } from '../pluck';

/** The source of what a notice says, where it does not say. */
export const TICKET_DESK = 'ticket desk';

/** What a notice led to. */
export interface Told {
	readonly requestId: string;
	readonly news: 'opened' | 'changed' | 'nothing';
	/** What was written, in order. */
	readonly facts: readonly FactKind[];
	/** What could not be taken over, in sentences for the admin. */
	readonly warnings: readonly string[];
}

export const NOTHING = { news: 'nothing', facts: [], warnings: [] } as const;

/** What is to be written for a notice, and what its outcome will be. */
export interface Plan {
	readonly says: readonly FactSaid[];
	readonly remembered: {
		readonly requestId: string;
		readonly sourceRef: string | undefined;
		readonly at: number;
	};
	readonly told: Told;
}

/** What is looked up for all notices together. */
interface Lookup {
	readonly people: People;
	/** The services and departments that they name. */
	readonly found: References;
	/** Opened by this very notice. */
	readonly isNew: (notice: NoticeInput) => boolean;
	readonly now: number;
}

/** One plan for each notice; their requests are there, and are locked from now on. */
export async function plansOf(trx: Trx, notices: readonly NoticeInput[], lookup: Lookup): Promise<Plan[]> {
	const ids = [...(await requestsByRef(trx, notices)).values()].map(({ id }) => id);
	const locked = await lockRequests(trx, ids, 'wait');
	const requests = new Map(locked.map((request) => [request.externalRef, request]));
	const heard = await heardOf(trx, named(notices, requests));
	const facts = inPlace(await lockedFactsOf(trx, ids));
	return notices.map((notice) => {
		const request = requests.get(notice.externalRef);
		if (!request) throw new Error(`the request of ticket '${notice.externalRef}' is gone`);
		if (heard.has(request.id, notice.sourceRef)) return heardBeforePlan(request, notice, lookup.now);
		return planOf(request, notice, facts.get(request.id) ?? [], lookup);
	});
}

const heardBeforePlan = ({ id: requestId }: Request, { sourceRef, at }: NoticeInput, now: number): Plan => ({
	says: [],
	remembered: { requestId, sourceRef, at: at ?? now },
	told: { ...NOTHING, requestId },
});

function planOf(
	request: Request,
	notice: NoticeInput,
	known: readonly Fact[],
	{ people, found, isNew, now }: Lookup,
): Plan {
	const opened = isNew(notice);
	const filed = filingOf(notice, found);
	const at = Math.max(notice.at ?? Math.max(now, request.lastFactAt), request.openedAt);
	const before = known.filter((fact) => fact.at <= at);
	const asOf = { ...request, ...foldFacts(before).standing };
	const said = {
		...notice,
		...filed,
		assignee: people.idOf(notice.assignee),
		requester: people.idOf(notice.requester),
	};
	const isAnswered = !notice.answered || hasAnswer(before);
	const { facts: news, warnings } = difference(asOf, said, isAnswered);
	// A desk that is polled without times says the same for ever: of that only the news is kept.
	const asserts = notice.at !== undefined || notice.sourceRef !== undefined;
	const { facts } = difference(asOf, said, isAnswered, asserts);
	const kinds = pluck(news, 'kind');
	const atOpening = opened && !asserts;
	const words: Omit<FactSaid, 'request'>[] = [
		...(asserts ? wordsOfOpening(request, { ...said, at, note: noteOf(facts) }, { known, opened }) : []),
		...facts.map((fact) => ({
			fact,
			at: atOpening && fact.kind === 'handedOff' ? request.openedAt : at,
		})),
	];
	return {
		says: words.map((word, index) => ({
			...word,
			request: request.id,
			actor: notice.actor,
			source: notice.source ?? TICKET_DESK,
			history: notice.history,
			// Each in its place: at one instant, a notice is said whole before the next.
			sourceRef:
				index === 0 || notice.sourceRef === undefined ? notice.sourceRef : `${notice.sourceRef}#${index}`,
		})),
		remembered: { requestId: request.id, sourceRef: notice.sourceRef, at },
		told: {
			requestId: request.id,
			news: opened ? 'opened' : kinds.length > 0 ? 'changed' : 'nothing',
			facts: opened ? ['opened', ...kinds] : kinds,
			warnings: [...people.warningsAbout(notice), ...filed.warnings, ...aheadOf(notice, now), ...warnings],
		},
	};
}

type Word = NoticeInput & {
	readonly at: number;
	/** The department of the service that it names: there a ticket lies that says no other. */
	readonly home: string | undefined;
};

/**
 * What a notice says of the opening: a ticket that is first heard of late was held from the opening on by whom it names. Nobody
 * knows better, until something earlier is heard, which takes its place.
 */
function wordsOfOpening(
	{ openedAt }: Request,
	{ at, sourceRef, department, home, assignee, priority = 'normal', note }: Word,
	{ known, opened }: { readonly known: readonly Fact[]; readonly opened: boolean },
): Omit<FactSaid, 'request'>[] {
	const word = earliestWord(known);
	const opening = known.find((fact) => fact.kind === 'opened');
	const asOf = { at, sourceRef };
	if (!opening || !(word ? isEarlier(asOf, word) : opened)) return [];
	const holder = {
		kind: 'handedOff' as const,
		departmentId: department ?? home ?? opening.departmentId,
		assignee,
		note,
	};
	const facts = opened ? [holder] : [holder, { kind: 'priorityChanged' as const, priority }];
	return facts.map((fact) => ({ fact, at: openedAt, asOf }));
}

/** Where the handoff is what the note stands with. */
const noteOf = (facts: readonly FactInputBody[]): string | undefined =>
	facts.flatMap((fact) => (fact.kind === 'handedOff' && fact.note !== undefined ? [fact.note] : []))[0];

function aheadOf({ externalRef, at }: NoticeInput, now: number): string[] {
	if (at === undefined || at <= now) return [];
	return [
		`Ticket '${externalRef}': this is of ${new Date(at).toISOString()}, ahead of our clock. It counts from now on; check the clock of the other system.`,
	];
}

/** Whether somebody has responded since it was last opened. */
function hasAnswer(facts: readonly Fact[]): boolean {
	const kinds = facts.flatMap(({ kind, hasNoEffect }) => (hasNoEffect ? [] : [kind]));
	return kinds.lastIndexOf('responded') > kinds.lastIndexOf('reopened');
}

/** The notices about requests that are there, by the name each goes under in the table of notices. */
export const named = (
	notices: readonly NoticeInput[],
	requests: ReadonlyMap<string | undefined, Request>,
): { requestId: string; sourceRef: string | undefined }[] =>
	notices.flatMap(({ externalRef, sourceRef }) => {
		const request = requests.get(externalRef);
		return request ? [{ requestId: request.id, sourceRef }] : [];
	});

export async function requestsByRef(
	db: Queryable,
	notices: readonly NoticeInput[],
): Promise<Map<string, Request>> {
	const refs = pluck(notices, 'externalRef');
	const found = await findRequests(db, refs, 'external_ref');
	return new Map(found.map((request) => [request.externalRef ?? '', request]));
}
