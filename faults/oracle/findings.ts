/** What a run may be found guilty of. Each is counted, and none may be there. */
export const FAULTS = {
	lost: 'lost',
	twice: 'fired twice',
	sameAttempt: 'same attempt twice',
	left: 'left over',
	untrue: 'told what did not hold',
	unacknowledged: 'settled without an acknowledgement',
	stale: 'settled by an earlier attempt',
	leased: 'handed out while leased',
	again: 'handed out after it was settled',
	unknown: 'events that no fact explains',
	fell: 'processes that ended by themselves',
} as const;
export type FaultName = keyof typeof FAULTS;

export interface Finding {
	readonly fault: FaultName;
	/** Which, and how it is seen. */
	readonly text: string;
}
