import { saveDepartments } from '../../../engine/directory';
import { savePolicies, previewPolicy } from '../../../engine/escalation';
import { listAbsences, syncAbsences } from '../../../engine/lists';
import { getSurvey } from '../../../engine/survey';
import { IcrmError } from '../../../engine/errors';
import { openCompany } from '../../support/company';
import { onBothDatabases } from '../../support/harness';

const POLICY = { id: 'p', levels: [{ targets: [{ kind: 'assignee' }] }] };

onBothDatabases('a value that nobody expects', (open) => {
	it('is refused for its own item, and hurts no neighbour, where it has no JSON', async () => {
		const { engine } = await openCompany(open);
		const circle: Record<string, unknown> = {};
		circle.id = circle;
		const outcomes = await saveDepartments(engine, [
			{ id: 5n, name: 'X' },
			circle,
			{ id: 'good', name: 'Good' },
		]);
		expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, true]);
		for (const outcome of outcomes.slice(0, 2))
			expect(outcome).toMatchObject({
				error: { code: 'invalid', field: 'id', hint: expect.stringMatching(/Give/) },
			});
	});

	it('is refused as an instant that lies too far away, and the list stays readable', async () => {
		const { engine } = await openCompany(open);
		const row = { member: 'rosa@acme.example', from: '2026-03-02' };
		const { rows } = await syncAbsences(engine, {
			source: 'feed',
			timezone: 'UTC',
			rows: [
				{ ...row, until: 2 ** 60 },
				{ ...row, until: 1e300 },
				{ ...row, until: 1772500000000.5 },
			],
		});
		expect(rows.map(({ ok }) => ok)).toEqual([false, false, true]);
		expect(await listAbsences(engine, { limit: 10 })).toHaveLength(1);
	});

	it('is refused as a delay that no calendar could hold', async () => {
		const { engine } = await openCompany(open);
		for (const delay of ['400000 working hours', '99999999 calendar days']) {
			const levels = [{ ...POLICY.levels[0], delay }];
			expect((await savePolicies(engine, [{ ...POLICY, levels }]))[0]).toMatchObject({
				error: {
					code: 'invalid',
					field: 'levels[0].delay',
					hint: 'Write at most 10,000 hours, or 3,660 days.',
				},
			});
		}
	});

	it('finds nothing where it contains NUL', async () => {
		const { engine } = await openCompany(open);
		await expect(getSurvey(engine, 'a\0b')).rejects.toMatchObject({ code: 'notFound' });
		expect(await listAbsences(engine, { memberId: 'a\0b', limit: 10 })).toEqual([]);
	});

	it('is said to be missing in words', async () => {
		const { engine } = await openCompany(open);
		await expect(getSurvey(engine, 'x')).rejects.toMatchObject({ hint: /^There are no surveys yet/ });
		await expect(getSurvey(engine, 'x'.repeat(100_000))).rejects.toMatchObject({ message: /^.{0,250}$/ });
		const nothing: object = {};
		await expect(previewPolicy(engine, nothing as Parameters<typeof previewPolicy>[1])).rejects.toThrow(
			IcrmError,
		);
	});

	it('is saved by each of six who save it at the same time', async () => {
		const { engine } = await openCompany(open);
		const names = ['A', 'B', 'C', 'D', 'E', 'F'];
		const saved = await Promise.all(names.map((name) => savePolicies(engine, [{ ...POLICY, name }])));
		expect(saved.flat().map((outcome) => outcome.ok || String(outcome.error))).toEqual(Array(6).fill(true));
		const versions = saved.flatMap(([outcome]) => (outcome?.ok ? [outcome.value.version] : []));
		expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
	});
});
