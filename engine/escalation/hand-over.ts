import { findMembers } from '../directory';
import type { Engine } from '../engine';
import { recordFacts } from '../sla';
import type { Found } from './acknowledge-view';
import { isTold, toldOf } from './notification-repository';
import { lockOpenRuns, queryRuns, updateRuns } from './run-repository';
import { pluck } from '../pluck';

/** To whom a request was handed over, and who was notified of it in that moment. */
export interface HandedOver {
	readonly to: string;
	/** Names: theirs, or of whoever stands in for them. */
	readonly told: readonly string[];
	/** Whether a further level is to come. */
	readonly goesOn: boolean;
}

/** Assigns the request to a colleague, with a word from whoever hands it over. Undefined where that cannot be. */
export async function handOver(
	engine: Engine,
	{ notification, run: { requestId } }: Found,
	{ to, note }: { readonly to: string; readonly note: string },
): Promise<HandedOver | undefined> {
	const by = notification.memberId;
	const from = engine.now();
	const fact = { kind: 'assigned', assignee: to };
	const [outcome] = await recordFacts(engine, [{ request: requestId, fact, actor: by }], async (trx) => {
		const runs = await lockOpenRuns(trx, [requestId]);
		if (note !== '')
			await updateRuns(
				trx,
				runs.map((run) => ({ ...run, note, notedBy: by })),
			);
	});
	if (!outcome?.ok) return undefined;
	return await engine.store.read(async (db) => {
		const runs = await queryRuns(db, { requestId, limit: 10 });
		const told = [...(await toldOf(db, pluck(runs, 'id'))).values()].flat();
		const fresh = told.filter((one) => one.createdAt >= from && isTold(one));
		const people = await findMembers(db, [to, ...pluck(fresh, 'memberId')]);
		const nameOf = (id: string) => people.get(id)?.name ?? id;
		return {
			to: nameOf(to),
			told: fresh.map(({ memberId }) => nameOf(memberId)),
			goesOn: runs.some(({ state }) => state === 'active'),
		};
	});
}
