import { setTimeout as pause } from 'node:timers/promises';
import { openRequests, unwrap, type Engine } from '../../../engine';
import { runByHand } from '../../../scripts/stage/stage';
import { poll } from '../../../scripts/stage/util/poll';
import { onStageWith } from '../stage';
import { Witness } from '../witness';
import { expectNoSilence, watchHealth } from './health';
import { brew, hire, requestsOf, titlesOf, untilCalm } from './storm';

const DAY_MS = 24 * 60 * 60 * 1000;
const EARLY = titlesOf('Due as n8n stopped', 5);
/** Heard of late, so their breaches are held back for the settling time of an agreement: a minute. */
const LATE = titlesOf('Due four days ago', 5);
const TITLES = [...EARLY, ...LATE];

/** Three workflows that tell the witness, beside the template that sends a mail. */
const LISTENING = {
	'Breaches, told': { node: 'icrmSlaTrigger', events: ['clock.breached'] },
	'Breaches, counted': { node: 'icrmSlaTrigger', events: ['clock.breached'] },
	'Notifications, told': { node: 'icrmEscalationTrigger', events: ['escalation.notify'] },
};

/** As if the last heartbeat of every trigger lay that long ago. */
const sleep = (engine: Engine, ms: number) =>
	engine.store.transaction((trx) =>
		trx
			.updateTable('subscription')
			.set((eb) => ({ seen_at: eb('seen_at', '-', ms) }))
			.execute(),
	);

describe.each(['sqlite', 'postgres'] as const)('eight days asleep, on %s', (store) => {
	const theatre = onStageWith(store);
	const witness = new Witness();
	beforeAll(witness.start);
	afterAll(witness.stop);

	it('each of four workflows gets what fell due meanwhile', async () => {
		const { stage } = theatre;
		const { api, n8n, engine } = stage;
		await runByHand(stage, 'load-sample-company', 'Load it');
		for (const [name, listens] of Object.entries(LISTENING)) await witness.toldBy(api, name, listens);
		const dueAt = await brew(stage, EARLY);
		await n8n.stop();
		expect(Date.now()).toBeLessThan(dueAt);
		const openedAt = Date.now() - 4 * DAY_MS;
		await hire(stage, LATE);
		(await openRequests(engine, requestsOf(LATE, openedAt))).forEach(unwrap);
		await pause(dueAt + 1_000 - Date.now());
		await sleep(engine, 8 * DAY_MS);
		expect(witness.calls).toEqual([]);

		await n8n.start();
		const health = watchHealth(n8n.baseUrl);
		const heard = () =>
			Object.keys(LISTENING).map((name) => {
				const calls = witness.calls.filter(({ workflow }) => workflow === name);
				return new Set(calls.map(({ event }) => event)).size;
			});
		await poll(async () => (heard().every((count) => count >= TITLES.length) ? true : undefined), {
			timeoutMs: 120_000,
			what: 'every workflow to get its events',
			detail: () => `They got ${heard().join(', ')}.\n${n8n.logText().slice(-3_000)}`,
		});
		expect(await untilCalm(stage, TITLES)).toBe(0);
		expect(heard()).toEqual([TITLES.length, TITLES.length, TITLES.length]);
		expect(witness.calls.map(({ attempt }) => attempt)).toEqual(witness.calls.map(() => 1));
		expectNoSilence(`asleep-${store}`, [await health.stop()]);
	}, 400_000);
});
