import type { Engine } from '../engine';
import { done, failed, inBulk, type Outcome } from '../outcome';
import type { Row, Trx } from '../store';
import { failure } from './deliver';
import { noSuchAttempt, noSuchDelivery } from './delivery-faults';
import { triesOf, writeDelivery, type DeliveryKey } from './delivery-repository';
import { lockedByKey } from './locked-by-key';
import { TEST_SUBSCRIPTION, type DeliveryRecord } from './types';

export interface FailureReport extends DeliveryKey {
	/** Which attempt failed, as its item says: 1 the first time. A whole number. */
	readonly attempt: number;
	/** Kept with the delivery, up to 1,000 characters. */
	readonly reason: string;
}

export interface FailureRecord extends FailureReport {
	/**
	 * False when the report changes nothing: a later attempt has begun, the attempt has failed already, the event was
	 * marked as done or is not needed any more, or it came from a test in the editor.
	 */
	readonly recorded: boolean;
	readonly state: DeliveryRecord['state'];
	/** When the event comes again, epoch ms; only of a report that was recorded, and not of a dead letter. */
	readonly nextTryAt: number | undefined;
}

/**
 * Says inside the workflow that an attempt failed, whatever becomes of its execution: the event comes again, or is a dead
 * letter after the last try. The attempt is settled with it, so that the end of the execution neither acknowledges nor
 * counts it again.
 *
 * An event that its trigger has acknowledged already (at most once, or at once) is opened again: whoever reports says for
 * certain that nothing reached anybody. One that a step marked as done is not.
 *
 * @returns one outcome for each report; `notFound` for an event or a subscription that does not exist, `invalid` for an
 * attempt that there never was
 * @example await reportFailures(engine, [{ subscriptionId, eventId, attempt: 1, reason: '550 no such mailbox' }])
 */
export async function reportFailures(
	engine: Engine,
	reports: readonly FailureReport[],
): Promise<Outcome<FailureRecord>[]> {
	const keyOf = (report: FailureReport) => `${report.subscriptionId} ${report.eventId}`;
	return await inBulk(engine, reports, keyOf, async (trx, round) => {
		const rowOf = await lockedByKey(trx, round);
		const outcomes: Outcome<FailureRecord>[] = [];
		for (const report of round) {
			const row = rowOf(report);
			outcomes.push(row ? await reported(engine, trx, report, row) : await unknown(trx, report));
		}
		return outcomes;
	});
}

async function reported(
	engine: Engine,
	trx: Trx,
	report: FailureReport,
	row: Row<'delivery'>,
): Promise<Outcome<FailureRecord>> {
	if (report.attempt > row.attempt) return failed(noSuchAttempt(report.eventId, report.attempt, row.attempt));
	if (report.attempt < row.attempt || !mayFail(row))
		return done({ ...report, recorded: false, state: stateOf(row.state), nextTryAt: undefined });
	const change = failure(engine.now(), triesOf(row), report.reason, 'report');
	await writeDelivery(trx, report, change);
	return done({ ...report, recorded: true, state: change.state, nextTryAt: change.visible_at });
}

/** While its attempt runs, or when nobody but the trigger has said that it arrived. */
const mayFail = ({ state, settled_by }: Row<'delivery'>): boolean =>
	(state === 'open' && settled_by === null) || (state === 'done' && settled_by === 'trigger');

const stateOf = (state: string): DeliveryRecord['state'] =>
	state === 'done' || state === 'dead' ? state : 'open';

async function unknown(trx: Trx, report: FailureReport): Promise<Outcome<FailureRecord>> {
	return report.subscriptionId.startsWith(TEST_SUBSCRIPTION)
		? done({ ...report, recorded: false, state: 'open', nextTryAt: undefined })
		: failed(await noSuchDelivery(trx, report));
}
