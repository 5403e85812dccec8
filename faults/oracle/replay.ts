import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine';
import { unwrap } from '../../engine/outcome';
import { openRequests, recordFacts } from '../../engine/sla';
import { fireTimers, subscribe } from '../../engine/timeline';
import { handlers } from '../../engine/wiring';
import { foundCompany, subscribeAll, withEngine } from '../stage/company';
import { SUBSCRIPTIONS } from '../plan/subscriptions';
import { DAY_MS, MINUTE_MS } from '../plan/types';
import { readStore, type Store, type StoredFact } from './account';

/**
 * The same facts in a fresh store, where nothing disturbs: each is said at the instant at which it was said in the run, and what is
 * due in between is fired at its very instant. One request after the other, since none of them knows of the others.
 *
 * @param facts of all requests, those of one request in their order
 * @param endsAt how far time goes on after the last of them, epoch ms
 * @param folder where the store may lie for as long as it takes
 */
export async function replay(facts: readonly StoredFact[], endsAt: number, folder: string): Promise<Store> {
	const own = mkdtempSync(join(folder, 'replay-'));
	const config = { kind: 'sqlite', file: join(own, 'icrm.sqlite') } as const;
	try {
		const time = {
			now: Math.min(endsAt, ...facts.flatMap(({ at, recordedAt }) => [at, recordedAt])) - MINUTE_MS,
		};
		await foundCompany(config, time.now);
		await subscribeAll(config, time.now);
		await withEngine(
			config,
			() => time.now,
			async (engine) => {
				const goTo = async (instant: number): Promise<void> => {
					for (;;) {
						const next = await nextTimer(engine);
						if (next === undefined || next > instant) break;
						await moveTo(Math.max(time.now, next));
						await fireTimers(engine, handlers, (error) => {
							throw error;
						});
					}
					await moveTo(instant);
				};
				let seenAt = time.now;
				/** As workflows do that are always there. */
				const moveTo = async (instant: number): Promise<void> => {
					time.now = instant;
					if (instant - seenAt < DAY_MS) return;
					seenAt = instant;
					for (const subscription of SUBSCRIPTIONS) await subscribe(engine, subscription);
				};
				for (const own of Map.groupBy(facts, ({ requestId }) => requestId).values()) {
					for (const fact of own) {
						// Said under a clock that was put back afterwards, it is ahead of the clock it is written by.
						const instant = Math.max(fact.recordedAt, fact.at);
						await (fact.kind === 'opened' ? moveTo(instant) : goTo(instant));
						await say(engine, fact);
					}
					await goTo(endsAt);
				}
			},
		);
		return await readStore(config);
	} finally {
		rmSync(own, { recursive: true, force: true });
	}
}

const nextTimer = async (engine: Engine): Promise<number | undefined> =>
	(
		await engine.store.read((db) =>
			db.selectFrom('timer').select('due_at').orderBy('due_at').limit(1).executeTakeFirst(),
		)
	)?.due_at;

async function say(engine: Engine, { requestId, externalRef, kind, at, said }: StoredFact): Promise<void> {
	if (kind === 'opened') {
		const { title, serviceId, requesterId: requester, assigneeId: assignee, priority } = said;
		const input = { title, serviceId, requester, assignee, priority, externalRef, openedAt: at };
		unwrap((await openRequests({ ...engine, newId: () => requestId }, [input]))[0]);
		return;
	}
	const { assigneeId, ...rest } = said;
	const fact = { ...rest, kind, ...(assigneeId === undefined ? {} : { assignee: assigneeId }) };
	unwrap((await recordFacts(engine, [{ request: requestId, at, fact }]))[0]);
}
