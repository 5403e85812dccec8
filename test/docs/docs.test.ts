import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { parseDuration } from '../../engine/working-time';
import { nodeType } from '../support/n8n-engine';
import {
	anchorsOf,
	bare,
	examplesIn,
	linksIn,
	pages,
	read,
	ROOT,
	sectionOf,
	tableRows,
	withExamples,
} from './markdown';
import { compare, differences, wordsOfNode, wordsOfPage } from './node-words';
import { isResult, quotable, readResult } from './results';
import { tell, type Told } from './story';

/**
 * What the docs say is so: links lead somewhere, tables name what the built nodes have, and every marked example is what
 * the story in `story.ts` really gives. After a change of outputs, `ICRM_WRITE_EXAMPLES=1 npx jest test/docs` writes the
 * examples anew (then `npm run format`); read the difference before you keep it.
 */

// Only Date is ours: timers are real, or nothing would ever arrive.
const REAL = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'];
const ALSO_REAL = ['nextTick', 'queueMicrotask', 'performance', 'hrtime'];
jest.useFakeTimers({ doNotFake: [...REAL, ...ALSO_REAL] as never });
process.env.WEBHOOK_URL = 'https://n8n.acme.example/';

const PAGES: Readonly<Record<string, string>> = {
	icrmDirectory: 'docs/nodes/directory.md',
	icrmRequest: 'docs/nodes/request.md',
	icrmAgreement: 'docs/nodes/agreement.md',
	icrmEscalation: 'docs/nodes/escalation.md',
	icrmSurvey: 'docs/nodes/survey.md',
	icrmAdmin: 'docs/nodes/admin.md',
	icrmSlaTrigger: 'docs/nodes/sla-trigger.md',
	icrmEscalationTrigger: 'docs/nodes/escalation-trigger.md',
	icrmSurveyTrigger: 'docs/nodes/survey-trigger.md',
};

