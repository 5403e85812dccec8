import { connect } from 'node:net';
import { freePorts } from '../util/free-ports';
import { ChildServer } from './child-server';

export interface RedisServer {
	readonly port: number;
	/** Again, at the same port, and empty. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** A Redis that keeps everything in memory: what n8n's queue mode needs, and forgets when it stops. */
export async function startRedis(): Promise<RedisServer> {
	const [port = 0] = await freePorts(1);
	const server = new ChildServer({
		command: 'redis-server',
		args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		packageName: 'redis-server',
		isUp: () => answersPing(port),
	});
	await server.start();
	return { port, start: () => server.start(), stop: () => server.stop() };
}

const answersPing = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const say = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('data', (data) => say(data.toString().startsWith('+PONG')));
		socket.once('error', () => say(false));
	});
