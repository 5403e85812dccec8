import { unwrap } from '../../../engine/outcome';
import { recordFacts } from '../../../engine/sla';
import { findClocks } from '../../../engine/sla/clock-repository';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const recovered = (company: Company) =>
	company.arrived.flatMap(({ event }) =>
		event.type === 'clock.recovered' ? [[event.data.cycle, event.data.wasDueAt]] : [],
	);

onBothDatabases('a breach that is taken back says when it was due', (open) => {
	it('in its own cycle, whichever others stand', async () => {
		const company = await openCompany(open, { agreement: { onReopen: 'restart' } });
		const { requestId } = await company.ask({ priority: 'high' });
		await company.say(requestId, { kind: 'responded' });
		await company.at('2026-03-02T13:10Z');
		await company.say(requestId, { kind: 'resolved' });
		await company.at('2026-03-03T09:00Z');
		await company.say(requestId, { kind: 'reopened' });
		await company.at('2026-03-03T13:10Z');
		const outcomes = await recordFacts(company.engine, [
			{ request: requestId, fact: { kind: 'paused' }, at: Date.parse('2026-03-02T10:00Z') },
			{ request: requestId, fact: { kind: 'resumed' }, at: Date.parse('2026-03-02T11:00Z') },
		]);
		outcomes.forEach(unwrap);
		await company.settle();
		expect(recovered(company)).toEqual([[1, '2026-03-02T13:00:00.000Z']]);
		const breachedAt = async () => {
			const ids = [`${requestId}:sla:resolution`];
			const [clock] = await company.engine.store.read((db) => findClocks(db, ids));
			return clock?.breachedAt;
		};
		expect(await breachedAt()).toBe(Date.parse('2026-03-03T13:00Z'));
		await company.at('2026-03-03T13:20Z');
		await company.say(requestId, { kind: 'priorityChanged', priority: 'normal' });
		await company.settle();
		expect(recovered(company).slice(1)).toEqual([[2, '2026-03-03T13:00:00.000Z']]);
		expect(await breachedAt()).toBeUndefined();
	});
});
