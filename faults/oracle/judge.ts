import { judgeDeliveries } from './judge-deliveries';
import { judgeEscalations } from './judge-escalations';
import { judgeEvents } from './judge-events';
import type { Finding } from './findings';
import type { Account } from './account';
import { replay } from './replay';

/**
 * Everything that is wrong with a run: compared with the same facts undisturbed, with what consumers noted, and with what is
 * documented of late firing, which is the only thing that may differ.
 *
 * @param folder where the replay may have its store
 */
export async function judge(account: Account, folder: string): Promise<Finding[]> {
	const { store, isSettled, fell, endsAt } = account;
	const undisturbed = await replay(store.facts, endsAt, folder);
	return [
		...fell.map((text): Finding => ({ fault: 'fell', text })),
		...store.timers.map((text): Finding => ({ fault: 'left', text: `a timer: ${text}` })),
		...(isSettled || store.timers.length > 0
			? []
			: [{ fault: 'left', text: 'it never came to rest' } as const]),
		...judgeEvents(account, undisturbed),
		...judgeEscalations(account, undisturbed),
		...judgeDeliveries(account),
	];
}
