import type { Found, Places } from '../../scripts/stage/util/places';

/** The table of docs/finding-the-nodes.md, made from docs/results/search.json. Markdown, not yet formatted. */
export function placesTable({ before, after }: { before: Places; after: Places }): string {
	const rows = Object.keys(after).map((word) => [
		`\`${word}\``,
		told(before[word]?.panel),
		told(after[word]?.panel),
		told(before[word]?.mcp),
		told(after[word]?.mcp),
	]);
	const head = ['Search word', 'Panel, before', 'Panel', '`search_nodes`, before', '`search_nodes`'];
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const told = (place: Found['panel'] | undefined): string => (place ? `${place.place} of ${place.of}` : '–');

const BETWEEN = /(<!-- places -->\n)[\s\S]*(<!-- \/places -->)/;

export const withPlaces = (page: string, table: string): string =>
	page.replace(BETWEEN, (_whole, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
