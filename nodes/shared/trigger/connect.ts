import type { ITriggerFunctions } from 'n8n-workflow';
import { IcrmError, type Engine, type PumpLog } from '../../../engine';
import { nodeError } from '../run/errors';
import { engineOf } from '../run/store';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const SAY_AGAIN_MS = 60_000;
/** n8n does not restart a trigger whose credential was edited, so it is looked at again this often. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Attaches a trigger to its store, and keeps it attached: to the one its credential names now. A store that cannot be
 * reached does not fail the activation (n8n would give up after five tries); it is tried until it answers or until
 * the trigger closes. A set-up that never can work does fail it.
 *
 * @returns the way to detach; what was taken goes on
 * @throws NodeOperationError for the embedded store in queue mode
 */
export async function connect(
	context: ITriggerFunctions,
	log: PumpLog,
	attach: (engine: Engine) => () => void,
): Promise<() => void> {
	let attached: { readonly engine: Engine; readonly detach: () => void } | undefined;
	let activating = true;
	let closed = false;
	let timer: NodeJS.Timeout | undefined;
	let failures = 0;
	let saidAt = -Infinity;

	/** One look: returns the pause until the next. */
	async function look(): Promise<number> {
		try {
			const engine = await engineOf(context);
			if (!closed && engine !== attached?.engine) {
				attached?.detach();
				attached = { engine, detach: attach(engine) };
			}
			failures = 0;
			return LOOK_AGAIN_MS;
		} catch (error) {
			if (activating && error instanceof IcrmError && error.code === 'unsupported') throw error;
			complain(error);
			return Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
		}
	}

	function complain(error: unknown): void {
		if (Date.now() - saidAt < SAY_AGAIN_MS) return;
		saidAt = Date.now();
		const { message, description } = nodeError(context.getNode(), error);
		log.error(
			`'${context.getNode().name}' waits for the ICRM store: ${message}. ${description ?? ''}`.trim(),
		);
	}

	async function lookAndGoOn(): Promise<void> {
		const pause = await look();
		if (closed) return;
		timer = setTimeout(() => void lookAndGoOn(), pause);
		// A process with nothing else to do, such as a command, may end.
		timer.unref();
	}

	try {
		await lookAndGoOn();
		activating = false;
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
	return () => {
		closed = true;
		clearTimeout(timer);
		attached?.detach();
		attached = undefined;
	};
}
