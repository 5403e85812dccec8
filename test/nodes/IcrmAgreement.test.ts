import type { IDataObject, INodeParameters } from 'n8n-workflow';
import sample from '../../workflows/sample-company.json';
import { embeddedEngine, pack, runNode, searchList, type NodeRun } from '../support/n8n-engine';

type Settings = Partial<Parameters<typeof runNode>[0]>;

const run = (
	operation: string,
	parameters: INodeParameters,
	items: readonly IDataObject[] = [{}],
	settings: Settings = {},
): Promise<NodeRun> =>
	runNode({ type: 'icrmAgreement', parameters: { operation, ...parameters }, items, ...settings });

const json = (output: NodeRun['outputs'][number] | undefined) => (output ?? []).map((item) => item.json);
const list = (value: string) => ({ __rl: true, mode: 'list', value });
const words = ({ error }: NodeRun) => `${error?.message} ${error?.description ?? ''}`;
const rows = (...all: IDataObject[]) => ({ rows: all }) as unknown as INodeParameters;
/** n8n itself refuses a required field left empty, but not an expression that gives nothing for an item. */
const NOTHING = '={{ $json.nothing }}';
const asJson = { specify: 'json', json: '={{ $json }}' };

const [first, second, third] = sample.services.map(({ id }) => id) as [string, string, string];
const AGREEMENT = { id: 'a-1', service: list(first), calendar: list('germany') };
const row = { metric: 'resolution', priority: 'any', target: '4h', countedIn: 'auto' };

beforeAll(async () => {
	const engine = await embeddedEngine();
	await pack().importCompany(engine, sample);
	const bulk = Array.from({ length: 300 }, (_, i) => ({
		id: `s${i}`,
		name: `S ${i}`,
		departmentId: 'it',
	}));
	await pack().saveServices(engine, [...bulk, { id: 'free', name: 'Free', departmentId: 'it' }]);
	await pack().savePolicies(engine, [
		{ id: 'climb', name: 'Up the line', levels: [{ targets: [{ kind: 'assignee' }] }] },
	]);
});

it('makes a promise of what the editor fills in', async () => {
	const { outputs, error } = await run('upsert', AGREEMENT);
	expect(error).toBeUndefined();
	expect(json(outputs[0])).toEqual([
		{
			id: 'a-1',
			name: 'a-1',
			kind: 'sla',
			version: 1,
			active: true,
			serviceId: first,
			calendarId: 'germany',
			customerDepartmentId: null,
			escalationPolicyId: null,
			settlingTime: null,
			targets: [
				{
					metric: 'resolution',
					priority: null,
					target: '2 working days',
					countedIn: 'working',
					// Usual days there have eight and a half hours.
					targetMs: 61_200_000,
				},
			],
			warnAtPercent: [80],
			onReopen: 'continue',
			change: 'created',
		},
	]);
});

it('reads every field, and makes a new version', async () => {
	const { outputs } = await run('upsert', {
		...AGREEMENT,
		name: 'Laptops',
		escalationPolicy: list('climb'),
		targets: rows(
			{ ...row, metric: 'firstResponse', target: '30 min' },
			{ ...row, priority: 'urgent', countedIn: 'elapsed' },
			{ ...row, priority: 'low', target: '1 week' },
		),
		options: {
			kind: 'ola',
			customerDepartment: list('hr'),
			warnAtPercent: '80 %, 50',
			onReopen: 'restart',
			active: false,
		},
	});
	expect(json(outputs[0])).toMatchObject([
		{
			name: 'Laptops',
			version: 2,
			change: 'updated',
			kind: 'ola',
			customerDepartmentId: 'hr',
			escalationPolicyId: 'climb',
			warnAtPercent: [50, 80],
			onReopen: 'restart',
			active: false,
			targets: [
				{ metric: 'firstResponse', target: '30 min', countedIn: 'working' },
				{ metric: 'resolution', priority: 'urgent', target: '4h', countedIn: 'elapsed' },
				{ metric: 'resolution', priority: 'low', target: '1 week', countedIn: 'elapsed' },
			],
		},
	]);
});

it('gives no warning where Warn At Percent is emptied', async () => {
	const { outputs } = await run('upsert', {
		...AGREEMENT,
		id: 'quiet',
		service: list(second),
		options: { warnAtPercent: '' },
	});
	expect(json(outputs[0])).toMatchObject([{ warnAtPercent: [] }]);
});

it('takes back as JSON what it gave', async () => {
	const { outputs } = await run('get', { agreement: list('a-1') });
	const again = await run('upsert', asJson, json(outputs[0]));
	expect(json(again.outputs[0])).toEqual([{ ...json(outputs[0])[0], change: 'unchanged' }]);
});

it('takes the targets alone from an expression', async () => {
	const parameters = { ...AGREEMENT, id: '={{ $json.id }}', service: list(third), specifyTargets: 'json' };
	const { outputs } = await run('upsert', parameters, [
		{ id: 'by-json', targets: [{ metric: 'firstResponse', priority: 'high', target: 'PT30M' }] },
	]);
	expect(json(outputs[0])).toMatchObject([
		{ id: 'by-json', targets: [{ metric: 'firstResponse', priority: 'high', target: 'PT30M' }] },
	]);
});

