import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { freePorts } from '../util/free-ports';
import { answerInbox } from './inbox-pages';
import type { ReceivedMail } from './received-mail';

export type { ReceivedMail };

interface WaitOptions {
	readonly timeoutMs?: number;
	/** What is waited for, for the error: `the reminder to Bob`. */
	readonly what: string;
}

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

/** An SMTP server that takes every mail, delivers none, and shows them all on a web page. */
export class MailServer {
	readonly host = '127.0.0.1';
	/** Addresses it does not take, as a server does with somebody it does not know. */
	readonly refused = new Set(['refused@acme.example']);
	/** Those of them that somebody has tried. */
	readonly refusals = new Set<string>();
	readonly messages: ReceivedMail[] = [];
	/** How long it takes over a mail before it says that it has it, in ms: a real server looks for viruses meanwhile. */
	takesMs = 0;
	private readonly listeners = new Set<(mail: ReceivedMail) => void>();
	private readonly smtp: SMTPServer;
	private readonly web: Server;

	constructor(
		readonly smtpPort: number,
		readonly inboxPort: number,
	) {
		this.smtp = new SMTPServer({
			authOptional: true,
			// No TLS on this machine, so a sender may say who it is in the clear, and is believed.
			disabledCommands: ['STARTTLS'],
			allowInsecureAuth: true,
			disableReverseLookup: true,
			onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
			onRcptTo: ({ address }, _session, done) => {
				const isRefused = this.refused.has(address);
				if (isRefused) this.refusals.add(address);
				done(isRefused ? new Error(`${address}: no such mailbox here`) : null);
			},
			onData: (stream, session, done) => {
				this.receive(stream, session).then(() => done(), done);
			},
		});
		this.web = createServer((request, response) => answerInbox(request, response, this.messages));
	}

	get inboxUrl(): string {
		return `http://${this.host}:${this.inboxPort}/`;
	}

	async start(): Promise<void> {
		const { smtp, web, host } = this;
		await new Promise<void>((ready, failed) => {
			smtp.once('error', failed);
			smtp.listen(this.smtpPort, host, ready);
		});
		// An error of one connection, such as a sender that hangs up, must not end the server.
		smtp.removeAllListeners('error').on('error', () => {});
		await new Promise<void>((ready, failed) => {
			web.once('error', failed);
			web.listen(this.inboxPort, host, ready);
		});
	}

	/** Calls back for every mail from now on. Returns the way to end that. */
	onMessage(listener: (mail: ReceivedMail) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** The first mail that fits, among those that came already and those to come. */
	waitFor(
		predicate: (mail: ReceivedMail) => boolean,
		{ timeoutMs = 30_000, what }: WaitOptions,
	): Promise<ReceivedMail> {
		const found = this.messages.find(predicate);
		if (found) return Promise.resolve(found);
		return new Promise((resolve, reject) => {
			const forget = this.onMessage((mail) => {
				if (!predicate(mail)) return;
				clearTimeout(timer);
				forget();
				resolve(mail);
			});
			const timer = setTimeout(() => {
				forget();
				reject(new Error(`Waited ${timeoutMs / 1000} s for ${what}. ${this.whatArrived()}`));
			}, timeoutMs);
		});
	}

	async stop(): Promise<void> {
		this.web.closeAllConnections();
		await Promise.all([
			new Promise<void>((closed) => this.smtp.close(closed)),
			new Promise<void>((closed) => this.web.close(() => closed())),
		]);
	}

	private whatArrived(): string {
		if (this.messages.length === 0) return 'No mail arrived at all.';
		const lines = this.messages.map(({ to, subject }) => `  to ${to.join(', ')}: ${subject}`);
		return ['These arrived:', ...lines].join('\n');
	}

	private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
		const raw = await bytesOf(stream);
		const parsed = await simpleParser(raw);
		await pause(this.takesMs);
		const { mailFrom, rcptTo } = session.envelope;
		const mail: ReceivedMail = {
			id: String(this.messages.length + 1),
			from: parsed.from?.text ?? (mailFrom ? mailFrom.address : ''),
			to: rcptTo.map(({ address }) => address),
			subject: parsed.subject ?? '',
			text: parsed.text ?? '',
			html: parsed.html || '',
			receivedAt: new Date(),
			raw: raw.toString('utf8'),
		};
		this.messages.push(mail);
		this.listeners.forEach((listener) => listener(mail));
	}
}

/**
 * Starts both servers on 127.0.0.1, on free ports where none are given.
 *
 * @example
 * const mail = await startMailServer();
 * const reminder = await mail.waitFor((m) => m.subject.includes('due in'), { what: 'the reminder to Bob' });
 */
export async function startMailServer(
	ports: { smtpPort?: number; inboxPort?: number } = {},
): Promise<MailServer> {
	const [smtp, inbox] = await freePorts(2);
	const smtpPort = ports.smtpPort ?? smtp;
	const inboxPort = ports.inboxPort ?? inbox;
	if (smtpPort === undefined || inboxPort === undefined) throw new Error('This machine gave no free port.');
	const server = new MailServer(smtpPort, inboxPort);
	await server.start();
	return server;
}
