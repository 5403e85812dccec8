import {
	acknowledgeDelivery,
	failDelivery,
	isUnavailable,
	MAX_ATTEMPTS,
	type Delivery,
	type Engine,
	type PumpLog,
} from '../../../engine';
import type { Verdict } from './verdict';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** After this long the event is simply delivered again: better twice than never. */
const GIVE_UP_MS = 10 * 60_000;

/**
 * Writes down what became of a delivery. Comes too late without harm: the try is the fence, so that a delivery that
 * was settled or claimed again meanwhile stays as it is.
 */
export async function settle(
	engine: Engine,
	delivery: Delivery,
	verdict: Verdict,
	log: PumpLog,
): Promise<void> {
	if (verdict.settle === 'acknowledge') {
		await persistently(() => acknowledgeDelivery(engine, delivery));
		return;
	}
	const changed = await persistently(() => failDelivery(engine, delivery, verdict.reason));
	if (changed && delivery.tries >= MAX_ATTEMPTS)
		log.error(
			`ICRM event '${delivery.event.id}' was tried ${delivery.tries} times and is now a dead letter; last, ${verdict.reason}`,
		);
}

/** The execution is over, only the database is away: an acknowledgement that is lost would start it once more. */
async function persistently(work: () => Promise<boolean>): Promise<boolean> {
	const giveUpAt = Date.now() + GIVE_UP_MS;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		try {
			return await work();
		} catch (error) {
			if (!isUnavailable(error) || Date.now() + pause > giveUpAt) throw error;
		}
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
}
