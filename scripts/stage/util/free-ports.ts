import { createServer, type Server } from 'node:net';

const listen = (port = 0): Promise<Server> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve(server));
	});

const close = (server: Server): Promise<void> => new Promise((closed) => server.close(() => closed()));

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('This machine gave no free port.');
	return address.port;
}

/** `count` different ports of 127.0.0.1 that nobody listens on. All are held until the last is found. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({ length: count }, () => listen()));
	const ports = servers.map(portOf);
	await Promise.all(servers.map(close));
	return ports;
}

/** Rejects when somebody listens on `port` already, who would otherwise answer in place of the server meant. */
export async function assertFree(port: number): Promise<void> {
	const server = await listen(port).catch((cause: unknown) => {
		throw new Error(`Port ${port} of 127.0.0.1 cannot be used; does another program listen there?`, {
			cause,
		});
	});
	await close(server);
}
