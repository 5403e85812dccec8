import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from './messages';
import type { Point } from '../plan/types';

/** The places at which this process can be killed or held up. */
export interface Points {
	arm(message: Extract<Message, { readonly kind: 'killAt' | 'holdUp' }>): void;
	/** From now on nothing happens at any of them. */
	disarm(): void;
	/** This process comes by a point. Where it is to die there, this does not return. */
	passes(point: Point): Promise<void>;
	/** The same where nothing can wait: it can be killed there, and not be held up. */
	passesAtOnce(point: Point): void;
}

export function createPoints(): Points {
	const deaths = new Map<Point, number>();
	const delays = new Map<Point, { times: number; ms: number }>();
	const passesAtOnce = (point: Point): void => {
		const left = deaths.get(point);
		if (left === undefined) return;
		if (left <= 1) process.kill(process.pid, 'SIGKILL');
		deaths.set(point, left - 1);
	};
	return {
		arm(message) {
			if (message.kind === 'killAt') deaths.set(message.point, message.nth);
			else delays.set(message.point, { times: message.times, ms: message.ms });
		},
		disarm() {
			deaths.clear();
			delays.clear();
		},
		passesAtOnce,
		async passes(point) {
			passesAtOnce(point);
			const delay = delays.get(point);
			if (!delay || delay.times <= 0) return;
			delay.times--;
			await sleep(delay.ms);
		},
	};
}
