import type { Trx } from '../store';
import { agreementHistory, type AgreementVersion } from './agreement-repository';
import { applicableTo, covers, promisedBy } from './applicable';
import { knownSince } from './fact-repository';
import type { ClockName } from './stretches';
import type { ClockRecord, Metric, Request } from './types';
import { pluck } from '../pluck';

/**
 * Which agreement had the say in a clock of a request at an instant, by its id; undefined where none promised this.
 *
 * Before a request was known here, filed as it is now, nothing was promised to it: what ended by then is judged by what applied
 * when it became known. Of an agreement that was made in the very instant nobody can say whether it came before: the clock
 * stays under the one it has.
 */
export type PastPromises = (name: ClockName, record: ClockRecord, instant: number) => string | undefined;

/** For these requests, which this transaction has locked. Where nothing was agreed anew since, each clock keeps its agreement. */
export async function pastPromises(
	trx: Trx,
	requests: readonly Request[],
	records: readonly ClockRecord[],
): Promise<PastPromises> {
	const since = await knownSince(trx, pluck(requests, 'id'));
	const versions = await agreementHistory(trx, {
		serviceIds: pluck(requests, 'serviceId'),
		ids: pluck(records, 'agreementId'),
		// What was withdrawn may have been so by a correction, which makes no version.
		since: records.some(({ state }) => state === 'withdrawn') ? 0 : Math.min(...since.values()),
	});
	const byId = new Map(requests.map((request) => [request.id, request]));
	return (name, { requestId, agreementId: present }, instant) => {
		const request = byId.get(requestId);
		const begun = since.get(requestId);
		if (versions.length === 0 || !request || begun === undefined) return present;
		const until = Math.max(instant, begun);
		const foundAmong = (isPast: (version: AgreementVersion) => boolean) => {
			const past = versions.filter(({ agreement: { kind } }) => kind === name.kind).filter(isPast);
			return promisedTo(request, name.metric, past, begun);
		};
		const kept = foundAmong(
			({ begins, agreement: { id } }) => begins < until || (begins === until && id === present),
		);
		return kept === present ? present : foundAmong(({ begins }) => begins <= until);
	};
}

/**
 * The agreement whose clock of this metric a request has after these versions of agreements of one kind, from the instant that
 * it was known on. One that was switched off, or promises no more of the metric, keeps the clock it has until another takes over.
 */
function promisedTo(
	request: Request,
	metric: Metric,
	versions: readonly AgreementVersion[],
	begun: number,
): string | undefined {
	const later = pluck(versions, 'begins').filter((begins) => begins > begun);
	let present: string | undefined;
	let hasClock = false;
	for (const instant of [begun, ...later.sort((a, b) => a - b)]) {
		// Oldest first: of each agreement the newest version stays.
		const known = new Map(
			versions.flatMap(({ begins, agreement }) =>
				begins <= instant ? [[agreement.id, agreement] as const] : [],
			),
		);
		const active = [...known.values()].filter((agreement) => agreement.active);
		const [apt] = applicableTo(request, active);
		const kept = present === undefined ? undefined : known.get(present);
		if (apt) hasClock = promisedBy(apt).includes(metric) || (hasClock && apt.id === present);
		present = apt?.id ?? (kept && covers(kept, request) ? kept.id : undefined);
	}
	return hasClock ? present : undefined;
}
