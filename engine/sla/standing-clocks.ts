import type { Trx } from '../store';
import { agreementsFor, findAgreements } from './agreement-repository';
import { applicableTo, covers, promisedBy } from './applicable';
import { clockIdOf, clockNameOf } from './clock-id';
import { clocksOf } from './clock-repository';
import { sourcesOf, type ClockSource } from './clock-sources';
import { inPlace, lockedFactsOf } from './fact-repository';
import { newClock } from './first-clocks';
import { pastPromises, type PastPromises } from './past-promises';
import { courseOf, type ClockName } from './stretches';
import type { Agreement, ClockRecord, Fact, Request } from './types';
import { pluck } from '../pluck';

/**
 * The clocks of requests under the agreements that apply to them as things stand.
 *
 * - An agreement applies to the open requests of its service and customer, from their opening on, whenever it was made. The
 *   one with a customer takes over from the one for all.
 * - A clock that is over is judged by the agreement in force when it ended, whenever that is heard of. What was promised later
 *   was not promised to it: it has no clock of that, or not any more.
 * - A request whose service or customer was corrected was misfiled from the start: the right agreement applies to all of its
 *   life, also to what is over, and what the wrong one promised was never promised to it: those clocks are withdrawn.
 * - An agreement that is switched off keeps the clocks it has, until another one takes over.
 *
 * @param requests locked by this transaction
 * @param known the requests' facts, where the caller has them already
 * @param misfiled ids of requests that are corrected in this transaction
 */
export async function standingClocks(
	trx: Trx,
	requests: readonly Request[],
	known?: ReadonlyMap<string, readonly Fact[]>,
	misfiled: ReadonlySet<string> = new Set(),
): Promise<ClockSource[]> {
	const ids = pluck(requests, 'id');
	const facts = known ?? inPlace(await lockedFactsOf(trx, ids));
	const rows = await clocksOf(trx, ids);
	const rowsOf = Map.groupBy(rows, ({ requestId }) => requestId);
	const present = await findAgreements(trx, pluck(rows, 'agreementId'));
	const active = await agreementsFor(trx, pluck(requests, 'serviceId'));
	const inForce = await pastPromises(trx, requests, rows);
	const assigned = requests.flatMap((request) => {
		const lookup: Lookup = {
			request,
			facts: facts.get(request.id) ?? [],
			applicable: applicableTo(request, active),
			present,
			inForce,
			isMisfiled: misfiled.has(request.id),
		};
		const own = rowsOf.get(request.id) ?? [];
		return [...own.flatMap((row) => standing(row, lookup)), ...missing(own, lookup)];
	});
	const sources = await sourcesOf(trx, pluck(assigned, 'under'), { requests, facts, inForce });
	const found = new Map(sources.map((source) => [source.record.id, source]));
	return assigned.flatMap(({ record, change }): ClockSource[] => {
		const source = found.get(record.id);
		return source ? [{ ...source, record, ...(change && { change }) }] : [];
	});
}

/** A clock, and itself under the agreement that applies. */
interface Assigned {
	readonly record: ClockRecord;
	readonly under: ClockRecord;
	readonly change?: ClockSource['change'];
}

interface Lookup {
	readonly request: Request;
	readonly facts: readonly Fact[];
	readonly applicable: readonly Agreement[];
	/** The agreements that clocks are under so far, by id. */
	readonly present: ReadonlyMap<string, Agreement>;
	readonly inForce: PastPromises;
	readonly isMisfiled: boolean;
}

/** A clock that is there: as it is, under another agreement, or withdrawn; none where it was withdrawn before. */
function standing(record: ClockRecord, lookup: Lookup): Assigned[] {
	const name = clockNameOf(record);
	const asItIs = record.state === 'withdrawn' ? [] : [{ record, under: record }];
	if (!mayChange(name, lookup)) return asItEnded(record, name, lookup);
	const apt = lookup.applicable.find(({ kind }) => kind === name.kind);
	const present = lookup.present.get(record.agreementId);
	const isCovered = present?.kind === name.kind && covers(present, lookup.request);
	if (asItIs.length > 0 && isCovered && (!apt || apt.id === record.agreementId)) return asItIs;
	if (apt && promisedBy(apt).includes(name.metric)) {
		const under = { ...record, agreementId: apt.id, agreementVersion: apt.version, calendarRevision: 0 };
		return [{ record, under, change: lookup.isMisfiled ? 'corrected' : 'takenOver' }];
	}
	return asItIs.map((one) => ({ ...one, change: 'withdrawn' }));
}

/** A clock that is over: under the agreement that was in force then, or withdrawn. */
function asItEnded(record: ClockRecord, name: ClockName, { facts, inForce }: Lookup): Assigned[] {
	const { stoppedAt } = courseOf(facts, name, 'continue');
	const isWithdrawn = record.state === 'withdrawn';
	if (stoppedAt === undefined) return isWithdrawn ? [] : [{ record, under: record }];
	const agreementId = inForce(name, record, stoppedAt);
	if (agreementId === undefined) return isWithdrawn ? [] : [{ record, under: record, change: 'withdrawn' }];
	if (agreementId === record.agreementId) return [{ record, under: record }];
	return [{ record, under: { ...record, agreementId, agreementVersion: 0, calendarRevision: 0 } }];
}

/** Clocks for what is promised and has none. */
function missing(own: readonly ClockRecord[], lookup: Lookup): Assigned[] {
	const { request, applicable, isMisfiled } = lookup;
	const ids = new Set(pluck(own, 'id'));
	return applicable.flatMap((agreement) =>
		promisedBy(agreement).flatMap((metric): Assigned[] => {
			const name = { kind: agreement.kind, metric };
			if (ids.has(clockIdOf(request.id, name))) return [];
			const record = newClock(request.id, agreement, metric);
			if (!mayChange(name, lookup) && !wasPromised(record, name, lookup)) return [];
			return [{ record, under: record, ...(!isMisfiled && { change: 'attached' }) }];
		}),
	);
}

/** Whether a clock that is over was promised before it ended, and nobody has come to it since. */
function wasPromised(record: ClockRecord, name: ClockName, { facts, inForce }: Lookup): boolean {
	const { stoppedAt } = courseOf(facts, name, 'continue');
	return stoppedAt !== undefined && inForce(name, record, stoppedAt - 1) === record.agreementId;
}

/** Whether another agreement may have a say in a clock. */
const mayChange = (name: ClockName, { request: { status }, facts, isMisfiled }: Lookup): boolean =>
	isMisfiled ||
	((status === 'open' || status === 'paused') && courseOf(facts, name, 'continue').end === 'open');
