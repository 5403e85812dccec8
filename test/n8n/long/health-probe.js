/**
 * A thread that asks a server for its health every 100 ms, whether or not it has answered before. It has a loop of its own, so that
 * a test that is busy does not pass for a server that is; and it measures how late its own timers are, because where a machine
 * has too little for everybody, that is nobody's silence.
 */
const { get } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');

const EVERY_MS = 100;
const TICK_MS = 10;
const waiting = new Set();
const seen = { answered: 0, refused: [], longestMs: 0 };
let lateMs = 0;
let lastTick = performance.now();

setInterval(() => {
	const now = performance.now();
	lateMs += Math.max(now - lastTick - TICK_MS, 0);
	lastTick = now;
}, TICK_MS);

/** For how long a question has been without an answer, less what this thread itself was late meanwhile. */
const silenceOf = ({ at, lateBefore }) => performance.now() - at - (lateMs - lateBefore);

const note = (question) => (seen.longestMs = Math.max(seen.longestMs, silenceOf(question)));

function ask() {
	const question = { at: performance.now(), lateBefore: lateMs };
	waiting.add(question);
	const end = (refusal) => {
		if (!waiting.delete(question)) return;
		// A server that is down says so at once; that is no silence of one that is up.
		if (refusal) return void seen.refused.push(refusal);
		seen.answered++;
		note(question);
	};
	// A connection of its own for each: one that was idle may be closed by the server as it is used again.
	get(workerData.url, { agent: false }, (answer) => {
		answer.resume();
		answer.once('end', () => end(answer.statusCode !== 200 && String(answer.statusCode)));
	}).once('error', ({ code }) => end(code));
}
setInterval(ask, EVERY_MS);

parentPort.once('message', () => {
	waiting.forEach(note);
	parentPort.postMessage(seen);
});
