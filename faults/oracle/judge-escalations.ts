import { dueOf, isOver, isPaused } from './due';
import type { Finding } from './findings';
import type { Account, Store, StoredRun } from './account';

/**
 * Who is notified depends on when a pump came by: a level that was late is counted from when it was noticed. Of what was never done
 * and nobody took on, every level has its turn all the same, and the policy comes to its end.
 */
export function judgeEscalations({ store, plan }: Account, undisturbed: Store): Finding[] {
	const takenOn = new Set(plan.writers.flat().flatMap((op) => (op.kind === 'takeOn' ? [op.request] : [])));
	const facts = Map.groupBy(store.facts, ({ requestId }) => requestId);
	return [...facts].flatMap(([requestId, own]): Finding[] => {
		if (isOver(own) || isPaused(own) || dueOf(own) === undefined) return [];
		const name = own[0]?.externalRef ?? '';
		const [is, should] = [lastOf(store, requestId), lastOf(undisturbed, requestId)];
		if (!should) return [];
		if (!is) return [{ fault: 'lost', text: `the escalation of ${name}` }];
		if (is.state !== 'exhausted')
			return [{ fault: 'lost', text: `the end of the escalation of ${name}, which is ${is.state}` }];
		if (takenOn.has(name)) return [];
		return [...should.levels]
			.filter((level) => ![...is.levels].some((one) => stepOf(one) === stepOf(level)))
			.map((level) => ({ fault: 'lost', text: `level ${level} of the escalation of ${name}` }));
	});
}

/** Without its pass: after a leap a deadline may pass a second time, and then the levels begin again, in a further pass. */
const stepOf = (level: string): string => level.split('.').at(-1) ?? '';

/** The run that counts at the end: a breach that was taken back has left one that is stopped, perhaps begun under a clock far ahead. */
function lastOf({ runs }: Store, requestId: string): StoredRun | undefined {
	const own = runs.filter((run) => run.requestId === requestId);
	return own.findLast(({ state }) => state !== 'stopped') ?? own.at(-1);
}