it('saves hundreds in one run, each paired with its item', async () => {
	const items = Array.from({ length: 300 }, (_, i) => ({
		id: `bulk-${i}`,
		serviceId: `s${i}`,
		calendarId: 'germany',
		targets: [{ metric: 'resolution', target: '2 working days' }],
	}));
	const { outputs } = await run('upsert', asJson, items);
	expect(outputs[0]?.map(({ json: { id }, pairedItem }) => [id, pairedItem])).toEqual(
		items.map(({ id }, item) => [id, { item }]),
	);
});

describe('with one faulty item among good ones', () => {
	const target = (text: string) => [{ metric: 'resolution', target: text }];
	const batch = (prefix: string) =>
		['4h', 'soon', '2 days'].map((text, i) => ({
			id: `${prefix}-${i}`,
			kind: 'ola',
			serviceId: `s${i + 10}`,
			calendarId: 'china',
			customerDepartmentId: prefix,
			targets: target(text),
		}));

	it('stops, and names the item', async () => {
		const stopped = await run('upsert', asJson, batch('it'));
		expect(stopped.error?.context.itemIndex).toBe(1);
		expect(words(stopped)).toMatch(
			/"soon" cannot be read as a duration.*targets\[0\]\.target.*Write for example.*2 of 3/s,
		);
	});

	it('goes on in place, or on the error output', async () => {
		const inPlace = await run('upsert', asJson, batch('hr'), { onError: 'continueRegularOutput' });
		expect(json(inPlace.outputs[0]).map(({ error }) => typeof error)).toEqual([
			'undefined',
			'string',
			'undefined',
		]);
		const aside = await run('upsert', asJson, batch('legal'), { onError: 'continueErrorOutput' });
		expect(json(aside.outputs[0]).map(({ id }) => id)).toEqual(['legal-0', 'legal-2']);
		expect(json(aside.outputs[1])).toMatchObject([{ id: 'legal-1' }]);
	});
});

it.each([
	[{ service: list('nothing') }, /no service 'nothing'.*ICRM Directory/],
	[{ calendar: list('nothing') }, /no calendar 'nothing'/],
	[{ service: list(NOTHING) }, /'Service' is empty.*Choose one/],
	[{ calendar: list(NOTHING) }, /'Calendar' is empty/],
	[{ id: NOTHING }, /'Agreement ID' is empty/],
	[{ escalationPolicy: list('nothing') }, /no escalation policy 'nothing'.*ICRM Escalation/],
	[{ options: { customerDepartment: list('nothing') } }, /no department 'nothing'/],
	[{ options: { warnAtPercent: 'half' } }, /'Warn At Percent' has "half", which is not a number.*50, 80/],
	[{ options: { warnAtPercent: '100' } }, /before 100 %/],
	[{ targets: rows() }, /at least one target/],
	[{ targets: rows({ ...row, target: '0h' }) }, /"0h" is no time at all/],
	[{ targets: rows({ ...row, target: '-2h' }) }, /"-2h" is negative/],
	[{ targets: rows({ ...row, target: '4' }) }, /"4" has no unit.*4h/],
	[{ targets: rows({ ...row, target: '' }) }, /cannot be read as a duration/],
	[{ targets: rows(row, row) }, /resolution, every priority, is given twice/],
	[{ specifyTargets: 'json', targetsJson: '[{' }, /'Targets' cannot be read as JSON/],
	[{ specifyTargets: 'json', targetsJson: '{"metric": "resolution"}' }, /targets .*is not a list/],
])('refuses %j', async (fault, message) => {
	const parameters = { ...AGREEMENT, id: 'refused', service: list('free'), ...fault } as INodeParameters;
	expect(words(await run('upsert', parameters))).toMatch(message);
});

it('refuses a second promise about the same', async () => {
	const rival = await run('upsert', { ...AGREEMENT, id: 'rival', service: list('s1') });
	expect(words(rival)).toMatch(
		/'bulk-1' \(bulk-1\) already covers service 's1' for every customer.*Update 'bulk-1'/,
	);
});

it('gets and lists, with durations as text', async () => {
	const one = await run('get', { agreement: list('bulk-7') });
	expect(json(one.outputs[0])).toMatchObject([{ id: 'bulk-7', targets: [{ target: '2 working days' }] }]);
	const about = await run('getAll', { filters: { service: list('s7') } });
	expect(json(about.outputs[0]).map(({ id }) => id)).toEqual(['bulk-7']);
	const all = await run('getAll', { returnAll: true, filters: { text: 'bulk' } });
	expect(all.outputs[0]).toHaveLength(300);
	expect((await run('getAll', { limit: 3 })).outputs[0]).toHaveLength(3);
	expect(words(await run('get', { agreement: list('nothing') }))).toMatch(/no agreement 'nothing'/);
});

it.each([
	['searchAgreements', 'laptops', { name: 'Laptops (a-1)', value: 'a-1' }],
	['searchPolicies', 'up', { name: 'Up the line (climb)', value: 'climb' }],
])('%s offers names in the editor', async (method, filter, found) => {
	const { results } = await searchList({ type: 'icrmAgreement', method, filter });
	expect(results).toEqual([found]);
});
