import { listRequests } from '../../../engine/sla';
import { fireTimers } from '../../../engine/timeline';
import { clockTimers } from '../../../engine/sla';
import { lockRequests } from '../../../engine/sla/request-repository';
import { openCompany, type Company } from '../../support/company';
import { onBothDatabases } from '../../support/harness';
import { holdOpen } from '../../support/locks';

const titles = async ({ engine }: Company, clockStates: readonly ('running' | 'breached' | 'paused')[]) =>
	(await listRequests(engine, { limit: 10, clockStates })).map(({ title }) => title).sort();

onBothDatabases('a clock that has passed its due instant', (open) => {
	it('is listed as breached, though no trigger came by to announce it', async () => {
		const company = await openCompany(open);
		await company.ask({ title: 'late' });
		company.now = Date.parse('2026-03-02T10:30Z');
		await company.ask({ title: 'in time' });
		await company.say((await company.ask({ title: 'paused' })).requestId, { kind: 'paused' });
		// 11:00 is the last instant at which an answer is in time. Nothing is fired in this story.
		company.now = Date.parse('2026-03-02T11:00Z');
		expect(await titles(company, ['breached'])).toEqual([]);
		company.now += 1;
		expect(await titles(company, ['breached'])).toEqual(['late']);
		expect(await titles(company, ['breached', 'paused'])).toEqual(['late', 'paused']);
		// Both of the other's clocks run; of the late one, that of the resolution does.
		expect(await titles(company, ['running'])).toEqual(['in time', 'late']);
		company.now = Date.parse('2026-03-02T17:00Z') + 1;
		expect(await titles(company, ['running'])).toEqual(['in time']);
		expect(await titles(company, ['breached', 'running'])).toEqual(['in time', 'late']);
	});

	it('is not announced while somebody is recording a fact about its request', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		company.now = Date.parse('2026-03-02T11:00Z') + 1;
		const fire = () => fireTimers(company.engine, [clockTimers], () => {});
		if (company.config.kind === 'postgres') {
			const recording = await holdOpen(company.engine, (trx) => lockRequests(trx, [requestId], 'wait'));
			expect(await fire()).toMatchObject({ fired: 0 });
			await recording.commit();
		}
		expect(await fire()).toMatchObject({ fired: 1 });
	});
});
