import { look, type Row } from '../stage/look';
import { STRANGE_KIND } from '../stage/disturb';
import type { StoreConfig } from '../../engine';
import type { Plan } from '../plan/types';
import type { Noted } from '../worker/messages';

/** Something that was said of a request, as it was written. Instants in epoch ms, by the clocks of the run. */
export interface StoredFact {
	readonly requestId: string;
	readonly externalRef: string;
	readonly seq: number;
	readonly kind: string;
	readonly at: number;
	readonly recordedAt: number;
	/** What was said, without what the columns say. */
	readonly said: Readonly<Record<string, unknown>>;
}

export interface StoredEvent {
	readonly id: string;
	readonly type: string;
	readonly subject: string;
	readonly requestId: string;
	readonly at: number;
	readonly recordedAt: number;
	readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredDelivery {
	readonly subscriptionId: string;
	readonly eventId: string;
	readonly state: string;
	readonly attempt: number;
	readonly settledBy: string | null;
}

/** A policy that worked on a request, and whom each of its levels notified. */
export interface StoredRun {
	readonly id: string;
	readonly requestId: string;
	readonly state: string;
	readonly startedAt: number;
	/** `1.2` is the second level of the first pass. */
	readonly levels: ReadonlySet<string>;
}

export interface Store {
	readonly facts: readonly StoredFact[];
	readonly events: readonly StoredEvent[];
	readonly deliveries: readonly StoredDelivery[];
	readonly runs: readonly StoredRun[];
	/** What is still planned, as `kind subject`. */
	readonly timers: readonly string[];
}

/** All that is left of a run, for who judges it. */
export interface Account {
	readonly plan: Plan;
	readonly store: Store;
	readonly notes: readonly Noted[];
	/** The right clock at the end, epoch ms. */
	readonly endsAt: number;
	/** Whether it came to rest. */
	readonly isSettled: boolean;
	/** Last words of processes that ended by themselves. */
	readonly fell: readonly string[];
}

export async function readStore(config: StoreConfig): Promise<Store> {
	const rows = (query: string): Promise<Row[]> => look(config, query);
	const refs = new Map(
		(await rows('select id, external_ref from request')).map((row) => [row.id, row.external_ref]),
	);
	const told = await rows('select run_id, pass, level from notification');
	return {
		facts: (await rows('select * from fact order by request_id, seq')).map((row) => ({
			requestId: String(row.request_id),
			externalRef: String(refs.get(row.request_id ?? '')),
			seq: Number(row.seq),
			kind: String(row.kind),
			at: Number(row.at),
			recordedAt: Number(row.recorded_at),
			said: JSON.parse(String(row.data)),
		})),
		events: (await rows('select * from event order by recorded_at, id')).map((row) => ({
			id: String(row.id),
			type: String(row.type),
			subject: String(row.subject),
			requestId: String(row.request_id),
			at: Number(row.at),
			recordedAt: Number(row.recorded_at),
			data: JSON.parse(String(row.data)),
		})),
		deliveries: (await rows('select * from delivery order by subscription_id, event_id')).map((row) => ({
			subscriptionId: String(row.subscription_id),
			eventId: String(row.event_id),
			state: String(row.state),
			attempt: Number(row.attempt),
			settledBy: row.settled_by === null ? null : String(row.settled_by),
		})),
		runs: (await rows('select * from escalation_run order by started_at, id')).map((row) => ({
			id: String(row.id),
			requestId: String(row.request_id),
			state: String(row.state),
			startedAt: Number(row.started_at),
			levels: new Set(told.flatMap((one) => (one.run_id === row.id ? [`${one.pass}.${one.level}`] : []))),
		})),
		timers: (await rows(`select kind, subject from timer where kind <> '${STRANGE_KIND}'`)).map(
			({ kind, subject }) => `${kind} ${subject}`,
		),
	};
}
