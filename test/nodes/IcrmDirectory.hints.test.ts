import type { INodeParameters } from 'n8n-workflow';
import { runNode } from '../support/n8n-engine';

const run = (resource: string, operation: string, parameters: INodeParameters) =>
	runNode({ type: 'icrmDirectory', parameters: { resource, operation, ...parameters }, items: [{}] });
const list = (value: string) => ({ __rl: true, mode: 'list', value });

describe('a word about whom an escalation would not find', () => {
	it('names departments without a head, and members without a manager who lead nothing', async () => {
		const saved = await run('department', 'upsert', { id: 'hintless', name: 'Hintless' });
		expect(saved.hints).toEqual([expect.stringMatching(/Without a head: Hintless\..*choose a 'Head'/)]);
		const boss = { id: 'boss', name: 'The Boss', email: 'boss@acme.example', department: list('hintless') };
		const alone = await run('member', 'upsert', boss);
		expect(alone.hints).toEqual([expect.stringMatching(/Without a manager: The Boss\./)]);
		const led = await run('department', 'upsert', {
			id: 'hintless',
			additionalFields: { head: list('boss') },
		});
		expect(led.hints).toEqual([]);
		expect((await run('member', 'upsert', boss)).hints).toEqual([]);
	});
});
