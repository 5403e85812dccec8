import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { engineFor, saveDepartments } from '../../../../engine';
import { listSearch, searching } from '../../../../nodes/shared/fields/list-search';
import { storeConfig } from '../../../../nodes/shared/run/store';
import { node, ownHome } from '../fakes';

ownHome();

const editor = { getNode: () => node() } as unknown as ILoadOptionsFunctions;

it('offers records by name, with the id that is kept as value', async () => {
	const engine = await engineFor(storeConfig({}));
	await saveDepartments(engine, [
		{ id: 'it', name: 'Information Technology' },
		{ id: 'hr', name: 'Human Resources' },
	]);
	expect(await listSearch.searchDepartments.call(editor, 'techno')).toEqual({
		results: [{ name: 'Information Technology (it)', value: 'it' }],
	});
});

it('answers every search of an empty store', async () => {
	for (const search of Object.values(listSearch))
		expect((await search.call(editor, 'nothing is called this')).results).toEqual([]);
});

it('goes through the pages by offset, and stops at the last', async () => {
	const all = Array.from({ length: 150 }, (_, i) => ({ id: `r${i}`, name: `Record ${i}` }));
	const search = searching(async (_engine, { limit, offset }) => all.slice(offset, offset + limit));
	const first = await search.call(editor);
	expect([first.results.length, first.paginationToken]).toEqual([100, '100']);
	const second = await search.call(editor, undefined, first.paginationToken);
	expect([second.results.length, second.paginationToken]).toEqual([50, undefined]);
});
