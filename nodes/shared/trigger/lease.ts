import { LEASE_MS, renewLease, type Delivery, type Engine, type PumpLog } from '../../../engine';

export interface Lease {
	/** Resolves when the delivery is no longer ours to wait for. Never, once it was stopped. */
	readonly over: Promise<'lost' | 'expired'>;
	stop(): void;
}

/**
 * Keeps a delivery from being claimed again while its execution runs.
 *
 * It ends by itself in two cases: `lost`, when the workflow marked the event as done or reported that it
 * failed, or somebody else holds it by now; `expired`, after `longestLifeMs`, because n8n may never say that an execution ended (a worker that
 * finishes before main listens; a Redis restarted empty), and such an event would otherwise rest for ever.
 */
export function keepLease(engine: Engine, delivery: Delivery, longestLifeMs: number, log: PumpLog): Lease {
	const expiresAt = Date.now() + longestLifeMs;
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	let end: (how: 'lost' | 'expired') => void = () => {};
	const over = new Promise<'lost' | 'expired'>((resolve) => (end = resolve));

	const schedule = () => {
		if (stopped) return;
		const rest = Math.max(expiresAt - Date.now(), 0);
		timer = setTimeout(() => void renew(), Math.min(LEASE_MS / 3, rest));
		// An n8n that wants to exit need not wait for it: the lease then runs out.
		timer.unref();
	};

	async function renew(): Promise<void> {
		if (Date.now() >= expiresAt) return end('expired');
		try {
			if (!(await renewLease(engine, delivery, LEASE_MS))) return end('lost');
		} catch (error) {
			// The database is away, so nobody else can claim it either; the next turn tries again.
			log.warn(`The lease of ICRM event '${delivery.event.id}' could not be renewed: ${String(error)}`);
		}
		schedule();
	}

	schedule();
	return {
		over,
		stop() {
			stopped = true;
			clearTimeout(timer);
		},
	};
}
