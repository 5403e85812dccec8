import {
	acknowledgeDelivery,
	appendEvents,
	backoffMs,
	claimDeliveries,
	failDelivery,
	listDeliveries,
	MAX_ATTEMPTS,
	recordSteps,
	renewLease,
	reportFailures,
	retryDeliveries,
	withdrawDeliveries,
	type Delivery,
	type FailureReport,
} from '../../../engine/timeline';
import { leaseRows, visibleDeliveries } from '../../../engine/timeline/delivery-repository';
import { unwrap } from '../../../engine/outcome';
import { listen } from '../../support/company';
import { anEvent } from '../../support/events';
import { onBothDatabases, type Harness } from '../../support/harness';
import { holdOpen, waitsForLock } from '../../support/locks';

const LEASE = 60_000;
const KEY = { subscriptionId: 'a', eventId: '1' };
const REASON = '550 no such mailbox';
const STEP = { ...KEY, step: 'mail sent', acknowledge: true };

const claim = ({ engine }: Harness) => claimDeliveries(engine, 'a', 10, LEASE);
async function claimOne(harness: Harness): Promise<Delivery> {
	const [delivery] = await claim(harness);
	if (!delivery) throw new Error('nothing to claim');
	return delivery;
}
const report = ({ engine }: Harness, changes: Partial<FailureReport> = {}) =>
	reportFailures(engine, [{ ...KEY, attempt: 1, reason: REASON, ...changes }]);
const reportOne = async (harness: Harness, changes: Partial<FailureReport> = {}) =>
	unwrap((await report(harness, changes))[0]);
const mark = ({ engine }: Harness) => recordSteps(engine, [STEP]);
const inState = async ({ engine }: Harness, state: 'open' | 'done' | 'dead') =>
	(await listDeliveries(engine, { state, limit: 10 })).map(({ attempt, lastError }) => [attempt, lastError]);

