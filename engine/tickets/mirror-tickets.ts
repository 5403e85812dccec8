import { references } from '../directory';
import type { Engine } from '../engine';
import { attempt, done, inBulk, onward, unwrap, valuesOf, type Outcome } from '../outcome';
import { inBatches } from '../sla/in-batches';
import { openRound } from '../sla/open-requests';
import { announceFacts, recordRound } from '../sla/record-facts';
import { findRequests } from '../sla/request-repository';
import type { OpenRequestInput } from '../sla/schema';
import { byId, viewRequests, type RequestView } from '../sla/view-requests';
import type { Queryable, Trx } from '../store';
import { hearSources } from './hear-sources';
import { heardOf, rememberNotices } from './notice-repository';
import { notInFuture, openingOf } from './opening-of';
import { findPeople } from './people';
import { named, NOTHING, plansOf, requestsByRef, type Plan, type Told } from './plan-notices';
import { parseNotice, type NoticeInput } from './schema';
import { pluck } from '../pluck';

/** A request as it is after what another system said of its ticket. */
export type Mirrored = RequestView & Omit<Told, 'requestId'>;

/**
 * Keeps requests in step with tickets of another system, which says what is so: an unknown ticket is opened; of a known
 * one, the difference becomes facts. The same notice (`sourceRef`) twice changes nothing, nor does one that says what is so
 * already: whatever we write to the ticket comes back without an echo. Notices come in any order: each takes its place by its
 * instant, and what follows from it is as if all had come in order.
 */
export async function mirrorTickets(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Mirrored>[]> {
	const parsed = inputs.map((input) => attempt(() => parseNotice(input)));
	const told = await onward(parsed, (notices) =>
		oldestFirst(notices, engine.now(), (sorted) =>
			inBatches(sorted, ticketOf, (batch) => mirrorBatch(engine, batch)),
		),
	);
	await hearSources(engine, parsed, told);
	return await engine.store.read((db) => show(db, told, engine.now()));
}

/** Most systems list the newest first; a ticket is opened by the oldest. */
async function oldestFirst<T>(
	notices: readonly NoticeInput[],
	now: number,
	work: (sorted: readonly NoticeInput[]) => Promise<readonly T[]>,
): Promise<T[]> {
	const instant = ({ at = now }: NoticeInput) => at;
	const sorted = [...notices.entries()].sort(([, a], [, b]) => instant(a) - instant(b));
	const done = await work(sorted.map(([, notice]) => notice));
	const results = new Array<T>(notices.length);
	sorted.forEach(([index], position) => (results[index] = done[position] as T));
	return results;
}

const ticketOf = ({ externalRef }: NoticeInput): string => externalRef;

/** A desk that is polled says the same over and over: what is known already needs no transaction. */
async function mirrorBatch(engine: Engine, notices: readonly NoticeInput[]): Promise<Outcome<Told>[]> {
	const known = await engine.store.read((db) => heardBefore(db, notices));
	const fresh = notices.filter((notice) => !known.has(notice));
	const written = await inBulk(
		engine,
		fresh,
		ticketOf,
		(trx, round) => mirrorRound(engine, trx, round),
		(trx) => announceFacts(engine, trx),
	);
	const told = new Map([...known, ...fresh.map((notice, index) => [notice, written[index]] as const)]);
	return notices.map((notice) => told.get(notice) as Outcome<Told>);
}

async function heardBefore(db: Queryable, notices: readonly NoticeInput[]) {
	const requests = await requestsByRef(db, notices);
	const heard = await heardOf(db, named(notices, requests));
	return new Map(
		notices.flatMap((notice): [NoticeInput, Outcome<Told>][] => {
			const request = requests.get(notice.externalRef);
			return request && heard.has(request.id, notice.sourceRef)
				? [[notice, done({ ...NOTHING, requestId: request.id })]]
				: [];
		}),
	);
}

/**
 * One notice for each ticket: opens what is new, then says what is different. What can be wrong is looked at before; a
 * fault after that throws, and `inBulk` takes the notices one by one, so that none is half done.
 */
async function mirrorRound(
	engine: Engine,
	trx: Trx,
	notices: readonly NoticeInput[],
): Promise<Outcome<Told>[]> {
	const people = await findPeople(
		trx,
		notices.flatMap(({ requester, assignee }) => [requester, assignee]),
	);
	const found = await references(trx, {
		services: pluck(notices, 'service'),
		departments: notices.flatMap(({ department, customerDepartment }) => [department, customerDepartment]),
	});
	const known = await requestsByRef(trx, notices);
	const isNew = ({ externalRef }: NoticeInput) => !known.has(externalRef);
	const checked = notices.map((notice) =>
		attempt((): Checked => {
			notInFuture(notice, engine.now());
			if (notice.department !== undefined) found.department('department', notice.department);
			return { notice, opening: isNew(notice) ? openingOf(notice, people, found) : undefined };
		}),
	);
	const opened = await onward(checked, (good) => openAll(engine, trx, good));
	return await onward(opened, async (good) => {
		const plans = await plansOf(trx, good, { people, found, isNew, now: engine.now() });
		await sayAll(engine, trx, plans);
		await rememberNotices(trx, pluck(plans, 'remembered'));
		return plans.map(({ told }) => done(told));
	});
}

interface Checked {
	readonly notice: NoticeInput;
	/** Of a ticket that is not known here yet. */
	readonly opening: OpenRequestInput | undefined;
}

/** The notices whose requests are there now, opened or known before. */
async function openAll(
	engine: Engine,
	trx: Trx,
	checked: readonly Checked[],
): Promise<Outcome<NoticeInput>[]> {
	const openings = checked.flatMap(({ opening }) => opening ?? []);
	const opened = await openRound(engine, trx, openings);
	const outcomeOf = new Map(openings.map((opening, index) => [opening, opened[index]]));
	return checked.map(({ notice, opening }) => {
		const outcome = opening && outcomeOf.get(opening);
		return outcome?.ok === false ? outcome : done(notice);
	});
}

/** The first fact of every notice, then the second: a handful of statements for each position, not for each ticket. */
async function sayAll(engine: Engine, trx: Trx, plans: readonly Plan[]): Promise<void> {
	const longest = Math.max(0, ...plans.map(({ says }) => says.length));
	for (let position = 0; position < longest; position++) {
		const said = await recordRound(
			engine,
			trx,
			plans.flatMap(({ says }) => says[position] ?? []),
			'system',
		);
		said.forEach(unwrap);
	}
}

async function show(
	db: Queryable,
	outcomes: readonly Outcome<Told>[],
	now: number,
): Promise<Outcome<Mirrored>[]> {
	const ids = valuesOf(outcomes).map(({ requestId }) => requestId);
	const viewOf = byId(await viewRequests(db, await findRequests(db, ids, 'id'), now));
	return outcomes.map((outcome) => {
		if (!outcome.ok) return outcome;
		const { requestId, ...told } = outcome.value;
		return done({ ...viewOf(requestId), ...told });
	});
}
