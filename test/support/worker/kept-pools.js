const { EventEmitter } = require('node:events');
const pg = require('pg');

/*
 * pg, with pools whose connections to the tests' databases outlive them. Opening one costs more than most tests do: the
 * server starts a process for it, and this has to learn what tables there are.
 */

/** The databases that tests are given: see postgres-databases.ts. */
const OURS = /^icrm_[0-9a-f]{32}$/;

/** Pools that nobody uses, by what they were asked for with. All their connections are idle. */
const kept = new Map();

const keyOf = (options) => JSON.stringify([options.database, options]);

function newPool(options) {
	// A connection that nobody uses keeps no process from ending.
	const pool = new pg.Pool({ ...options, allowExitOnIdle: true });
	pool.processes = new Set();
	pool.on('connect', ({ processID }) => pool.processes.add(processID));
	pool.on('remove', ({ processID }) => pool.processes.delete(processID));
	// The server may close a connection while nobody is there who would hear of it.
	return pool.on('error', () => {});
}

/** A pool as the engine sees it: it begins and ends, while the one behind it goes on. */
class KeptPool extends EventEmitter {
	constructor(options) {
		super();
		this.key = keyOf(options);
		this.pool = kept.get(this.key)?.pop() ?? newPool(options);
		this.hear = (...all) => this.emit('error', ...all);
		this.pool.on('error', this.hear);
		/** What its user hangs on connections: taken off at the end. */
		this.hung = new Map();
	}

	async connect() {
		const client = await this.pool.connect();
		if (!this.hung.has(client)) {
			const before = client.listeners('error');
			this.emit('connect', client);
			this.hung.set(
				client,
				client.listeners('error').filter((listener) => !before.includes(listener)),
			);
		}
		return client;
	}

	async end() {
		this.pool.off('error', this.hear);
		for (const [client, listeners] of this.hung)
			for (const listener of listeners) client.off('error', listener);
		// What is still at work may hold locks.
		if (this.pool.totalCount > this.pool.idleCount) return await this.pool.end();
		kept.set(this.key, [...(kept.get(this.key) ?? []), this.pool]);
	}
}

/** Whoever asks for a pool gets one that is kept, where it is for a database of the tests. */
function Pool(options) {
	return OURS.test(options.database) ? new KeptPool(options) : new pg.Pool(options);
}

/** Databases that no test has at present. */
const databases = [];

const poolsOf = (database) =>
	[...kept].flatMap(([key, pools]) => (JSON.parse(key)[0] === database ? pools : []));

module.exports = {
	...pg,
	Pool,
	/** The processes of the server that wait for whoever uses the database next. */
	waitingProcesses: (database) => poolsOf(database).flatMap(({ processes }) => [...processes]),
	/** A database that a test has given back, if there is one on this server: where tests are watched, each run has its own. */
	take(port) {
		const found = databases.splice(0).findLast((one) => one.port === port);
		found?.client.ref();
		return found;
	},
	/** Takes a database back, for the next test or test file. Meanwhile its client keeps no process from ending. */
	giveBack(port, name, client) {
		client.unref();
		databases.push({ port, name, client });
	},
};
