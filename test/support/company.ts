import { importCompany } from '../../engine/directory';
import { savePolicies } from '../../engine/escalation';
import { ESCALATION_EVENTS } from '../../engine/escalation/run-events';
import { unwrap } from '../../engine/outcome';
import {
	openRequests,
	recordFacts,
	saveAgreements,
	SLA_EVENTS,
	type OpenedRequest,
	type RecordedFact,
} from '../../engine/sla';
import type { EventType, TimelineEvent } from '../../engine/event';
import {
	acknowledgeDelivery,
	claimDeliveries,
	fireTimers,
	saveSubscription,
	subscribe,
	type Delivery,
} from '../../engine/timeline';
import { lookAhead } from '../../engine/timeline/next-repository';
import { arrivals, handlers, reactions, rechecks } from '../../engine/wiring';
import type { Harness, OpenCompany } from './harness';

const office = [['09:00', '17:00']];
const week = { mon: office, tue: office, wed: office, thu: office, fri: office };

/** Four people and a boss: small enough to keep in one's head while reading a story. Times in the stories are UTC. */
const PEOPLE = {
	calendars: [{ id: 'office', name: 'Office hours', spec: { timezone: 'UTC', weekly: week } }],
	departments: [
		{ id: 'board', name: 'Board', headId: 'carla' },
		{ id: 'it', name: 'IT', headId: 'hanna', calendarId: 'office' },
		{ id: 'hr', name: 'Human Resources', headId: 'rosa' },
	],
	members: [
		{ id: 'carla', name: 'Carla', email: 'carla@acme.example', departmentId: 'board' },
		{ id: 'hanna', name: 'Hanna', email: 'hanna@acme.example', departmentId: 'it', managerId: 'carla' },
		{ id: 'tom', name: 'Tom', email: 'tom@acme.example', departmentId: 'it', managerId: 'hanna' },
		{
			id: 'rosa',
			name: 'Rosa',
			email: 'rosa@acme.example',
			departmentId: 'hr',
			managerId: 'carla',
			locale: 'zh-CN',
		},
	],
	services: [{ id: 'laptop', name: 'New laptop', departmentId: 'it' }],
};

const POLICY = {
	id: 'climb',
	name: 'Up the line',
	levels: [
		{ targets: [{ kind: 'assignee' }] },
		{ delay: '30 min', targets: [{ kind: 'manager' }] },
		{ delay: '1h', targets: [{ kind: 'manager' }] },
	],
};

const AGREEMENT = {
	id: 'laptop-sla',
	name: 'Laptops',
	serviceId: 'laptop',
	calendarId: 'office',
	escalationPolicyId: 'climb',
	warnAtPercent: [75],
	targets: [
		{ metric: 'firstResponse', target: '2h' },
		{ metric: 'resolution', target: '1 working day' },
		{ metric: 'resolution', priority: 'high', target: '4h' },
	],
};

const KINDS = handlers.map(({ kind }) => kind);

export interface Company extends Harness {
	/** What the workflows were told so far: `10:00 clock.breached firstResponse`, `10:00 mail to Tom (1.1)`. */
	readonly log: string[];
	/** The same as events, in the order they arrived. */
	readonly arrived: Delivery[];
	/** Opens a request for a laptop, by Rosa, for Tom unless said otherwise. */
	ask(changes?: Record<string, unknown>): Promise<OpenedRequest>;
	say(request: string, fact: Record<string, unknown>, more?: Record<string, unknown>): Promise<RecordedFact>;
	/** Fires what is due and delivers it, now. */
	settle(): Promise<void>;
	/** The workflow begins to listen, where it did not from the start. */
	begin(): Promise<void>;
}

