import { createEngine, type Engine } from '../../../engine/engine';
import { anEvent } from '../../support/events';
import { IcrmError } from '../../../engine/errors';
import {
	appendEvents,
	createPump,
	setTimers,
	type Alarm,
	type Consumer,
	type Pump,
	type Subscription,
	type Timer,
	type TimerHandler,
} from '../../../engine/timeline';

/** The pump's alarm clock in the hands of a test: it awaits that the pump goes to sleep instead of sleeping itself. */
export interface OwnAlarm {
	readonly set: Alarm;
	/** How often the pump went to sleep. */
	sleeps(): number;
	/** Waits until the pump sleeps. Returns for how long it wants to, in ms. */
	asleep(): Promise<number>;
	ring(): void;
}

export function ownAlarm(): OwnAlarm {
	let sleeping: { readonly ms: number; readonly ring: () => void } | undefined;
	let sleeps = 0;
	let tell: (ms: number) => void = () => {};
	return {
		set(ms, ring) {
			sleeps++;
			sleeping = { ms, ring };
			tell(ms);
			return () => (sleeping = undefined);
		},
		sleeps: () => sleeps,
		asleep: () => (sleeping ? Promise.resolve(sleeping.ms) : new Promise((resolve) => (tell = resolve))),
		ring() {
			if (!sleeping) throw new Error('the pump is not asleep');
			const { ring } = sleeping;
			sleeping = undefined;
			ring();
		},
	};
}

/** A consumer that notes what it takes, and is free for `places` until it is given more. */
export interface Taker extends Consumer {
	/** `<event> <attempt>`, in the order taken. */
	readonly taken: string[];
	places: number;
}

export function taker(id: string, places = 10, changes: Partial<Consumer> = {}): Taker {
	const self: Taker = {
		subscription: { id, types: ['clock.breached'], filter: {}, label: `Workflow / ${id}` },
		taken: [],
		places,
		free: () => self.places,
		take({ event, attempt }) {
			self.places--;
			self.taken.push(`${event.id} ${attempt}`);
		},
		...changes,
	};
	return self;
}

/** Names of `count` subjects, in the order of the alphabet. */
export const names = (count: number): string[] =>
	Array.from({ length: count }, (_, i) => `t${String(i).padStart(3, '0')}`);

/** Makes one event of each timer, named after it. */
export const emitting: TimerHandler = {
	kind: 'test',
	lock: async (_trx, subjects) => subjects,
	fire: (engine, trx, timers) =>
		appendEvents(
			engine,
			trx,
			timers.map(({ subject, dueAt }) => anEvent({ id: subject, subject, at: dueAt })),
		),
};

export interface PumpStage {
	readonly engine: Engine;
	readonly pump: Pump;
	readonly alarm: OwnAlarm;
	/** What the pump said: `error …`, `info …`. */
	readonly said: string[];
	/** The present, epoch ms. */
	now: number;
	/** While it is true, every query fails as if the server were gone. */
	away: boolean;
	/** Happens while a query is under way. */
	meanwhile: () => void;
	/** Queries so far, whether or not they failed. */
	asked(): number;
	/** Sets timers in `inMs` from now, and wakes the pump as every commit does. */
	due(inMs: number, ...subjects: string[]): Promise<void>;
	/** The same as another process does it: this pump is not woken. */
	dueElsewhere(inMs: number, ...subjects: string[]): Promise<void>;
	/** Lets the time pass that the pump sleeps for. Returns how long it sleeps next. */
	sleepThrough(): Promise<number>;
}

const opened: { readonly pump: Pump; readonly engine: Engine }[] = [];
/** For `afterEach`: stops the pumps of a test and closes their stores. */
export async function closeStages(): Promise<void> {
	for (const { pump, engine } of opened.splice(0)) {
		await pump.stop();
		await engine.close();
	}
}

/** A pump on the real engine with an empty store of its own. Time and the alarm clock are the test's. */
export async function openStage(handlers: readonly TimerHandler[] = [emitting]): Promise<PumpStage> {
	const time = { now: Date.parse('2026-03-02T09:00Z'), away: false, meanwhile: () => {} };
	const real = await createEngine(
		{ kind: 'sqlite', file: ':memory:' },
		{ now: () => time.now, reactions: [] },
	);
	let asked = 0;
	const orAway = <T>(work: () => Promise<T>): Promise<T> => {
		asked++;
		time.meanwhile();
		return time.away
			? Promise.reject(new IcrmError('unavailable', 'Nothing answers', { hint: 'Check the host.' }))
			: work();
	};
	const engine: Engine = {
		...real,
		store: {
			...real.store,
			read: (query) => orAway(() => real.store.read(query)),
			write: (statement) => orAway(() => real.store.write(statement)),
			transaction: (work) => orAway(() => real.store.transaction(work)),
		},
	};
	const alarm = ownAlarm();
	const said: string[] = [];
	const note = (level: string) => (message: string) => void said.push(`${level} ${message}`);
	const log = { error: note('error'), warn: note('warn'), info: note('info') };
	const pump = createPump(engine, handlers, log, { alarm: alarm.set, leapt: () => false });
	const timers = (inMs: number, subjects: readonly string[]): Timer[] =>
		subjects.map((subject) => ({ subject, kind: 'test', dueAt: time.now + inMs, revision: 0 }));
	const stage = Object.assign(time, {
		engine,
		pump,
		alarm,
		said,
		asked: () => asked,
		due: (inMs: number, ...subjects: string[]) =>
			real.transaction((trx) => setTimers(trx, timers(inMs, subjects))),
		dueElsewhere: (inMs: number, ...subjects: string[]) =>
			real.store.transaction((trx) => setTimers(trx, timers(inMs, subjects))),
		async sleepThrough() {
			time.now += await alarm.asleep();
			alarm.ring();
			return await alarm.asleep();
		},
	});
	opened.push({ pump, engine: real });
	return stage;
}

export const seenAt = async ({ engine }: PumpStage, { id }: Pick<Subscription, 'id'>): Promise<number> => {
	const row = await engine.store.read((db) =>
		db.selectFrom('subscription').select('seen_at').where('id', '=', id).executeTakeFirst(),
	);
	return row?.seen_at ?? NaN;
};
