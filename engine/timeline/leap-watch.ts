/** Somebody corrects a clock by as much now and then; sleeping for less is nothing. */
const LEAP_MS = 60_000;

/**
 * Says whether the clock has leapt since it was last asked, in either direction: whether it went on by another time than passed.
 *
 * @param now the clock, epoch ms
 * @param passed a time that only goes on, ms
 */
export function createLeapWatch(
	now: () => number,
	passed: () => number = () => performance.now(),
): () => boolean {
	let offset = now() - passed();
	return () => {
		const before = offset;
		offset = now() - passed();
		return Math.abs(offset - before) > LEAP_MS;
	};
}
