/** Remembers what was due and could not be taken, because somebody else holds it: others have their turn meanwhile. */
export interface PassedOver {
	/** What is not to be tried again yet. */
	at(now: number): ReadonlySet<string>;
	/** False where there are too many to remember: then they come up again at once. */
	note(subjects: readonly string[], now: number): boolean;
}

const AGAIN_AFTER_MS = 1_000;
/** A statement names them. */
const MOST = 1_000;

export function createPassedOver(): PassedOver {
	const until = new Map<string, number>();
	return {
		at(now) {
			for (const [subject, end] of until) if (end <= now || end > now + AGAIN_AFTER_MS) until.delete(subject);
			return new Set(until.keys());
		},
		note(subjects, now) {
			const room = MOST - until.size;
			for (const subject of subjects.slice(0, room)) until.set(subject, now + AGAIN_AFTER_MS);
			return subjects.length <= room;
		},
	};
}
