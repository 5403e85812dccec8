import {
	acknowledgeDelivery,
	claimDeliveries,
	deleteSubscriptions,
	failDelivery,
	listDeliveries,
	listSubscriptions,
	MAX_ATTEMPTS,
	retryDeliveries,
} from '../../../engine/timeline';
import { listen, openCompany, type Company } from '../../support/company';
import { onBothDatabases, type OpenCompany } from '../../support/harness';

const list = ({ engine }: Company) => listSubscriptions(engine, { limit: 50 });
const remove = async ({ engine }: Company, id = 'gone') => (await deleteSubscriptions(engine, [id]))[0];

/** Two clocks are breached; a workflow listened to that when they were promised, and was deleted since. */
async function deserted(open: OpenCompany): Promise<Company> {
	const company = await openCompany(open, { staysAlive: true });
	await listen(company, 'gone', ['clock.breached'], { serviceIds: ['laptop'] });
	await company.ask();
	await company.ask();
	await company.at('2026-03-02T11:01Z');
	return company;
}

onBothDatabases('subscriptions', (open) => {
	it('are listed with what they listen to, when they were heard of, and what waits for them', async () => {
		const company = await deserted(open);
		await silent(company, '2026-03-02T09:00Z');
		const [first, second] = await list(company);
		expect(first).toMatchObject({ id: 'everything', isListening: true, openDeliveries: 0, deadLetters: 0 });
		expect(second).toMatchObject({
			id: 'gone',
			label: 'gone',
			types: ['clock.breached'],
			filter: { serviceIds: ['laptop'] },
			createdAt: Date.parse('2026-03-02T09:00Z'),
			seenAt: Date.parse('2026-03-02T09:00Z'),
			isListening: false,
			openDeliveries: 2,
			deadLetters: 0,
		});
	});

	it('are deleted with what waits for them, open or dead, and then get nothing', async () => {
		const company = await deserted(open);
		await bury(company);
		await silent(company, '2026-03-02T09:00Z');
		expect(await list(company)).toContainEqual(
			expect.objectContaining({ id: 'gone', openDeliveries: 1, deadLetters: 1 }),
		);

		expect(await remove(company)).toMatchObject({
			ok: true,
			value: { withdrawn: 2, subscription: { label: 'gone' } },
		});

		expect((await list(company)).map(({ id }) => id)).toEqual(['everything']);
		const done = (await listDeliveries(company.engine, { state: 'done', limit: 50 })).filter(
			({ subscriptionId }) => subscriptionId === 'gone',
		);
		expect(done.map(({ lastError }) => lastError)).toEqual(
			Array(2).fill('withdrawn: its subscription was deleted'),
		);
		await company.ask();
		await company.at('2026-03-02T15:00Z');
		expect(await claimDeliveries(company.engine, 'gone', 10, 60_000)).toEqual([]);
		expect(await listDeliveries(company.engine, { state: 'open', limit: 50 })).toEqual([]);
		expect(await remove(company)).toMatchObject({ ok: false, error: { code: 'notFound' } });
		const [key] = done.map(({ subscriptionId, event }) => ({ subscriptionId, eventId: event.id }));
		expect((await retryDeliveries(company.engine, key ? [key] : []))[0]).toMatchObject({ ok: false });
	});

	it('are not deleted while their triggers listen, each by itself', async () => {
		const company = await deserted(open);
		const outcomes = await deleteSubscriptions(company.engine, ['gone', 'nobody']);
		expect(outcomes).toMatchObject([
			{
				ok: false,
				error: { code: 'conflict', field: 'subscriptionId', hint: expect.stringMatching('Unpublish') },
			},
			{ ok: false, error: { code: 'notFound', hint: expect.stringMatching('Get Many') } },
		]);
		expect(await claimDeliveries(company.engine, 'gone', 10, 60_000)).toHaveLength(2);
	});

	it('that were deleted listen again when their workflow is published again', async () => {
		const company = await deserted(open);
		await silent(company, '2026-03-02T09:00Z');
		await remove(company);
		await listen(company, 'gone', ['clock.breached']);
		await company.ask();
		await company.at('2026-03-02T16:00Z');
		expect(await claimDeliveries(company.engine, 'gone', 10, 60_000)).toHaveLength(1);
	});

	it('that were deleted leave what has reached them as it is', async () => {
		const company = await deserted(open);
		const [taken] = await claimDeliveries(company.engine, 'gone', 1, 60_000);
		if (!taken) throw new Error('nothing to claim');
		await acknowledgeDelivery(company.engine, taken);
		await silent(company, '2026-03-02T09:00Z');
		expect(await remove(company)).toMatchObject({ value: { withdrawn: 1 } });
		const done = await listDeliveries(company.engine, { state: 'done', limit: 50 });
		const own = done.filter(({ subscriptionId }) => subscriptionId === 'gone');
		expect(own.find(({ event }) => event.id === taken.event.id)?.lastError).toBeNull();
	});

	it('are listed for as long as something waits for them: an event that was being written when they were deleted', async () => {
		const company = await deserted(open);
		await silent(company, '2026-03-02T09:00Z');
		await company.engine.transaction(async (trx) => {
			await trx.updateTable('subscription').set({ types: '[]' }).where('id', '=', 'gone').execute();
		});
		expect((await list(company)).map(({ id }) => id)).toContain('gone');
		expect(await remove(company)).toMatchObject({ ok: true, value: { withdrawn: 2 } });
		expect((await list(company)).map(({ id }) => id)).toEqual(['everything']);
	});
});

/** Nothing was heard of its trigger since then. */
const silent = ({ engine }: Company, since: string) =>
	engine.transaction(async (trx) => {
		const seen_at = Date.parse(since);
		await trx.updateTable('subscription').set({ seen_at }).where('id', '=', 'gone').execute();
	});

/** Of the two deliveries, one is given up: its last try fails. */
async function bury(company: Company): Promise<void> {
	const [delivery] = await claimDeliveries(company.engine, 'gone', 1, 60_000);
	if (!delivery) throw new Error('nothing to claim');
	await failDelivery(company.engine, { ...delivery, tries: MAX_ATTEMPTS }, 'the mail server is down');
}