onBothDatabases('a failure that the workflow reports', (open) => {
	/** One event, on its way to one subscription. */
	async function begin(): Promise<Harness> {
		const harness = await open();
		await listen(harness, 'a', ['clock.breached']);
		const { engine } = harness;
		await engine.transaction((trx) => appendEvents(engine, trx, [anEvent({ id: '1' })]));
		return harness;
	}

	it('brings the event again after a while, with the reason', async () => {
		const harness = await begin();
		await claimOne(harness);
		expect(await reportOne(harness)).toMatchObject({
			recorded: true,
			state: 'open',
			nextTryAt: harness.now + backoffMs(1),
		});
		expect(await inState(harness, 'open')).toEqual([[1, REASON]]);
		await harness.fastForward(backoffMs(1) - 1);
		expect(await claim(harness)).toEqual([]);
		await harness.fastForward(1);
		expect(await claimOne(harness)).toMatchObject({ attempt: 2, tries: 2 });
	});

	it('is what counts, though the execution then ends well', async () => {
		const harness = await begin();
		const first = await claimOne(harness);
		await reportOne(harness);
		expect(await renewLease(harness.engine, first, LEASE)).toBe(false);
		expect(await acknowledgeDelivery(harness.engine, first)).toBe(false);
		await harness.fastForward(backoffMs(1));
		expect(await claimOne(harness)).toMatchObject({ attempt: 2 });
	});

	it('is not counted a second time when the execution then fails, or it is reported again', async () => {
		const harness = await begin();
		const first = await claimOne(harness);
		const { nextTryAt } = await reportOne(harness);
		await harness.fastForward(1_000);
		expect(await failDelivery(harness.engine, first, 'the execution failed')).toBe(false);
		expect(await reportOne(harness, { reason: 'again' })).toMatchObject({ recorded: false, state: 'open' });
		expect(await inState(harness, 'open')).toEqual([[1, REASON]]);
		harness.now = nextTryAt ?? 0;
		expect(await claimOne(harness)).toMatchObject({ attempt: 2 });
	});

	it('is the last word on an attempt, not on the next', async () => {
		const harness = await begin();
		await claimOne(harness);
		await reportOne(harness);
		await harness.fastForward(backoffMs(1));
		const second = await claimOne(harness);
		expect(await renewLease(harness.engine, second, LEASE)).toBe(true);
		expect(await acknowledgeDelivery(harness.engine, second)).toBe(true);
		expect(await inState(harness, 'done')).toEqual([[2, REASON]]);
	});

	it('makes a dead letter of the last attempt; once retried, it counts anew', async () => {
		const harness = await begin();
		for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
			expect(await claimOne(harness)).toMatchObject({ attempt });
			expect(await reportOne(harness, { attempt })).toMatchObject({
				recorded: true,
				state: attempt === MAX_ATTEMPTS ? 'dead' : 'open',
			});
			await harness.fastForward(backoffMs(attempt));
		}
		expect(await claim(harness)).toEqual([]);
		expect(await inState(harness, 'dead')).toEqual([[MAX_ATTEMPTS, REASON]]);
		await retryDeliveries(harness.engine, [KEY]);
		// Neither the attempt that is over nor the one that is to come can fail meanwhile.
		expect(await reportOne(harness, { attempt: MAX_ATTEMPTS })).toMatchObject({ recorded: false });
		const attempt = MAX_ATTEMPTS + 1;
		expect(await claimOne(harness)).toMatchObject({ attempt, tries: 1 });
		expect(await reportOne(harness, { attempt })).toMatchObject({
			state: 'open',
			nextTryAt: harness.now + backoffMs(1),
		});
	});

	it('opens an event again that its trigger has acknowledged before it was let go', async () => {
		const harness = await begin();
		expect(await acknowledgeDelivery(harness.engine, await claimOne(harness))).toBe(true);
		expect(await reportOne(harness)).toMatchObject({ recorded: true, state: 'open' });
		await harness.fastForward(backoffMs(1));
		expect(await claimOne(harness)).toMatchObject({ attempt: 2 });
	});

	it.each(['before', 'after'])(
		'does not take back what a step said, acknowledged %s the step',
		async (when) => {
			const harness = await begin();
			const first = await claimOne(harness);
			if (when === 'before') await acknowledgeDelivery(harness.engine, first);
			await mark(harness);
			if (when === 'after') await acknowledgeDelivery(harness.engine, first);
			expect(await reportOne(harness)).toMatchObject({ recorded: false, state: 'done' });
			await harness.fastForward(LEASE * 2);
			expect(await claim(harness)).toEqual([]);
		},
	);

	it('gives way to a step that is recorded later: another way was found', async () => {
		const harness = await begin();
		await claimOne(harness);
		await reportOne(harness);
		await mark(harness);
		await harness.fastForward(LEASE * 2);
		expect(await claim(harness)).toEqual([]);
		expect(await inState(harness, 'done')).toEqual([[1, REASON]]);
	});

	it.each(['before', 'after'])(
		'does not bring back what nobody is to be told any more, arrived %s it was withdrawn',
		async (when) => {
			const harness = await begin();
			const first = await claimOne(harness);
			if (when === 'before') await acknowledgeDelivery(harness.engine, first);
			await harness.engine.transaction((trx) => withdrawDeliveries(trx, ['1'], harness.now));
			expect(await reportOne(harness)).toMatchObject({ recorded: false, state: 'done' });
			expect(await inState(harness, 'open')).toEqual([]);
		},
	);

	it('of an attempt whose lease has run out leaves the next one alone, which runs already', async () => {
		const harness = await begin();
		await claimOne(harness);
		await harness.fastForward(LEASE);
		const second = await claimOne(harness);
		expect(await reportOne(harness)).toMatchObject({ recorded: false, state: 'open', nextTryAt: undefined });
		expect(await inState(harness, 'open')).toEqual([[2, null]]);
		expect(await acknowledgeDelivery(harness.engine, second)).toBe(true);
	});

	it('waits for whoever claims the event at this moment, and then leaves the new attempt alone', async () => {
		const harness = await begin();
		await claimOne(harness);
		await harness.fastForward(LEASE);
		const other = await holdOpen(harness.engine, async (trx) => {
			const rows = await visibleDeliveries(trx, [{ subscriptionId: 'a', limit: 10 }], harness.now);
			await leaseRows(trx, rows, harness.now, () => harness.now + LEASE);
			return rows;
		});
		const reported = report(harness);
		if (harness.config.kind === 'postgres') expect(await waitsForLock(harness, reported)).toBe(true);
		await other.commit();
		expect(other.value).toHaveLength(1);
		expect(unwrap((await reported)[0])).toMatchObject({ recorded: false });
		expect(await inState(harness, 'open')).toEqual([[2, null]]);
	});

	it('and its end, told at the same moment, settle the attempt once', async () => {
		const harness = await begin();
		const first = await claimOne(harness);
		const [acknowledged, outcomes] = await Promise.all([
			acknowledgeDelivery(harness.engine, first),
			report(harness),
		]);
		// Whichever came first: the report opens what was acknowledged, and the acknowledgement finds it settled.
		expect(unwrap(outcomes[0])).toMatchObject({ recorded: true });
		expect(typeof acknowledged).toBe('boolean');
		expect(await inState(harness, 'open')).toEqual([[1, REASON]]);
	});

	it('and a step, told at the same moment, leave it done', async () => {
		const harness = await begin();
		await claimOne(harness);
		await Promise.all([report(harness), mark(harness)]);
		expect(await inState(harness, 'open')).toEqual([]);
		expect(await claim(harness)).toEqual([]);
	});

	it('from a test in the editor concerns nothing, nor does its step', async () => {
		const harness = await begin();
		await claimOne(harness);
		const test = { subscriptionId: 'manual:1', eventId: 'example' };
		expect(await reportOne(harness, test)).toMatchObject({ recorded: false });
		expect(unwrap((await recordSteps(harness.engine, [{ ...STEP, ...test }]))[0])).toMatchObject({
			first: true,
		});
		expect(await inState(harness, 'open')).toEqual([[1, null]]);
	});

	it('that cannot be is refused by itself, with what to do; its neighbours are recorded', async () => {
		const harness = await begin();
		const { engine } = harness;
		await listen(harness, 'b', ['clock.warning']);
		await claimOne(harness);
		const good = { ...KEY, attempt: 1, reason: REASON };
		const outcomes = await reportFailures(engine, [
			{ ...good, eventId: 'gone' },
			{ ...good, subscriptionId: 'gone' },
			{ ...good, subscriptionId: 'b' },
			{ ...good, attempt: 2 },
			good,
		]);
		const from = expect.stringContaining(
			"Take 'eventId', 'subscriptionId' and 'attempt' from one and the same item",
		);
		const refused = (code: string, field: string, message: string) => ({
			ok: false,
			error: { code, field, message: expect.stringContaining(message), hint: from },
		});
		expect(outcomes).toMatchObject([
			refused('notFound', 'eventId', "There is no event 'gone'"),
			refused('notFound', 'subscriptionId', "There is no subscription 'gone'"),
			refused('notFound', 'subscriptionId', "Event '1' was never on its way to the subscription 'b'"),
			refused('invalid', 'attempt', "There was no attempt 2 of event '1': it was delivered once so far"),
			{ ok: true, value: { recorded: true } },
		]);
		const steps = await recordSteps(engine, [{ ...STEP, eventId: 'gone' }, STEP]);
		expect(steps).toMatchObject([
			refused('notFound', 'eventId', "There is no event 'gone'"),
			{ ok: true, value: { first: true } },
		]);
		const written = await engine.store.read((db) => db.selectFrom('step').select('event_id').execute());
		expect(written).toEqual([{ event_id: '1' }]);
	});

	it('of one attempt, told twice in one go, is recorded once', async () => {
		const harness = await begin();
		await claimOne(harness);
		const one = { ...KEY, attempt: 1, reason: REASON };
		const outcomes = await reportFailures(harness.engine, [one, { ...one, reason: 'again' }]);
		expect(outcomes.map((outcome) => unwrap(outcome).recorded)).toEqual([true, false]);
		expect(await inState(harness, 'open')).toEqual([[1, REASON]]);
	});

	it('would not be kept without the fence: the execution that then ends well would settle it', async () => {
		const harness = await begin();
		const first = await claimOne(harness);
		await reportOne(harness);
		await harness.engine.transaction((trx) =>
			trx.updateTable('delivery').set({ settled_by: null }).execute(),
		);
		expect(await acknowledgeDelivery(harness.engine, first)).toBe(true);
		expect(await inState(harness, 'open')).toEqual([]);
	});
});
