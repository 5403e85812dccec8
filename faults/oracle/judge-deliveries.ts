import { LEASE_MS } from '../../engine/timeline';
import { SUBSCRIPTIONS } from '../plan/subscriptions';
import type { Key, Noted } from '../worker/messages';
import type { Finding } from './findings';
import type { Account, StoredDelivery, StoredEvent } from './account';

type Emitted = Extract<Noted, { readonly kind: 'emitted' }>;

/** Whether every event reached every workflow that listens, as often as it had to, and was settled by who had it. */
export function judgeDeliveries({ store, notes, plan }: Account): Finding[] {
	const emitted = notes.filter((note): note is Emitted => note.kind === 'emitted');
	const mayLeap = plan.faults.some(({ kind }) => kind === 'leap');
	const said = Map.groupBy(
		notes.flatMap((note) => ('delivery' in note ? [{ note, ...note.delivery }] : [])),
		nameOf,
	);
	return [
		...fannedOut(store.events, store.deliveries),
		...sameAttempt(emitted),
		...store.deliveries.flatMap((delivery) => {
			const own = (said.get(nameOf(delivery)) ?? []).map(({ note }) => note).sort((a, b) => a.t - b.t);
			return [...settled(delivery, own), ...handedOut(delivery, own, mayLeap)];
		}),
	];
}

const nameOf = ({ subscriptionId, eventId }: Pick<Key, 'subscriptionId' | 'eventId'>): string =>
	`${eventId} to ${subscriptionId}`;

function fannedOut(events: readonly StoredEvent[], deliveries: readonly StoredDelivery[]): Finding[] {
	const there = new Set(deliveries.map(nameOf));
	return events.flatMap(({ id: eventId, type }) =>
		SUBSCRIPTIONS.filter(({ types }) => types.some((one) => one === type))
			.map(({ id: subscriptionId }) => nameOf({ subscriptionId, eventId }))
			.filter((name) => !there.has(name))
			.map((name): Finding => ({ fault: 'lost', text: `the delivery of ${name}` })),
	);
}

function sameAttempt(emitted: readonly Emitted[]): Finding[] {
	const attempts = Map.groupBy(
		emitted,
		({ delivery }) => `attempt ${delivery.attempt} of ${nameOf(delivery)}`,
	);
	return [...attempts].flatMap(([text, all]) =>
		all.slice(1).map((): Finding => ({ fault: 'sameAttempt', text })),
	);
}

/** A delivery ends when somebody acknowledges the attempt that counts, or when its subject has moved on. */
function settled(delivery: StoredDelivery, own: readonly Noted[]): Finding[] {
	const { state, settledBy, attempt } = delivery;
	const name = nameOf(delivery);
	if (state !== 'done') return [{ fault: 'left', text: `${name} is ${state}` }];
	const isSaid = (kind: 'emitted' | 'acknowledging'): boolean =>
		own.some((note) => note.kind === kind && note.delivery.attempt === attempt);
	const stale = own.filter(
		(note) => note.kind === 'acknowledged' && note.took && note.delivery.attempt !== attempt,
	);
	return [
		...stale.map((): Finding => ({ fault: 'stale', text: name })),
		...(settledBy === 'withdrawal' || isSaid('acknowledging')
			? []
			: ([
					own.some(({ kind }) => kind === 'emitted')
						? { fault: 'unacknowledged', text: `attempt ${attempt} of ${name}` }
						: { fault: 'lost', text: `${name} was never emitted` },
				] satisfies Finding[])),
	];
}

/** While an attempt is leased to somebody, nobody gets the next; once it is acknowledged, nobody gets one at all. */
function handedOut(delivery: StoredDelivery, own: readonly Noted[], mayLeap: boolean): Finding[] {
	const emitted = own.filter((note): note is Emitted => note.kind === 'emitted');
	const name = nameOf(delivery);
	const findings: Finding[] = [];
	for (const later of emitted) {
		const { attempt } = later.delivery;
		const isDone = own.some((note) => note.kind === 'acknowledged' && note.took && note.t < later.freeT);
		if (isDone) findings.push({ fault: 'again', text: `attempt ${attempt} of ${name}` });
		const before = emitted.find((one) => one.delivery.attempt === attempt - 1);
		const isReleased = own.some((note) => note.kind === 'failing' && note.delivery.attempt === attempt - 1);
		if (!mayLeap && before && !isReleased && later.c - before.freeAt < LEASE_MS)
			findings.push({
				fault: 'leased',
				text: `attempt ${attempt} of ${name} after ${later.c - before.freeAt} ms`,
			});
	}
	return findings;
}
