import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../cli/templates/template-files';
import { linksIn, read, ROOT } from './markdown';
import { templatePage } from './template-page';

/**
 * Each template has a page, made from the template. After a change of a template, `ICRM_WRITE_EXAMPLES=1 npx jest test/docs`
 * writes the pages anew, and `npm run pictures` takes the pictures in the real editor.
 */
const templates = readTemplates();
const folder = join(ROOT, 'docs', 'templates');

/** As they are to be on the disk: formatted like every other page. */
function pagesAsMade(): Map<string, string> {
	const made = mkdtempSync(join(tmpdir(), 'icrm-pages-'));
	for (const template of templates) writeFileSync(join(made, `${template.key}.md`), templatePage(template));
	const prettier = join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	const config = join(ROOT, '.prettierrc.json');
	execFileSync(process.execPath, [prettier, '--config', config, '--write', '--log-level', 'warn', made]);
	return new Map(templates.map(({ key }) => [key, readFileSync(join(made, `${key}.md`), 'utf8')]));
}

describe('the pages of the templates', () => {
	const made = pagesAsMade();

	beforeAll(() => {
		if (process.env.ICRM_WRITE_EXAMPLES !== '1') return;
		mkdirSync(folder, { recursive: true });
		for (const [name, text] of made) writeFileSync(join(folder, `${name}.md`), text);
	});

	it.each(templates.map(({ key }) => [key]))('%s: says what the template says', (name) => {
		expect(readFileSync(join(folder, `${name}.md`), 'utf8')).toBe(made.get(name));
	});

	it.each(templates.map(({ key }) => [key]))('%s: has a picture, and stands in the list', (name) => {
		expect(existsSync(join(ROOT, 'docs', 'img', 'templates', `${name}.png`))).toBe(true);
		expect(linksIn(read('docs/templates.md'))).toContain(`templates/${name}.md`);
	});

	it('are as many as the templates', () => {
		expect(readdirSync(folder).sort()).toEqual(templates.map(({ key }) => `${key}.md`));
	});
});
