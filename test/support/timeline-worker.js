/**
 * A process of its own that listens to a store, for the tests that end processes at the worst moment. It uses the built
 * engine, as n8n does, and real time. Arguments: the store's config as JSON, a mode, a file to report to.
 *
 * - `run`         emits (a line in the file) and acknowledges, until it is told to stop
 * - `fire-only`   fires what is due, then is killed before anything is emitted
 * - `emit-only`   emits, then is killed before anything is acknowledged
 */
const { appendFileSync } = require('node:fs');
const { acknowledgeDelivery, engineFor, pumpFor } = require('../../dist/engine');

const [config, mode, report] = process.argv.slice(2);
const say = (line) => appendFileSync(report, `${line}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

async function main() {
	const engine = await engineFor(JSON.parse(config));
	const pump = pumpFor(engine, { error: say, warn: say, info: say });
	let running = 0;
	pump.add({
		subscription: { id: 'everything', types: ['clock.breached'], filter: {}, label: 'worker' },
		free: () => (mode === 'fire-only' ? 0 : 10 - running),
		take(delivery) {
			running++;
			say(`${delivery.event.id} ${delivery.attempt}`);
			if (mode === 'emit-only') return;
			acknowledgeDelivery(engine, delivery).then(() => {
				running--;
				pump.wake();
			});
		},
	});
	if (mode === 'fire-only') setInterval(() => dueTimers(engine).then((due) => due === 0 && die()), 20);
	if (mode === 'emit-only') setInterval(() => running > 0 && die(), 5);
	process.on('SIGTERM', async () => {
		await pump.stop();
		// On a busy machine the last acknowledgements are still under way: what was reported must not come again.
		while (running > 0) await new Promise((next) => setTimeout(next, 5));
		process.exit(0);
	});
	process.stdout.write('ready\n');
}

const dueTimers = (engine) =>
	engine.store.read(
		async (db) =>
			(await db.selectFrom('timer').select('subject').where('due_at', '<=', Date.now()).execute()).length,
	);

void main();
