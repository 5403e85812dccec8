import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What the network does with what is sent: nothing, or it swallows it, from either side or from the server alone. */
export type Weather = 'fair' | 'swallowsBoth' | 'swallowsAnswers';

/** A cable between clients and a server on this machine that can be cut without anybody being told. */
export interface Proxy {
	/** Clients connect here, on 127.0.0.1. */
	readonly port: number;
	readonly connections: number;
	/**
	 * From now on the network is as this. What is swallowed is kept: when it is fair again it arrives late, as after a partition that
	 * TCP has survived.
	 */
	weather(weather: Weather): void;
	/** Every connection ends with a reset on the client's side, and what was swallowed is lost. The weather is fair afterwards. */
	reset(): void;
	close(): Promise<void>;
}

interface Cable {
	readonly client: Socket;
	readonly server: Socket;
}

/** @param target the server's port on 127.0.0.1 */
export async function openProxy(target: number): Promise<Proxy> {
	const cables = new Set<Cable>();
	let weather: Weather = 'fair';

	/** A socket that is not read keeps what it is sent, first in its own buffers and then in those of the sender. */
	const blow = ({ client, server }: Cable): void => {
		if (weather === 'swallowsBoth') client.pause();
		else client.resume();
		if (weather === 'fair') server.resume();
		else server.pause();
	};

	const listener = createServer({ allowHalfOpen: false }, (client) => {
		const server = connect(target, '127.0.0.1');
		const cable = { client, server };
		cables.add(cable);
		const end = (): void => {
			cables.delete(cable);
			client.destroy();
			server.destroy();
		};
		for (const [from, to] of [
			[client, server],
			[server, client],
		] as const) {
			from.on('data', (chunk) => to.write(chunk));
			from.on('error', end);
			from.on('close', end);
		}
		blow(cable);
	});
	listener.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const address = listener.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy got no port.');

	const cutAll = (): void => {
		for (const { client, server } of cables) {
			client.resetAndDestroy();
			server.destroy();
		}
		cables.clear();
	};
	return {
		port: address.port,
		get connections() {
			return cables.size;
		},
		weather(now) {
			weather = now;
			for (const cable of cables) blow(cable);
		},
		reset() {
			weather = 'fair';
			cutAll();
		},
		async close() {
			cutAll();
			listener.close();
			await once(listener, 'close');
		},
	};
}
