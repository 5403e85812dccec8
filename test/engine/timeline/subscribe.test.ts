import type { Arrival } from '../../../engine/engine';
import type { EventType } from '../../../engine/event';
import { subscribe } from '../../../engine/timeline';
import { onBothDatabases, type OpenCompany } from '../../support/harness';

async function listening(open: OpenCompany) {
	const begun: (readonly EventType[])[] = [];
	const note: Arrival = async (_engine, _trx, types) => void begun.push(types);
	const company = await open({ arrivals: [note] });
	const listenTo = (...types: EventType[]) =>
		subscribe(company.engine, { id: 'w:n', types, filter: {}, label: 'w' });
	return { company, begun, listenTo };
}

onBothDatabases('a subscription', (open) => {
	it('is an arrival when it is new, and not on the heartbeat of one that is alive', async () => {
		const { company, begun, listenTo } = await listening(open);
		await listenTo('survey.invite', 'survey.remind');
		for (let days = 0; days < 10; days++) {
			await company.fastForward('1d');
			await listenTo('survey.invite', 'survey.remind');
		}
		expect(begun).toEqual([['survey.invite', 'survey.remind']]);
	});

	it('is an arrival of the types that are added to it, not of those that are taken away', async () => {
		const { begun, listenTo } = await listening(open);
		await listenTo('survey.remind');
		await listenTo('survey.remind', 'survey.invite');
		await listenTo('survey.invite');
		expect(begun).toEqual([['survey.remind'], ['survey.invite']]);
	});

	it('is an arrival when it comes back after it had lapsed', async () => {
		const { company, begun, listenTo } = await listening(open);
		await listenTo('survey.invite');
		// Others go on listening: it is this workflow that is gone, and not all of n8n.
		await subscribe(company.engine, { id: 'other', types: [], filter: {}, label: 'other' });
		const goneFor = (ms: number) =>
			company.engine.transaction(async (trx) => {
				const seen_at = company.now - ms;
				await trx.updateTable('subscription').set({ seen_at }).where('id', '=', 'w:n').execute();
			});
		await goneFor(20 * 60_000);
		await listenTo('survey.invite');
		await goneFor(7 * 86_400_000);
		await listenTo('survey.invite');
		expect(begun.filter((types) => types.length > 0)).toHaveLength(2);
	});

	it('is not saved when what waits for it fails', async () => {
		const company = await open({
			arrivals: [() => Promise.reject(new Error('no'))],
		});
		const subscription = { id: 'w:n', types: ['survey.invite'] as const, filter: {}, label: 'w' };
		await expect(subscribe(company.engine, subscription)).rejects.toThrow('no');
		const rows = await company.engine.store.read((db) => db.selectFrom('subscription').selectAll().execute());
		expect(rows).toEqual([]);
	});
});