/** A company with an agreement and an escalation policy, and a workflow that listens to everything. */
export async function openCompany(
	open: OpenCompany,
	changes: {
		agreement?: Record<string, unknown>;
		policy?: Record<string, unknown>;
		startsAt?: string;
		listens?: boolean;
		/** Subscriptions never lapse, whatever time goes by. */
		staysAlive?: boolean;
	} = {},
): Promise<Company> {
	const harness = await open({
		reactions,
		arrivals,
		rechecks,
		startsAt: changes.startsAt ?? '2026-03-02T09:00Z',
	});
	const { engine } = harness;
	await importCompany(engine, PEOPLE);
	unwrap((await savePolicies(engine, [{ ...POLICY, ...changes.policy }]))[0]);
	unwrap((await saveAgreements(engine, [{ ...AGREEMENT, ...changes.agreement }]))[0]);
	const log: string[] = [];
	const arrived: Delivery[] = [];
	const types = [
		...SLA_EVENTS.filter((type) => type.startsWith('clock.')),
		...ESCALATION_EVENTS.filter((type) => type !== 'escalation.standDown'),
	];
	if (changes.listens ?? true) await listen(harness, 'everything', types);

	const deliver = async () => {
		for (;;) {
			const deliveries = await claimDeliveries(engine, 'everything', 50, 60_000);
			if (deliveries.length === 0) return;
			for (const delivery of deliveries) {
				arrived.push(delivery);
				log.push(`${new Date(harness.now).toISOString().slice(11, 16)} ${shortly(delivery.event)}`);
				await acknowledgeDelivery(engine, delivery);
			}
		}
	};
	const settle = async () => {
		// As a trigger does that is alive.
		if (changes.staysAlive) await keepAlive(harness);
		await fireTimers(engine, handlers, (error) => {
			throw error;
		});
		await deliver();
	};
	/** Stops at every instant something is due at, as the pump would. */
	const goTo = async (instant: number) => {
		for (;;) {
			const { timerAt: next } = await engine.store.read((db) => lookAhead(db, KINDS, []));
			if (next > instant) break;
			harness.now = Math.max(harness.now, next);
			await settle();
		}
		harness.now = instant;
		await settle();
	};
	const move = { at: harness.at, fastForward: harness.fastForward };
	/** The harness says where to; we go there stop by stop. */
	const stepwise = async (jump: () => Promise<void>) => {
		const from = harness.now;
		await jump();
		const to = harness.now;
		harness.now = from;
		await goTo(to);
	};
	return Object.assign(harness, {
		log,
		arrived,
		settle,
		begin: async () => {
			await subscribe(engine, { id: 'everything', types, filter: {}, label: 'everything' });
			await settle();
		},
		ask: async (more: Record<string, unknown> = {}) => {
			const input = {
				title: 'Laptop for the new colleague',
				serviceId: 'laptop',
				requester: 'rosa',
				assignee: 'tom',
				...more,
			};
			return unwrap((await openRequests(engine, [input]))[0]);
		},
		say: async (request: string, fact: Record<string, unknown>, more: Record<string, unknown> = {}) =>
			unwrap((await recordFacts(engine, [{ request, fact, ...more }]))[0]),
		at: (instant: string) => stepwise(() => move.at(instant)),
		fastForward: (by: string | number) => stepwise(() => move.fastForward(by)),
	});
}

export async function listen(
	{ engine, now }: Pick<Harness, 'engine' | 'now'>,
	id: string,
	types: readonly EventType[],
	filter = {},
): Promise<void> {
	await engine.transaction((trx) => saveSubscription(trx, { id, types, filter, label: id }, now));
}

/** As triggers do that are alive. */
const keepAlive = async ({ engine, now }: Pick<Harness, 'engine' | 'now'>): Promise<void> =>
	await engine.transaction(async (trx) => {
		await trx.updateTable('subscription').set({ seen_at: now }).execute();
	});

function shortly(event: TimelineEvent): string {
	const { type, data } = event;
	if (event.type === 'escalation.notify')
		return `mail to ${event.data.memberName} (${event.data.pass}.${event.data.level})`;
	return [type, type.startsWith('clock.') && 'metric' in data ? data.metric : undefined]
		.filter(Boolean)
		.join(' ');
}
