import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The docs as text, and what a test asks about them. Small on purpose: no Markdown library reads our tables as we mean them. */

export const ROOT = join(__dirname, '..', '..');

/** `README.md`, `docs/nodes/request.md`: every page a reader may open. */
export function pages(): string[] {
	const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) =>
			relative(ROOT, join(ROOT, 'docs', file))
				.split(sep)
				.join('/'),
		);
	return ['README.md', 'CHANGELOG.md', ...inDocs].sort();
}

export const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Targets of `[text](target)` and `![text](target)`, outside code. */
export const linksIn = (text: string): string[] =>
	[...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors GitHub gives a page's headings. */
export const anchorsOf = (text: string): string[] =>
	[...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) =>
		(heading ?? '')
			.trim()
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

export interface Section {
	readonly title: string;
	readonly text: string;
}

/** The parts of a page under its headings of one level. What stands before the first is left out. */
export function sectionsOf(text: string, level: number): Section[] {
	const mark = `\n${'#'.repeat(level)} `;
	return `\n${text}`
		.split(mark)
		.slice(1)
		.map((part) => {
			const [title = '', ...rest] = part.split('\n');
			return { title: title.trim(), text: rest.join('\n') };
		});
}

/** @throws Error when the page has no such section */
export function sectionOf(text: string, level: number, title: string): string {
	const found = sectionsOf(text, level).find((section) => section.title === title);
	if (found) return found.text;
	throw new Error(`There is no section '${title}'`);
}

/** Rows of the tables whose first column has this heading: cells as text, the heading left out. */
export function tableRows(text: string, firstColumn: string): string[][] {
	const rows: string[][] = [];
	let inside = false;
	for (const line of text.split('\n')) {
		if (!line.startsWith('|')) {
			inside = false;
			continue;
		}
		const cells = line
			.replace(/^\||\|\s*$/g, '')
			.split(/(?<!\\)\|/)
			.map((cell) => cell.trim().replaceAll('\\|', '|'));
		if (cells[0] === firstColumn) inside = true;
		else if (inside && !/^:?-+:?$/.test(cells[0] ?? '')) rows.push(cells);
	}
	return rows;
}

/** Cell text without its marks: `**Options** → Actor` is `Options → Actor`. */
export const bare = (cell: string): string => cell.replace(/\*\*|`/g, '').trim();

export interface Example {
	readonly page: string;
	readonly name: string;
	readonly json: string;
}

const EXAMPLE = /<!-- example: ([\w-]+) -->\n+```json\n([\s\S]*?)```/g;

export const examplesIn = (page: string): Example[] =>
	[...read(page).matchAll(EXAMPLE)].map(([, name = '', json = '']) => ({ page, name, json }));

/** The page with what its examples really give. */
export const withExamples = (text: string, give: (name: string) => string): string =>
	text.replace(
		EXAMPLE,
		(_all, name: string) => `<!-- example: ${name} -->\n\n\`\`\`json\n${give(name)}\n\`\`\``,
	);
