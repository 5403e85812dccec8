import { explainRequest } from '../../../engine/sla';
import { openCompany } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

onBothDatabases('what Explain shows in whole seconds', (open) => {
	it('sums to what elapsed, though the stretches are no whole seconds', async () => {
		const company = await openCompany(open);
		const { requestId } = await company.ask();
		for (let turn = 1; turn <= 6; turn++) {
			company.now = Date.parse('2026-03-02T09:00Z') + turn * 10_400;
			await company.say(requestId, { kind: turn % 2 === 1 ? 'paused' : 'resumed' });
		}
		company.now += 10_400;
		const { clocks } = await explainRequest(company.engine, requestId);
		expect(clocks).toHaveLength(2);
		for (const { segments, elapsedSeconds } of clocks) {
			const passed = segments.filter((segment) => !('ahead' in segment));
			const counted = passed.filter(({ kind }) => kind === 'counted');
			expect(counted).toHaveLength(4);
			expect(counted.reduce((sum, { seconds }) => sum + Number(seconds), 0)).toBe(elapsedSeconds);
		}
	});
});
