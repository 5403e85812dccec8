import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small HTTP server on this machine that stands in for a server elsewhere. */
export abstract class LocalServer {
	private readonly server = createServer((request, response) => void this.serve(request, response));

	protected abstract serve(request: IncomingMessage, response: ServerResponse): void | Promise<void>;

	start = () => new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
	stop = () =>
		new Promise<void>((stopped) => {
			this.server.closeAllConnections();
			this.server.close(() => stopped());
		});
	/** `http://127.0.0.1:34567` */
	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
