import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '../../engine/store';
import type { Habits } from '../plan/types';
import { openClock } from './clock';
import { openEngine } from './engine';
import { openJournal } from './journal';
import type { Message, Role } from './messages';
import { createPoints } from './points';
import { runPump } from './pump';
import { runWriter } from './writer';

const WELL_BEHAVED: Habits = { slow: 0, fails: 0 };

/** A process of a run. Its first argument is its role as JSON; it ends when whoever started it does. */
async function main(role: Role): Promise<void> {
	const clock = openClock(role.clockFile);
	const journal = openJournal(role.journalFile, clock);
	const points = createPoints();
	const begun = Promise.withResolvers<number>();
	if (role.startedAt !== undefined) begun.resolve(role.startedAt);
	let wake = (): void => {};
	let behaves = false;
	process.on('disconnect', () => process.exit(0));
	process.on('message', (message: Message) => {
		if (message.kind === 'begin') begun.resolve(message.startedAt);
		else if (message.kind === 'wake') wake();
		else if (message.kind === 'behave') {
			behaves = true;
			points.disarm();
		} else points.arm(message);
	});
	const say = (text: string): void => journal({ kind: 'said', level: 'warn', text });
	const engine = await openedAtLast(() => openEngine(role.config, { clock, points, say }), say);
	journal({ kind: 'ready' });
	const { work } = role;
	if (work.kind === 'writer') {
		await runWriter(engine, journal, { ...work, startedAt: await begun.promise });
		process.exit(0);
	}
	const habits = (): Habits => (behaves ? WELL_BEHAVED : work.habits);
	({ wake } = runPump(engine, { clock, journal, points, seed: role.seed, habits }));
}

const RETRY_MS = 100;

/** The database may be away just now. */
async function openedAtLast<T>(open: () => Promise<T>, say: (text: string) => void): Promise<T> {
	for (;;) {
		try {
			return await open();
		} catch (error) {
			if (!isUnavailable(error)) throw error;
			say(String(error));
			await sleep(RETRY_MS);
		}
	}
}

main(JSON.parse(process.argv[2] ?? '')).catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
