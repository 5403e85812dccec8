import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Answered, Asked, Question } from './sqlite-thread';

/** A thread that answers. */
export interface Thread {
	/** False when it has ended: what it had open is closed, and what was under way there is undone. */
	readonly isAlive: boolean;
	ask(question: Question): Promise<Answer>;
}

/** A thread in which nothing is open ends after this long. */
const IDLE_MS = 1_000;

const threads = new Map<string, Thread>();

/** The process's one thread of this name, begun when it is first needed. A process may end while nothing is asked. */
export function threadFor(name: string): Thread {
	const known = threads.get(name);
	if (known?.isAlive) return known;
	const begun = begin(name);
	threads.set(name, begun);
	return begun;
}

interface Waiting {
	resolve(answer: Answer): void;
	reject(error: unknown): void;
}

function begin(name: string): Thread {
	// In a built package both are JavaScript; where the sources run, Node takes the types away by itself.
	const worker = new Worker(join(__dirname, `sqlite-thread${extname(__filename)}`), {
		name,
		// The sources say of no file by itself that it is a module.
		execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
	});
	const waiting = new Map<number, Waiting>();
	let asked = 0;
	let isAlive = true;
	/** Databases that are open there, or are being opened. */
	let inUse = 0;
	let ending: NodeJS.Timeout | undefined;
	worker.unref();

	const settle = (id: number): Waiting | undefined => {
		const one = waiting.get(id);
		waiting.delete(id);
		if (waiting.size === 0) worker.unref();
		return one;
	};
	const end = (error: Error) => {
		isAlive = false;
		clearTimeout(ending);
		for (const id of [...waiting.keys()]) settle(id)?.reject(error);
	};
	const leave = () => {
		if (--inUse > 0) return;
		ending = setTimeout(() => {
			isAlive = false;
			void worker.terminate();
		}, IDLE_MS).unref();
	};
	worker.on('message', (answered: Answered) => {
		const one = settle(answered.id);
		if ('answer' in answered) one?.resolve(answered.answer);
		else one?.reject(Object.assign(new Error(answered.error.message), answered.error));
	});
	worker.on('error', end);
	worker.on('exit', () => end(new Error('the thread of the ICRM database has ended')));
	return {
		get isAlive() {
			return isAlive;
		},
		ask(question) {
			if (!isAlive) return Promise.reject(new Error('the thread of the ICRM database has ended'));
			const { promise, resolve, reject } = Promise.withResolvers<Answer>();
			const id = ++asked;
			clearTimeout(ending);
			if (question.kind === 'open') inUse++;
			if (question.kind === 'close') leave();
			if (waiting.size === 0) worker.ref();
			waiting.set(id, { resolve, reject });
			worker.postMessage({ id, question } satisfies Asked);
			if (question.kind === 'open') promise.catch(leave);
			return promise;
		},
	};
}
