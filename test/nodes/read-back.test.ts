import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { at as setTime, next } from '../docs/play';
import { runNode } from '../support/n8n-engine';
import { activateTrigger } from '../support/n8n-trigger';

/** What was saved with all its fields is read back with all of them: from here too the schemas of outputs learn what may be there. */

jest.useFakeTimers({
	doNotFake: [
		'setTimeout',
		'setInterval',
		'setImmediate',
		'nextTick',
		'queueMicrotask',
		'performance',
		'hrtime',
	] as never,
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

async function run(type: string, parameters: INodeParameters): Promise<IDataObject[]> {
	const { outputs, error } = await runNode({ type, parameters });
	if (error) throw error;
	return (outputs[0] ?? []).map(({ json }) => json);
}
const directory = (resource: string, operation: string, more: INodeParameters = {}) =>
	run('icrmDirectory', { resource, operation, ...more });
const save = (resource: string, record: object) =>
	directory(resource, 'upsert', { specify: 'json', json: JSON.stringify(record) });

const OPEN_ALL_DAY = [['00:00', '24:00']];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const CALENDAR = {
	id: 'always',
	name: 'Always',
	spec: {
		timezone: 'UTC',
		weekly: Object.fromEntries(DAYS.map((day) => [day, OPEN_ALL_DAY])),
		holidays: [{ date: '2026-12-25', name: 'Christmas' }],
		overrides: { '2026-12-24': { intervals: [['08:00', '12:00']], name: 'Christmas Eve' } },
		closing: 'next',
	},
};
const MEMBER = {
	id: 'tom',
	name: 'Tom',
	email: 'tom@acme.example',
	departmentId: 'it',
	managerId: 'ina',
	locale: 'de',
	active: true,
};
const DEPARTMENT = { id: 'it', name: 'IT', headId: 'ina', calendarId: 'always' };

beforeAll(async () => {
	await setTime('2026-03-02T09:00Z');
	await save('calendar', CALENDAR);
	await save('department', { id: 'it', name: 'IT', calendarId: 'always' });
	await save('member', { id: 'ina', name: 'Ina', email: 'ina@acme.example', departmentId: 'it' });
	await save('member', MEMBER);
	await save('department', DEPARTMENT);
	await save('service', { id: 'laptop', name: 'Laptops', departmentId: 'it' });
});

it('a calendar', async () => {
	expect(await directory('calendar', 'get', { calendar: byId('always') })).toEqual([
		{ ...CALENDAR, revision: 1 },
	]);
	expect(await directory('calendar', 'getAll')).toEqual([{ ...CALENDAR, revision: 1 }]);
});

it('a department, a member, a service', async () => {
	expect(await directory('department', 'get', { department: byId('it') })).toEqual([DEPARTMENT]);
	expect(await directory('department', 'getAll')).toEqual([DEPARTMENT]);
	expect(await directory('member', 'get', { member: byId('tom') })).toEqual([MEMBER]);
	expect(await directory('service', 'get', { service: byId('laptop') })).toMatchObject([{ name: 'Laptops' }]);
});

it('a survey after resolutions, and one that reminds', async () => {
	for (const readyMade of ['effort-after-request', 'milestone-csat', 'internal-nps'])
		await run('icrmSurvey', { resource: 'survey', operation: 'upsert', readyMade });
	const surveys = await run('icrmSurvey', { resource: 'survey', operation: 'getAll' });
	expect(surveys.map(({ id }) => id).sort()).toEqual([
		'effort-after-request',
		'internal-nps',
		'milestone-csat',
	]);
	for (const { id } of surveys)
		expect(
			await run('icrmSurvey', { resource: 'survey', operation: 'get', survey: byId(String(id)) }),
		).toMatchObject([{ id }]);
});

it('an escalation run that somebody has acknowledged', async () => {
	await run('icrmEscalation', {
		resource: 'policy',
		operation: 'upsert',
		specify: 'json',
		json: JSON.stringify({ id: 'p', name: 'P', levels: [{ targets: [{ kind: 'departmentHead' }] }] }),
	});
	await run('icrmAgreement', {
		operation: 'upsert',
		specify: 'json',
		json: JSON.stringify({
			id: 'a',
			name: 'A',
			serviceId: 'laptop',
			calendarId: 'always',
			escalationPolicyId: 'p',
			targets: [{ metric: 'resolution', target: '2h' }],
		}),
	});
	await run('icrmRequest', {
		operation: 'open',
		title: 'A laptop',
		service: byId('laptop'),
		requester: byId('tom'),
		options: { externalRef: 'T-1' },
	});
	const trigger = await activateTrigger({
		type: 'icrmEscalationTrigger',
		parameters: { events: ['escalation.notify'] },
	});
	await setTime('2026-03-02T11:30Z');
	await next(trigger, { count: 0 }, 'escalation.notify');
	await trigger.close();
	const runs = { resource: 'run', operation: 'getAll', filters: {} };
	const [started] = await run('icrmEscalation', runs);
	const runId = String(started?.runId);
	await run('icrmEscalation', { resource: 'run', operation: 'acknowledge', runId, by: byId('ina') });
	expect(
		await run('icrmEscalation', { resource: 'run', operation: 'get', runId, simplify: false }),
	).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'ina', externalRef: 'T-1' }]);
});