describe('links', () => {
	it.each(pages())('of %s lead to a file and to a heading in it', (page) => {
		const broken = linksIn(read(page)).filter(
			(target) => !/^(https?|mailto):/.test(target) && !leads(page, target),
		);
		expect(broken).toEqual([]);
	});

	it('are seen when they lead nowhere', () => {
		expect(leads('README.md', 'docs/no-such-page.md')).toBe(false);
		expect(leads('README.md', 'docs/architecture.md#no-such-heading')).toBe(false);
		expect(linksIn('see [this](a.md) and `[not](this.md)`')).toEqual(['a.md']);
	});

	it('of the nodes and of the credential lead to pages of ours', () => {
		const files = Object.keys(PAGES).map((type) => {
			const name = type.charAt(0).toUpperCase() + type.slice(1);
			return `nodes/${name}/${name}.node.json`;
		});
		const sources = [...files, 'credentials/IcrmStoreApi.credentials.ts']
			.map((file) => read(file))
			.join('\n');
		const targets = [...sources.matchAll(/n8n-nodes-icrm\/blob\/main\/([\w/.-]+)/g)].map(
			([, path]) => path ?? '',
		);
		expect(targets.length).toBeGreaterThan(files.length);
		expect(targets.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
	});
});

function leads(page: string, target: string): boolean {
	const [path = '', anchor] = target.split('#');
	const file = path === '' ? page : normalize(join(dirname(page), path));
	if (!existsSync(join(ROOT, file))) return false;
	if (anchor === undefined) return true;
	const anchors = isResult(file) ? quotable(readResult(file)).keys() : anchorsOf(read(file));
	return [...anchors].includes(decodeURIComponent(anchor));
}

describe('commands', () => {
	it('that the docs name exist', () => {
		const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
			scripts: Record<string, string>;
		};
		const told = pages().flatMap((page) =>
			[...read(page).matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(
				([, run, short]) => run ?? short ?? '',
			),
		);
		expect(told).toEqual(expect.arrayContaining(['start', 'test', 'test:e2e', 'bench']));
		expect(compare(Object.keys(scripts), told, 'script').filter((line) => line.includes('only'))).toEqual([]);
	});
});

describe('the page of', () => {
	it('each node of the package, and the row of each template, are there', () => {
		const { n8n } = JSON.parse(read('package.json')) as { n8n: { nodes: string[] } };
		const types = n8n.nodes.map((file) => basename(file, '.node.js')).map((name) => `i${name.slice(1)}`);
		expect(compare(types, Object.keys(PAGES), 'node')).toEqual([]);
		const files = readdirSync(join(ROOT, 'workflows')).filter((file) => !file.startsWith('sample-'));
		const told = linksIn(read('docs/templates.md')).map((target) => basename(target));
		expect(files.filter((file) => !told.includes(file))).toEqual([]);
	});

	it.each(Object.entries(PAGES))(
		'%s names its operations and parameters, all of them and no others',
		(type, page) => {
			expect(differences(wordsOfNode(type), wordsOfPage(read(page)))).toEqual([]);
		},
	);

	it.each(['icrmSlaTrigger', 'icrmEscalationTrigger', 'icrmSurveyTrigger'])('%s names its events', (type) => {
		const events = nodeType(type).description.properties.find(({ name }) => name === 'events');
		const choices = (events?.options ?? []) as { name: string; value: string }[];
		const rows = tableRows(read(PAGES[type] ?? ''), 'Event');
		expect(
			compare(
				choices.map(({ name, value }) => `${name} ${value}`),
				rows.map(([name = '', value = '']) => `${bare(name)} ${bare(value)}`),
				'event',
			),
		).toEqual([]);
	});

	it('a node is found to lack an operation, a parameter, or to have one too many', () => {
		const text = read(PAGES.icrmRequest ?? '');
		const lines = text.split('\n');
		const without = (start: string) => lines.filter((line) => !line.startsWith(start)).join('\n');
		const node = wordsOfNode('icrmRequest');
		expect(differences(node, wordsOfPage(without('| **Hand Off**')))).toContain(
			"Request: operation 'Hand Off' is not in the docs",
		);
		expect(differences(node, wordsOfPage(without('| **Options → When**')))).toContain(
			"Request: parameter 'Options → When' is not in the docs",
		);
		const more = text.replaceAll('| **Waive**', '| **Forget**');
		expect(differences(node, wordsOfPage(more))).toEqual(
			expect.arrayContaining([
				"Request: operation 'Waive' is not in the docs",
				"Request: operation 'Forget' is only in the docs",
			]),
		);
	});
});

describe('log lines', () => {
	/** The fixed parts of a line: between the places for names, numbers and reasons. */
	const partsOf = (line: string) =>
		line
			.split('…')
			.map((part) => part.replace(/^['\s:]+|['\s:]+$/g, ''))
			.filter((part) => part.length > 8);

	it('that the operators read about are in the built pack', () => {
		const sources = ['engine/index.js', ...triggerFiles()].map((file) => read(join('dist', file))).join('\n');
		const lines = tableRows(read('docs/operations/operators.md'), 'Line').map(([line = '']) => bare(line));
		expect(lines.length).toBeGreaterThan(5);
		const missing = lines.flatMap(partsOf).filter((part) => !sources.replaceAll("\\'", "'").includes(part));
		expect(missing).toEqual([]);
	});

	const triggerFiles = () => [
		'nodes/shared/page/page.js',
		...readdirSync(join(ROOT, 'dist/nodes/shared/trigger'))
			.filter((file) => file.endsWith('.js'))
			.map((file) => `nodes/shared/trigger/${file}`),
	];
});

describe('durations', () => {
	const section = sectionOf(read('docs/nodes/agreement.md'), 2, 'Durations');
	const written = (heading: string) =>
		tableRows(section, heading).flatMap(([cell = '']) =>
			[...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? ''),
		);

	it('that the docs list can be written', () => {
		const texts = written('You write');
		expect(texts.length).toBeGreaterThan(8);
		for (const text of texts) expect(() => parseDuration(text)).not.toThrow();
	});

	it('that the docs call a mistake are refused', () => {
		const texts = written('Refused');
		expect(texts.length).toBeGreaterThan(3);
		for (const text of texts) expect(() => parseDuration(text)).toThrow();
	});
});

describe('the examples', () => {
	let told: Told;
	beforeAll(async () => {
		told = await tell();
		if (process.env.ICRM_WRITE_EXAMPLES === '1') writeExamples(told);
	}, 60_000);

	const all = pages().flatMap(examplesIn);

	it.each(all.map(({ page, name, json }) => [name, page, json] as const))(
		'%s of %s is real',
		(name, _page, json) => {
			expect(told.examples.has(name)).toBe(true);
			const shown: unknown = process.env.ICRM_WRITE_EXAMPLES === '1' ? undefined : JSON.parse(json);
			if (shown !== undefined) expect(stable(shown)).toEqual(stable(told.examples.get(name)));
		},
	);

	it('are all used, and every node has one', () => {
		expect(
			compare(
				[...told.examples.keys()].filter((name) => name !== 'mail-text' && name !== 'policy-picture'),
				all.map(({ name }) => name),
				'example',
			),
		).toEqual([]);
		for (const page of Object.values(PAGES)) expect(all.map((example) => example.page)).toContain(page);
	});

	it('would be found out: another instant, another name', () => {
		const real = told.examples.get('request-open') as Record<string, unknown>;
		expect(stable({ ...real, resolutionDueAt: '2026-04-09T07:31:00.000Z' })).not.toEqual(stable(real));
		expect(stable({ ...real, titel: 'x' })).not.toEqual(stable(real));
		expect(stable({ ...real, requestId: '00000000-0000-4000-8000-000000000000' })).toEqual(stable(real));
	});

	it('the mail that the docs quote is the mail', () => {
		const quoted = /<!-- mail -->\n+```text\n([\s\S]*?)```/.exec(
			read('docs/nodes/escalation-trigger.md'),
		)?.[1];
		expect(stable(quoted?.trim())).toBe(stable(told.examples.get('mail-text')));
	});

	it('the picture of the preview is what the node draws', () => {
		const file = join(ROOT, 'docs', 'img', 'escalation-preview.svg');
		const drawn = String(told.examples.get('policy-picture'));
		if (process.env.ICRM_WRITE_EXAMPLES === '1') writeFileSync(file, drawn);
		expect(readFileSync(file, 'utf8')).toBe(drawn);
	});

	it('the errors that the docs list are what the nodes say', () => {
		const listed = [...Object.values(PAGES), 'docs/done-or-failed.md'].flatMap((page) =>
			tableRows(read(page), 'It says').map(([cell = '']) => cell.replace(/^`+ ?| ?`+$/g, '')),
		);
		const said = told.errors.map((message) =>
			(message.split('\n')[0] ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…'),
		);
		expect(listed.length).toBeGreaterThan(10);
		expect(compare(said, listed, 'error')).toEqual([]);
	});
});

/** Without what differs from run to run: ids made at random, and what is signed with a random key. */
function stable(value: unknown): unknown {
	const text = JSON.stringify(value) ?? 'undefined';
	return JSON.parse(
		text
			.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, '<id>')
			.replace(/token=[\w.…-]+/g, 'token=<signed>')
			.replace(/"html":"(?:[^"\\]|\\.)*"/g, '"html":"…"'),
	) as unknown;
}

function writeExamples({ examples }: Told): void {
	const known = new Map<string, string>();
	const give = (name: string): string => {
		const text = JSON.stringify(examples.get(name), null, '\t');
		return text
			.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, (id) => {
				const stand = known.get(id) ?? `7c9e6679-7425-40de-944b-e07fc1f90a${String(10 + known.size)}`;
				known.set(id, stand);
				return stand;
			})
			.replace(/token=[\w.-]+/g, 'token=…')
			.replace(/"html": "(?:[^"\\]|\\.)*"/g, '"html": "…"');
	};
	for (const page of pages()) {
		const file = join(ROOT, page);
		const text = read(page);
		const mail = give('mail-text');
		const written = withExamples(text, give).replace(
			/(<!-- mail -->\n+```text\n)[\s\S]*?```/,
			(_all, start: string) => `${start}${String(JSON.parse(mail))}\n\`\`\``,
		);
		if (written === text) continue;
		writeFileSync(file, written);
	}
}
