import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstOfOurs, SEARCH_WORDS } from '../../scripts/stage/util/places';
import { read, ROOT, tableRows } from './markdown';
import { readResult } from './results';
import { placesTable, withPlaces } from './search-places';

/**
 * docs/finding-the-nodes.md says what docs/results/search.json says. After `npm run measure:search`, `ICRM_WRITE_EXAMPLES=1 npx
 * jest test/docs` writes the table anew (then `npm run format`).
 */
const PAGE = 'docs/finding-the-nodes.md';
const { search } = readResult('docs/results/search.json');

describe('the places that n8n gives our nodes', () => {
	if (!search) throw new Error('docs/results/search.json has no places. Run `npm run measure:search`.');
	const { before, after } = search;
	const table = placesTable({ before: before.places, after });

	beforeAll(() => {
		if (process.env.ICRM_WRITE_EXAMPLES === '1')
			writeFileSync(join(ROOT, PAGE), withPlaces(read(PAGE), table));
	});

	it('stand in the docs as they were measured, for every word', () => {
		expect(tableRows(read(PAGE), 'Search word')).toEqual(tableRows(table, 'Search word'));
		expect(Object.keys(after)).toEqual([...SEARCH_WORDS]);
		expect(Object.keys(before.places)).toEqual([...SEARCH_WORDS]);
	});

	it('are no worse than before, and only what the pack does not do is not found', () => {
		const lost = (['panel', 'mcp'] as const).flatMap((where) =>
			SEARCH_WORDS.filter((word) => {
				const was = before.places[word]?.[where]?.place ?? Infinity;
				return (after[word]?.[where]?.place ?? Infinity) > was;
			}),
		);
		expect(lost).toEqual([]);
		const unfound = SEARCH_WORDS.filter((word) => !after[word]?.panel || !after[word]?.mcp);
		expect(unfound).toEqual(['approval', '审批']);
	});
});

describe('our first place', () => {
	it('counts from the top, over all that is listed', () => {
		const types = ['n8n-nodes-base.slack', 'n8n-nodes-icrm.icrmRequest', 'n8n-nodes-icrm.icrmSurvey'];
		expect(firstOfOurs(types)).toEqual({ node: 'icrmRequest', place: 2, of: 3 });
		expect(firstOfOurs(types.slice(0, 1))).toBeNull();
	});
});
