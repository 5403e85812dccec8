import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProxy, type Proxy } from '../../faults/proxy';

/** Longer than anything takes on this machine, and short enough to wait for in vain. */
const A_WHILE_MS = 150;

describe('the proxy', () => {
	let server: Server;
	let proxy: Proxy;
	let client: Socket;
	const heard: string[] = [];
	const answers: string[] = [];

	beforeEach(async () => {
		heard.length = answers.length = 0;
		// It says back what it hears.
		server = createServer((socket) => {
			socket.on('error', () => {});
			socket.on('data', (chunk) => {
				heard.push(String(chunk));
				socket.write(`${String(chunk)}!`);
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		proxy = await openProxy(typeof address === 'object' && address !== null ? address.port : 0);
		client = connect(proxy.port, '127.0.0.1');
		client.on('error', () => {});
		client.on('data', (chunk) => answers.push(String(chunk)));
		await once(client, 'connect');
		client.write('a');
		await once(client, 'data');
	});

	afterEach(async () => {
		client.destroy();
		await proxy.close();
		await new Promise((resolve) => server.close(resolve));
	});

	it('hands everything on while the weather is fair', () => {
		expect([heard.join(''), answers.join('')]).toEqual(['a', 'a!']);
	});

	it('swallows both ways, and what was swallowed arrives when it heals', async () => {
		proxy.weather('swallowsBoth');
		client.write('b');
		await sleep(A_WHILE_MS);
		expect([heard.join(''), answers.join('')]).toEqual(['a', 'a!']);
		proxy.weather('fair');
		await once(client, 'data');
		expect([heard.join(''), answers.join('')]).toEqual(['ab', 'a!b!']);
	});

	it('swallows the answers alone: the server does what it is told, and nobody hears of it', async () => {
		proxy.weather('swallowsAnswers');
		client.write('b');
		await sleep(A_WHILE_MS);
		expect([heard.join(''), answers.join('')]).toEqual(['ab', 'a!']);
	});

	it('swallows what connections say that begin in bad weather', async () => {
		proxy.weather('swallowsBoth');
		const late = connect(proxy.port, '127.0.0.1');
		late.on('error', () => {});
		await once(late, 'connect');
		late.write('c');
		await sleep(A_WHILE_MS);
		expect(heard.join('')).toBe('a');
		late.destroy();
	});

	it('resets all connections, and is fair afterwards', async () => {
		proxy.weather('swallowsAnswers');
		const closed = new Promise((resolve) => client.on('close', resolve));
		proxy.reset();
		await closed;
		expect(proxy.connections).toBe(0);
		client = connect(proxy.port, '127.0.0.1');
		client.write('d');
		const [answer] = await once(client, 'data');
		expect(String(answer)).toBe('d!');
	});
});
