import { saveCalendars } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { getAgreement, getRequest, saveAgreements } from '../../../engine/sla';
import { onBothDatabases } from '../../support/harness';
import { openCompany } from '../../support/company';

const HOUR = 3_600_000;
const office = [['09:00', '17:00']];
const good = {
	id: 'access-sla',
	serviceId: 'laptop',
	customerDepartmentId: 'hr',
	calendarId: 'office',
	targets: [{ metric: 'resolution', target: '2h' }],
};

onBothDatabases('saving agreements', (open) => {
	const save = async (input: unknown) => {
		const { engine } = await openCompany(open);
		return (await saveAgreements(engine, [input]))[0];
	};

	it('keeps targets as they were written, and as lengths of time: a working day as the calendar’s usual day', async () => {
		const { engine } = await openCompany(open);
		const targets = [
			{ metric: 'firstResponse', target: '90 min' },
			{ metric: 'resolution', target: '2 working days' },
			{ metric: 'resolution', priority: 'urgent', target: '1 calendar day' },
		];
		expect(unwrap((await saveAgreements(engine, [{ ...good, targets }]))[0])).toMatchObject({
			change: 'created',
			version: 1,
			name: 'access-sla',
		});
		expect((await getAgreement(engine, 'access-sla')).targets).toEqual([
			{ metric: 'firstResponse', targetMs: 1.5 * HOUR, countedIn: 'working', written: '90 min' },
			{
				metric: 'resolution',
				targetMs: 16 * HOUR,
				days: 2,
				countedIn: 'working',
				written: '2 working days',
			},
			{
				metric: 'resolution',
				priority: 'urgent',
				targetMs: 24 * HOUR,
				countedIn: 'elapsed',
				written: '1 calendar day',
			},
		]);
	});

	it('counts hours that overlap once: so does the working day of a target', async () => {
		const { engine } = await openCompany(open);
		const overlapping = [
			['12:00', '17:00'],
			['09:00', '13:00'],
			['10:00', '11:00'],
		];
		await saveCalendars(engine, [
			{ id: 'lap', name: 'Overlapping', spec: { timezone: 'UTC', weekly: { mon: overlapping } } },
		]);
		const targets = [{ metric: 'resolution', target: '1 working day' }];
		unwrap((await saveAgreements(engine, [{ ...good, calendarId: 'lap', targets }]))[0]);
		expect((await getAgreement(engine, 'access-sla')).targets).toMatchObject([{ targetMs: 8 * HOUR }]);
	});

	it('makes a new version when it is edited, and none when nothing changed', async () => {
		const { engine } = await openCompany(open);
		await saveAgreements(engine, [good]);
		expect(unwrap((await saveAgreements(engine, [good]))[0])).toMatchObject({
			change: 'unchanged',
			version: 1,
		});
		expect(unwrap((await saveAgreements(engine, [{ ...good, warnAtPercent: [50] }]))[0])).toMatchObject({
			change: 'updated',
			version: 2,
		});
	});

	it.each([
		['an unknown service', { serviceId: 'none' }, 'serviceId', "no service 'none'"],
		['an unknown customer', { customerDepartmentId: 'none' }, 'customerDepartmentId', "no department 'none'"],
		['an unknown calendar', { calendarId: 'none' }, 'calendarId', "no calendar 'none'"],
		[
			'an unknown policy',
			{ escalationPolicyId: 'none' },
			'escalationPolicyId',
			"no escalation policy 'none'",
		],
		['no target', { targets: [] }, 'targets', 'at least one target'],
		[
			'a duration nobody can read',
			{ targets: [{ metric: 'resolution', target: 'soon' }] },
			'targets[0].target',
			'soon',
		],
		['a target of zero', { targets: [{ metric: 'resolution', target: '0h' }] }, 'targets[0].target', '0h'],
		[
			'a target below zero',
			{ targets: [{ metric: 'resolution', target: '-2h' }] },
			'targets[0].target',
			'-2h',
		],
		[
			'an unknown metric',
			{ targets: [{ metric: 'happiness', target: '2h' }] },
			'targets[0].metric',
			'metric',
		],
		['the same target twice', { targets: [good.targets[0], good.targets[0]] }, 'targets[1]', 'given twice'],
		['a warning at 100 %', { warnAtPercent: [100] }, 'warnAtPercent[0]', 'before 100 %'],
	])('refuses %s, names field and remedy, and writes nothing', async (_what, change, field, message) => {
		const { engine } = await openCompany(open);
		const [outcome] = await saveAgreements(engine, [{ ...good, ...change }]);
		expect(outcome).toMatchObject({
			ok: false,
			error: { field, message: expect.stringContaining(message), hint: expect.stringMatching(/\w/) },
		});
		await expect(getAgreement(engine, 'access-sla')).rejects.toMatchObject({ code: 'notFound' });
	});

	it('refuses a second agreement for the same case, in the same batch too, and takes one for another customer', async () => {
		expect(await save({ ...good, customerDepartmentId: undefined })).toMatchObject({
			ok: false,
			error: {
				code: 'conflict',
				message: "Agreement 'Laptops' (laptop-sla) already covers service 'laptop' for every customer",
				hint: expect.stringContaining("Update 'laptop-sla'"),
			},
		});
		const { engine } = await openCompany(open);
		const both = await saveAgreements(engine, [good, { ...good, id: 'another' }]);
		expect(both.map(({ ok }) => ok)).toEqual([true, false]);
		expect(
			await saveAgreements(engine, [
				{ ...good, id: 'inactive', active: false },
				{ ...good, id: 'ola', kind: 'ola' },
			]),
		).toMatchObject([{ ok: true }, { ok: true }]);
	});

	it('plans open clocks anew when the agreement or the calendar is edited, and leaves judged ones alone', async () => {
		const company = await openCompany(open);
		const { engine } = company;
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		await company.say(requestId, { kind: 'responded' });
		const edited = {
			id: 'laptop-sla',
			serviceId: 'laptop',
			calendarId: 'office',
			targets: [
				{ metric: 'firstResponse', target: '30 min' },
				{ metric: 'resolution', target: '2h' },
			],
		};
		await saveAgreements(engine, [edited]);
		await company.settle();
		const due = async () =>
			(await getRequest(engine, requestId)).clocks.map(
				({ metric, state, dueAt }) => `${metric} ${state} ${dueAt}`,
			);
		// The answer after an hour was judged by a target of two, and stays so.
		expect(await due()).toEqual([
			'firstResponse met 2026-03-02T11:00:00.000Z',
			'resolution running 2026-03-02T11:00:00.000Z',
		]);
		const spec = { timezone: 'UTC', weekly: { tue: office } };
		unwrap((await saveCalendars(engine, [{ id: 'office', spec }]))[0]);
		await company.settle();
		expect(await due()).toEqual([
			'firstResponse met 2026-03-02T11:00:00.000Z',
			'resolution running 2026-03-03T11:00:00.000Z',
		]);
		await company.at('2026-03-03T11:01Z');
		expect(company.log.at(-1)).toBe('11:00 clock.breached resolution');
	});

	it('lets a reopened clock follow the agreement as it now stands, and leaves what was judged and is over', async () => {
		const company = await openCompany(open);
		const { engine } = company;
		const { requestId } = await company.ask();
		await company.fastForward('1h');
		await company.say(requestId, { kind: 'resolved' });
		const edited = {
			id: 'laptop-sla',
			serviceId: 'laptop',
			calendarId: 'office',
			targets: [
				{ metric: 'firstResponse', target: '30 min' },
				{ metric: 'resolution', target: '2h' },
			],
		};
		unwrap((await saveAgreements(engine, [edited]))[0]);
		const clocks = async () =>
			(await getRequest(engine, requestId)).clocks.map(
				({ metric, state, target }) => `${metric} ${state} ${target}`,
			);
		expect(await clocks()).toEqual(['firstResponse met 2 h', 'resolution met 8 h']);
		await company.say(requestId, { kind: 'reopened' });
		expect(await clocks()).toEqual(['firstResponse met 2 h', 'resolution running 2 h']);
	});

	it('refuses to let late news settle for days', async () => {
		const { engine } = await openCompany(open);
		const [days, unreadable, minutes] = await saveAgreements(engine, [
			{ ...good, settlingTime: '2 days' },
			{ ...good, settlingTime: 'soon' },
			{ ...good, settlingTime: '0 min' },
		]);
		expect(days).toMatchObject({ ok: false, error: { field: 'settlingTime' } });
		expect(unreadable).toMatchObject({ ok: false, error: { field: 'settlingTime' } });
		expect(minutes).toMatchObject({ ok: true, value: { settlingTime: '0 min', settlingMs: 0 } });
	});
});
