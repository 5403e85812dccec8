import type { Policy, Run } from './types';

/** A run that goes through its levels once more, from an instant on, as often as its policy says. */
export function begunAnew(run: Run, { repeat }: Pick<Policy, 'repeat'>, nextAt: number): Run {
	const pass = run.pass + 1;
	return {
		...run,
		state: 'active',
		pass,
		passes: pass + repeat,
		level: 1,
		nextAt,
		endedAt: undefined,
		revision: run.revision + 1,
	};
}
