import axios from 'axios';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { N8nApi } from '../../../scripts/stage/n8n/api';
import { findOrInstallN8n } from '../../../scripts/stage/n8n/host';
import { startN8n } from '../../../scripts/stage/n8n/server';
import { waitForWebhook } from '../../../scripts/stage/n8n/webhook';
import { startMailServer } from '../../../scripts/stage/systems/mail-server';
import { watchHealth, type Health } from './health';

interface Storm {
	readonly mails: number;
	/** n8n is killed after so many, and started again. */
	readonly killedAfter: number;
	/** How long a mail takes. */
	readonly takesMs: number;
	/** How many are sent at once: as many as one of our triggers has under way. */
	readonly atOnce: number;
	/** For how long n8n is watched before the first. */
	readonly idleMs: number;
}

/** What an n8n without the pack is seen to do when it sends as many mails, in as many executions: the yardstick for one with it. */
export async function watchPlainN8n({
	mails,
	killedAfter,
	takesMs,
	atOnce,
	idleMs,
}: Storm): Promise<Health[]> {
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-plain-n8n-'));
	const mail = await startMailServer();
	const { bin } = await findOrInstallN8n();
	const n8n = await startN8n({ bin, userFolder });
	try {
		mail.takesMs = takesMs;
		const url = await publishMailer(await N8nApi.connect(n8n.baseUrl), n8n.baseUrl, mail.smtpPort);
		await waitForWebhook(url, { body: { title: 'Warm' } });
		const send = async (count: number) => {
			let left = count;
			const line = async () => {
				while (left-- > 0) await axios.post(url, { title: 'Plain' }, { proxy: false });
			};
			await Promise.all(Array.from({ length: atOnce }, line));
		};
		const before = watchHealth(n8n.baseUrl);
		await pause(idleMs);
		await send(killedAfter);
		const seenBefore = await before.stop();
		await n8n.kill();
		await n8n.start();
		const after = watchHealth(n8n.baseUrl);
		await waitForWebhook(url, { body: { title: 'Warm' } });
		await send(mails - killedAfter);
		return [seenBefore, await after.stop()];
	} finally {
		await n8n.stop();
		await mail.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

/** A webhook that answers when its mail is sent. */
async function publishMailer(api: N8nApi, baseUrl: string, port: number): Promise<string> {
	const login = { host: '127.0.0.1', port, secure: false, disableStartTls: true, user: '', password: '' };
	const smtp = await api.findOrCreateCredential('SMTP account', 'smtp', login);
	const { id } = await api.createWorkflow({
		name: 'Mail',
		nodes: [
			{
				id: 'called',
				name: 'Called',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'plain-mail',
				parameters: { path: 'plain-mail', httpMethod: 'POST', responseMode: 'lastNode' },
			},
			{
				id: 'send',
				name: 'Send the mail',
				type: 'n8n-nodes-base.emailSend',
				typeVersion: 2.1,
				position: [200, 0],
				parameters: {
					fromEmail: 'icrm@acme.example',
					toEmail: 'somebody@acme.example',
					subject: '={{ $json.body.title }}',
					emailFormat: 'text',
					text: 'Plain',
					options: { appendAttribution: false },
				},
				credentials: { smtp: { id: smtp, name: 'SMTP account' } },
			},
		],
		connections: { Called: { main: [[{ node: 'Send the mail', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await api.publish(id);
	return `${baseUrl}/webhook/plain-mail`;
}
