import { listCommand } from '../../cli/commands/list';
import { firstNoteOf, titleOf } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { bare, read, tableRows } from './markdown';

/** A template has one name: in n8n, on its canvas, in the command's list, in README and docs. Its file is named after it. */
const templates = readTemplates();
const titles = templates.map(titleOf).sort();

/** The names in a table of templates, without their links. */
const namesIn = (page: string, firstColumn: string): string[] =>
	tableRows(read(page), firstColumn)
		.map(([name = '']) => bare(name).replace(/^\[(.+)\]\(.+\)$/, '$1'))
		.sort();

describe('the name of a template', () => {
	it.each(templates.map((template) => [titleOf(template), template] as const))(
		'"%s": heads its first note and its page, and its file is named after it',
		(title, template) => {
			const note = String(firstNoteOf(template)?.parameters.content);
			expect(note.split('\n')[0]).toBe(`## ${title}`);
			expect(read(`docs/templates/${template.key}.md`)).toContain(`\n# ${title}\n`);
			const said = title.toLowerCase();
			// "escalation" of the file is "Escalate" in the name.
			expect(template.key.split('-').filter((word) => !said.includes(word.slice(0, 5)))).toEqual([]);
		},
	);

	it('is the one in README, in the list of the docs, and in that of the command', () => {
		expect(namesIn('README.md', '[Template](docs/templates.md)')).toEqual(titles);
		expect(namesIn('docs/templates.md', 'Template')).toEqual(titles);
		const printed: string[] = [];
		listCommand({ json: true }, { out: (text: string) => printed.push(text) } as never);
		const rows = JSON.parse(printed.join('')) as { title: string }[];
		expect(rows.map(({ title }) => title).sort()).toEqual(titles);
	});
});
