import { setTimeout as pause } from 'node:timers/promises';

interface PollOptions {
	readonly timeoutMs: number;
	/** What is waited for, as it reads after "Waited 30 s for". */
	readonly what: string;
	readonly everyMs?: number;
	/** What to say beside it when it does not come. */
	readonly detail?: () => string;
}

/** Asks again and again until `ask` answers with something. For servers of which only the outside can be seen. */
export async function poll<Answer>(
	ask: () => Promise<Answer | undefined>,
	{ timeoutMs, what, everyMs = 250, detail = () => '' }: PollOptions,
): Promise<Answer> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) {
			throw new Error([`Waited ${Math.round(timeoutMs / 1000)} s for ${what}.`, detail()].join('\n').trim());
		}
		await pause(everyMs);
	}
}
