import type { Engine } from '../engine';
import { invalid } from '../errors';
import { attempt, done, failed, inBulk, unwrap, type Outcome } from '../outcome';
import type { Queryable, Trx } from '../store';
import { validate } from '../input/validate';
import { heardOf, rememberNotices } from './notice-repository';
import { BATCH, openRound } from '../sla/open-requests';
import { named, NOTHING, plansOf, requestsByRef, TICKET_DESK, type Plan, type Told } from './plan-notices';
import { recordRound } from '../sla/record-facts';
import { findRequests } from '../sla/repository';
import { CLOCK_SKEW_MS } from '../sla/apply-fact';
import { findPeople, resolveReferences, type People, type References } from '../sla/resolve-references';
import { noticeInput, type NoticeInput, type OpenRequestInput } from '../sla/schema';
import { viewRequests, type RequestView } from '../sla/view-requests';

/** A request as it is after what another system said of its ticket. */
export type Mirrored = RequestView & Omit<Told, 'requestId'>;

/**
 * Keeps requests in step with tickets of another system, which says what is so: an unknown ticket is opened; of a known
 * one, the difference becomes facts. The same notice (`sourceRef`) twice changes nothing, nor does one that says what is so
 * already: whatever we write to the ticket comes back without an echo. A notice older than the newest known is too late.
 */
export async function mirrorTickets(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Mirrored>[]> {
	const parsed = inputs.map((input) => attempt(() => validate(noticeInput, input, 'notice')));
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const told = new Map<NoticeInput, Outcome<Told>>();
	for (let from = 0; from < good.length; from += BATCH)
		for (const [notice, outcome] of await mirrorBatch(engine, good.slice(from, from + BATCH)))
			told.set(notice, outcome);
	const outcomes = parsed.map((outcome) =>
		outcome.ok ? (told.get(outcome.value) as Outcome<Told>) : outcome,
	);
	return await engine.store.read((db) => show(db, outcomes, engine.now()));
}

async function mirrorBatch(
	engine: Engine,
	notices: readonly NoticeInput[],
): Promise<[NoticeInput, Outcome<Told>][]> {
	// A desk that is polled says the same over and over: what is known already needs no transaction.
	const known = await engine.store.read((db) => heardBefore(db, notices));
	const fresh = notices.filter((notice) => !known.has(notice));
	const written = await inBulk(
		engine,
		fresh,
		(notice) => notice.externalRef,
		(trx, round) => mirrorRound(engine, trx, round),
	);
	return [
		...[...known].map(([notice, it]): [NoticeInput, Outcome<Told>] => [notice, done(it)]),
		...fresh.map((notice, index): [NoticeInput, Outcome<Told>] => [notice, written[index] as Outcome<Told>]),
	];
}

async function heardBefore(db: Queryable, notices: readonly NoticeInput[]): Promise<Map<NoticeInput, Told>> {
	const requests = await requestsByRef(db, notices);
	const heard = await heardOf(db, named(notices, requests));
	return new Map(
		notices.flatMap((notice): [NoticeInput, Told][] => {
			const request = requests.get(notice.externalRef);
			return request && heard.has(request.id, notice.sourceRef)
				? [[notice, { ...NOTHING, requestId: request.id }]]
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
	const references = await resolveReferences(trx, {
		services: notices.flatMap(({ service }) => service ?? []),
		departments: notices
			.flatMap(({ department, customerDepartment }) => [department, customerDepartment])
			.filter((id) => id !== undefined),
	});
	const known = await requestsByRef(trx, notices);
	const checked = notices.map((notice) =>
		attempt(() => {
			notInFuture(notice, engine.now());
			if (notice.department !== undefined) references.department('department', notice.department);
			return known.has(notice.externalRef) ? undefined : openingOf(notice, people, references);
		}),
	);
	const openings = checked.flatMap((outcome) => (outcome.ok && outcome.value ? [outcome.value] : []));
	const opened = new Map(
		(await openRound(engine, trx, openings)).map((outcome, index) => [openings[index], outcome]),
	);
	const faultOf = (index: number): Error | undefined => {
		const outcome = checked[index];
		if (!outcome?.ok) return outcome?.error;
		const opening = opened.get(outcome.value);
		return opening?.ok === false ? opening.error : undefined;
	};
	const good = notices.filter((_notice, index) => faultOf(index) === undefined);
	const isNew = (notice: NoticeInput) => !known.has(notice.externalRef);
	const plans = await plansOf(trx, good, { people, isNew, now: engine.now() });
	await sayAll(engine, trx, plans);
	await rememberNotices(
		trx,
		plans.map((plan) => plan.remembered),
	);
	let next = 0;
	return notices.map((_notice, index) => {
		const fault = faultOf(index);
		return fault ? failed(fault) : done((plans[next++] as Plan).told);
	});
}

/** Once remembered, such an instant would make everything that follows come too late. */
function notInFuture({ at, externalRef }: NoticeInput, now: number): void {
	if (at === undefined || at <= now + CLOCK_SKEW_MS) return;
	throw invalid(
		'at',
		new Date(at).toISOString(),
		`What is said of ticket '${externalRef}' is in the future`,
		'Give an instant that has passed, or leave it out to use the present; check the clock of the other system.',
	);
}

function openingOf(notice: NoticeInput, people: People, references: References): OpenRequestInput {
	const missing = (['title', 'service'] as const).find((field) => notice[field] === undefined);
	if (missing)
		throw invalid(
			missing,
			undefined,
			`Ticket '${notice.externalRef}' is not known here yet, and the notice has no ${missing} to open it with`,
			`Send title and service with every notice, or correct the external reference if the ticket should be known.`,
		);
	const { externalRef, title = '', service = '', priority, customerDepartment, actor, source } = notice;
	return {
		externalRef,
		title,
		serviceId: references.service('service', service).id,
		priority,
		customerDepartmentId:
			customerDepartment && references.department('customerDepartment', customerDepartment).id,
		requester: people.idOf(notice.requester),
		assignee: people.idOf(notice.assignee),
		openedAt: notice.openedAt ?? notice.at,
		actor,
		source: source ?? TICKET_DESK,
	};
}

/** The first fact of every notice, then the second: a handful of statements for each position, not for each ticket. */
async function sayAll(engine: Engine, trx: Trx, plans: readonly Plan[]): Promise<void> {
	const longest = Math.max(0, ...plans.map(({ says }) => says.length));
	for (let position = 0; position < longest; position++) {
		const said = await recordRound(
			engine,
			trx,
			plans.flatMap(({ says }) => says[position] ?? []),
		);
		said.forEach(unwrap);
	}
}

async function show(
	db: Queryable,
	outcomes: readonly Outcome<Told>[],
	now: number,
): Promise<Outcome<Mirrored>[]> {
	const ids = [...new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.requestId] : [])))];
	const views = new Map(
		(await viewRequests(db, await findRequests(db, ids, 'id'), now)).map((view) => [view.requestId, view]),
	);
	return outcomes.map((outcome) => {
		if (!outcome.ok) return outcome;
		const { requestId, ...told } = outcome.value;
		return done({ ...(views.get(requestId) as RequestView), ...told });
	});
}
