import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtIcrm, copyOfDist, withFakeN8n } from './command';

interface Content {
	nodes: { id: string; name: string; [key: string]: unknown }[];
	connections: Record<string, unknown>;
	name: unknown;
}

const KEY = 'warn-before-breach';

describe('a template that a hand has broken', () => {
	const fake = withFakeN8n();
	const copy = copyOfDist();
	beforeEach(copy.reset);
	const icrm = (...args: string[]) => builtIcrm(args, { dist: copy.dist, env: fake.env });

	it.each<[string, (content: Content) => unknown, string]>([
		['a list', () => [], 'the whole is wrong'],
		['no name', (it) => ({ ...it, name: 7 }), 'name is wrong (Expected string, received number)'],
		['no nodes', (it) => ({ ...it, nodes: [] }), 'nodes is wrong'],
		['a node without a type', (it) => void delete it.nodes[1]?.type, 'nodes.1.type is wrong (Required)'],
		[
			'a key that n8n does not take',
			(it) => void Object.assign(it.nodes[1] ?? {}, { colour: 'red' }),
			"nodes.1 is wrong (Unrecognized key(s) in object: 'colour')",
		],
		['no first note', (it) => void it.nodes.shift(), "the note 'Start here' is missing"],
		[
			'the same id twice',
			(it) => void Object.assign(it.nodes[1] ?? {}, { id: it.nodes[0]?.id }),
			'two nodes have the id',
		],
		[
			'the same name twice',
			(it) => void it.nodes.push({ ...it.nodes[1], name: it.nodes[1]?.name ?? '', id: 'another' }),
			'two nodes are called',
		],
		[
			'a connection from nowhere',
			(it) => void Object.assign(it.connections, { Nowhere: { main: [[]] } }),
			'connections.Nowhere begins at a node that is not there',
		],
		[
			'a connection to nowhere',
			(it) =>
				void Object.assign(it.connections, {
					'Start here': { main: [[{ node: 'Nowhere', type: 'main', index: 0 }]] },
				}),
			"a connection leads to 'Nowhere', a node that is not there",
		],
	])('%s: is named, and nothing is written', async (_what, change, words) => {
		copy.edit<Content>(KEY, change);
		const { code, err } = await icrm('templates', 'import');
		expect([code, err]).toEqual([1, expect.stringContaining(`${KEY}.json: ${words}`)]);
		expect(fake.n8n.asked).toEqual([]);
	});

	it('no JSON: is named with the place, and nothing is written', async () => {
		copy.write(KEY, '{"name": "x",,}');
		const { code, err } = await icrm('templates', 'import');
		expect([code, err]).toEqual([
			1,
			expect.stringMatching(/warn-before-breach\.json: this is not JSON \(.*position/),
		]);
		expect(fake.n8n.asked).toEqual([]);
	});

	it('an id that another template has: both are named, and nothing is written', async () => {
		const ids: string[] = [];
		copy.edit<Content>('breach-escalation-mail', (it) => void ids.push(it.nodes[0]?.id ?? ''));
		copy.edit<Content>(KEY, (it) => void Object.assign(it.nodes[0] ?? {}, { id: ids[0] }));
		const { code, err } = await icrm('templates', 'import');
		expect([code, err]).toEqual([
			1,
			expect.stringContaining(`'breach-escalation-mail' and '${KEY}' both have a node`),
		]);
		expect(fake.n8n.asked).toEqual([]);
		// One after the other, neither takes the other's workflow for its own.
		for (const name of ['breach-escalation-mail', KEY]) await icrm('templates', 'import', name);
		expect(fake.n8n.workflows.rows).toHaveLength(2);
	});

	it('does not stop one that is whole', async () => {
		copy.write(KEY, 'nonsense');
		expect(await icrm('templates', 'import', 'effort-survey')).toMatchObject({ code: 0 });
	});

	it('a package without its templates says so', async () => {
		rmSync(join(copy.dist, 'workflows'), { recursive: true });
		const { code, err } = await icrm('templates', 'list');
		expect([code, err]).toEqual([
			1,
			expect.stringMatching(/There is no folder .*workflows\nInstall the package anew/),
		]);
	});
});
