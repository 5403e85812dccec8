import type { Template } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { TEMPLATE_TEXTS, textsOf, withTexts, type Texts } from '../../workflows/texts';
import { overfullNotes } from './note-room';
import { faultsIn, unlistedIn } from './text-faults';

const templates = readTemplates();
const each = templates.map((template): [string, Template] => [template.key, template]);
const languagesOf = (key: string): Map<string, Texts> => {
	const names = Object.keys(TEMPLATE_TEXTS);
	return new Map(textsOf(key).map((texts, index) => [names[index] ?? '', texts]));
};

describe('the texts of the templates', () => {
	it('are those of the shipped templates', () => {
		for (const language of Object.values(TEMPLATE_TEXTS))
			expect(Object.keys(language).sort()).toEqual(templates.map(({ key }) => key));
	});

	it.each(each)(
		'%s: are written into it as they are in the language files (`npm run texts`)',
		(key, template) => {
			expect(template).toEqual(withTexts(template, textsOf(key)));
		},
	);

	it.each(each)(
		'%s: are there in every language, used, and name its nodes as they are called',
		(key, template) => {
			expect(faultsIn(template, languagesOf(key))).toEqual([]);
			expect(unlistedIn(template, languagesOf(key).get('en') ?? {})).toEqual([]);
		},
	);

	it.each(each)('%s: fit their notes', (_key, { nodes }) => {
		expect(overfullNotes(nodes)).toEqual([]);
	});
});

describe('what is looked for is found:', () => {
	const byKey = (key: string): Template => {
		const template = templates.find((one) => one.key === key);
		if (!template) throw new Error(`there is no template '${key}'`);
		return template;
	};
	const template = byKey('warn-before-breach');
	const broken = (language: string, changes: Texts, without?: string): string => {
		const languages = languagesOf('warn-before-breach');
		const texts = { ...languages.get(language), ...changes };
		const left = Object.fromEntries(Object.entries(texts).filter(([place]) => place !== without));
		return faultsIn(template, languages.set(language, left)).join('\n');
	};

	it.each([
		['a text that a language lacks', () => broken('zh', {}, 'If it fails'), "zh: 'If it fails' is missing"],
		[
			'a note without a text',
			() => broken('en', {}, 'If it fails'),
			"note 'If it fails' has no text in English",
		],
		['a text that is used nowhere', () => broken('en', { Gone: 'x' }), "'Gone' is used nowhere"],
		['a text that English lacks', () => broken('de', { Gone: 'x' }), "de: 'Gone' is not a text of English"],
		[
			'a node that is called otherwise',
			() => broken('de', { 'Start here': 'In *Tell them* der Absender' }),
			"names 'Tell them', which is no node",
		],
		[
			'a field that English does not fill in',
			() => broken('zh', { 'If it fails': '{{ $json.x }}到期' }),
			'$json.x',
		],
		[
			'a text left in English',
			() => broken('de', { 'If it fails': languagesOf(template.key).get('en')?.['If it fails'] ?? '' }),
			"de: 'If it fails' is English",
		],
		['a text of another language', () => broken('de', { 'If it fails': '稍后重试' }), 'has Chinese words'],
		['Chinese that is none', () => broken('zh', { 'If it fails': 'Later' }), 'has no Chinese words'],
		[
			'a summary that is too long',
			() => broken('de', { 'If it fails': 'der '.repeat(151) }),
			'is longer than 600',
		],
	])('%s', (_what, find, says) => {
		expect(find()).toContain(says);
	});

	it('a text in a mail or form that is in no language file', () => {
		const key = 'sync-people-from-csv-or-api';
		const { 'Email the admin: subject': _gone, ...rest } = languagesOf(key).get('en') ?? {};
		expect(unlistedIn(byKey(key), rest)).toEqual(['Email the admin: subject']);
	});

	it('a text that does not fit its note, or covers the nodes on it', () => {
		const nodes = (by: number) =>
			template.nodes.map((node) =>
				node.name.endsWith('it fails') || node.name === 'Start here'
					? {
							...node,
							parameters: { ...node.parameters, content: String(node.parameters.content).repeat(by) },
						}
					: node,
			);
		expect(overfullNotes(nodes(1))).toEqual([]);
		expect(overfullNotes(nodes(2))).toEqual([
			expect.stringMatching(/^Start here: \d+ px of text in \d+ px$/),
			expect.stringMatching(/^If it fails: \d+ px of text in 180 px$/),
		]);
	});

	it('a text for a parameter that is not there', () => {
		expect(() => withTexts(template, [{ 'Remind them: topic': 'x' }])).toThrow(
			"The template has no text at 'Remind them: topic'",
		);
		expect(() => withTexts(template, [{ 'Warn them: subject': 'x' }])).toThrow('no text at');
	});
});
