/** One thing looked at: how it is, what that means, and what to do about it. */
export interface Finding {
	readonly about: string;
	readonly state: 'ok' | 'warning' | 'fault';
	readonly says: string;
	readonly todo?: string;
}

export const MINUTE_MS = 60_000;

/** `40 s`, `12 min`, `3 h`, `2 days`. */
export function lengthOf(ms: number): string {
	const minutes = Math.round(ms / MINUTE_MS);
	if (minutes < 2) return `${Math.max(0, Math.round(ms / 1000))} s`;
	if (minutes < 120) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
