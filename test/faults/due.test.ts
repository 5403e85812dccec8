import { dueOf } from '../../faults/oracle/due';
import type { StoredFact } from '../../faults/oracle/account';

const MINUTE = 60_000;
const said = (kind: string, minute: number, more: Readonly<Record<string, unknown>> = {}): StoredFact => ({
	requestId: 'r',
	externalRef: 'R1',
	seq: 1,
	kind,
	at: minute * MINUTE,
	recordedAt: minute * MINUTE,
	said: { kind, ...more },
});
const opened = said('opened', 0, { priority: 'normal' });
const dueIn = (...facts: StoredFact[]): number | undefined => {
	const due = dueOf([opened, ...facts]);
	return due === undefined ? undefined : due / MINUTE;
};

describe('when a request is due by the oracle', () => {
	it('counts every minute from its opening', () => {
		expect(dueIn()).toBe(60);
	});

	it('does not count while it is paused', () => {
		expect(dueIn(said('paused', 10))).toBeUndefined();
		expect(dueIn(said('paused', 10), said('resumed', 25))).toBe(75);
	});

	it('stays where it was when it is paused or resolved after that', () => {
		expect(dueIn(said('paused', 70))).toBe(60);
		expect(dueIn(said('resolved', 61))).toBe(60);
		expect(dueIn(said('resolved', 59))).toBeUndefined();
	});

	it('keeps what was used when the priority changes', () => {
		expect(dueIn(said('priorityChanged', 20, { priority: 'low' }))).toBe(240);
		expect(dueIn(said('priorityChanged', 50, { priority: 'high' }))).toBe(30);
	});
});
