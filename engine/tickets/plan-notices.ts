import type { Queryable, Trx } from '../store';
import { difference } from './difference';
import { heardOf, type Heard } from './notice-repository';
import { factsOf } from '../sla/fact-repository';
import { findRequests, lockRequests } from '../sla/request-repository';
import type { FactInput } from '../sla/schema';
import type { FactKind, Request } from '../sla/types';
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
	readonly says: readonly FactInput[];
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
	const answered = await answeredAmong(trx, notices, requests);
	return notices.map((notice) => {
		const request = requests.get(notice.externalRef);
		if (!request) throw new Error(`the request of ticket '${notice.externalRef}' is gone`);
		return (
			tooLate(request, notice, heard, lookup.now) ?? planOf(request, notice, answered.has(request.id), lookup)
		);
	});
}

function planOf(
	request: Request,
	notice: NoticeInput,
	isAnswered: boolean,
	{ people, isNew, now }: Lookup,
): Plan {
	const at = notice.at ?? now;
	const opened = isNew(notice);
	const said = { ...notice, assignee: people.idOf(notice.assignee) };
	const { facts, warnings } = difference(request, said, isAnswered);
	const kinds = pluck(facts, 'kind');
	return {
		says: facts.map((fact, index) => ({
			request: request.id,
			fact,
			// Never before what was said last: somebody may have acted here while the other system was silent.
			at: Math.max(opened && fact.kind === 'handedOff' ? request.openedAt : at, request.lastFactAt),
			actor: notice.actor,
			source: notice.source ?? TICKET_DESK,
			sourceRef: index === 0 ? notice.sourceRef : undefined,
		})),
		remembered: { requestId: request.id, sourceRef: notice.sourceRef, at },
		told: {
			requestId: request.id,
			news: opened ? 'opened' : kinds.length > 0 ? 'changed' : 'nothing',
			facts: opened ? ['opened', ...kinds] : kinds,
			warnings: [...people.warningsAbout(notice), ...warnings],
		},
	};
}

/** What was heard before says nothing; what is older than the newest is out of date. */
function tooLate(request: Request, notice: NoticeInput, heard: Heard, now: number): Plan | undefined {
	const at = notice.at ?? now;
	const newest = heard.newestOf(request.id);
	const plan = (warnings: readonly string[]): Plan => ({
		says: [],
		// Without a name of its own it stands for the newest.
		remembered: {
			requestId: request.id,
			sourceRef: notice.sourceRef,
			at: notice.sourceRef === undefined ? newest : at,
		},
		told: { ...NOTHING, requestId: request.id, warnings },
	});
	if (heard.has(request.id, notice.sourceRef)) return plan([]);
	if (at >= newest) return undefined;
	return plan([
		`Ticket '${notice.externalRef}': this is of ${iso(at)}, and something of ${iso(newest)} is known. It came too late and was left out.`,
	]);
}

const iso = (ms: number) => new Date(ms).toISOString();

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

/** Of the requests that a notice calls answered, those in which somebody has responded since they were last opened. */
async function answeredAmong(
	db: Queryable,
	notices: readonly NoticeInput[],
	requests: ReadonlyMap<string | undefined, Request>,
): Promise<Set<string>> {
	const ids = notices.flatMap((notice) =>
		notice.answered ? (requests.get(notice.externalRef)?.id ?? []) : [],
	);
	const facts = await factsOf(db, ids);
	return new Set(
		ids.filter((id) => {
			const kinds = (facts.get(id) ?? []).map(({ kind }) => kind);
			return kinds.lastIndexOf('responded') > kinds.lastIndexOf('reopened');
		}),
	);
}
