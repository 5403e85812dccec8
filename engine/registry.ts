import { resolve } from 'node:path';
import { createEngine, type Engine } from './engine';
import type { StoreConfig } from './store';
import { createPump, type Pump, type PumpLog } from './timeline';
import { arrivals, handlers, onOpen, reactions, rechecks } from './wiring';

const engines = new Map<string, Promise<Engine>>();
const pumps = new Map<Engine, Pump>();

/**
 * The process's engine for a store: opened once, then shared by every node that names the same one.
 * An opening that fails is not kept, so that the next caller tries again.
 *
 * @example const engine = await engineFor({ kind: 'sqlite', file: '/data/icrm.sqlite' });
 * @throws IcrmError `unavailable` or `unsupported`, see `openStore`
 */
export function engineFor(config: StoreConfig): Promise<Engine> {
	const key = keyOf(config);
	const known = engines.get(key);
	if (known) return known;
	const opening = openEngine(config);
	engines.set(key, opening);
	// The caller gets the error from the promise itself; here it only clears the way.
	opening.catch(() => engines.delete(key));
	return opening;
}

async function openEngine(config: StoreConfig): Promise<Engine> {
	let pump = (): Pump | undefined => undefined;
	const engine = await createEngine(config, {
		reactions,
		arrivals,
		rechecks,
		// Where no trigger listens, nobody waits for that connection either: the next query opens another, or says why not.
		onIdleError: (error) => pump()?.connectionLost(error),
		onWarning: (message) => pump()?.warn(message),
	});
	pump = () => pumps.get(engine);
	await onOpen(engine);
	return engine;
}

/** The engine's one pump. It speaks through the log of whoever asked first. */
export function pumpFor(engine: Engine, log: PumpLog): Pump {
	const known = pumps.get(engine);
	if (known) return known;
	const pump = createPump(engine, handlers, log);
	pumps.set(engine, pump);
	return pump;
}

/** Stops every pump and closes every store: the end of a command or of a test. n8n itself just exits. */
export async function closeEngines(): Promise<void> {
	const open = [...engines.values()];
	engines.clear();
	const stopping = [...pumps.values()];
	pumps.clear();
	await Promise.all(stopping.map((pump) => pump.stop()));
	for (const result of await Promise.allSettled(open))
		if (result.status === 'fulfilled') await result.value.close();
}

/** All fields count: with another password it is another engine, and the old one's connections idle out. */
function keyOf(config: StoreConfig): string {
	const same =
		config.kind === 'sqlite' && config.file !== ':memory:'
			? { ...config, file: resolve(config.file) }
			: config;
	return JSON.stringify(Object.entries(same).sort(([a], [b]) => (a < b ? -1 : 1)));
}
