import { importCompany, listDepartments, listMembers, loadCalendars } from '../../../engine/directory';
import sampleCompany from '../../../workflows/sample-company.json';
import { onBothDatabases } from '../../support/harness';

const counts = (change: 'created' | 'unchanged') => {
	const of = (list: readonly unknown[]) => ({ created: 0, updated: 0, unchanged: 0, [change]: list.length });
	const { calendars, departments, members, services } = sampleCompany;
	return {
		calendars: of(calendars),
		departments: of(departments),
		members: of(members),
		services: of(services),
	};
};

const moments: readonly (readonly [calendar: string, at: string, isOpen: boolean, what: string])[] = [
	['china', '2026-02-14T02:00Z', true, 'a Saturday that makes up for the Spring Festival'],
	['china', '2026-02-28T02:00Z', true, 'the other one'],
	['china', '2026-01-04T02:00Z', true, 'a Sunday that makes up for New Year'],
	['china', '2026-05-09T02:00Z', true, 'a Saturday that makes up for Labour Day'],
	['china', '2026-09-20T02:00Z', true, 'a Sunday that makes up for the National Day'],
	['china', '2026-10-10T02:00Z', true, 'a Saturday that makes up for the National Day'],
	['china', '2026-02-16T02:00Z', false, 'Spring Festival'],
	['china', '2026-02-23T02:00Z', false, 'its last day'],
	['china', '2026-02-24T02:00Z', true, 'the day after'],
	['china', '2026-04-06T02:00Z', false, 'Qingming Festival'],
	['china', '2026-05-05T02:00Z', false, 'Labour Day'],
	['china', '2026-06-19T02:00Z', false, 'Dragon Boat Festival'],
	['china', '2026-09-25T02:00Z', false, 'Mid-Autumn Festival'],
	['china', '2026-10-07T02:00Z', false, 'National Day'],
	['china', '2026-03-07T02:00Z', false, 'any Saturday'],
	['china', '2026-03-02T04:30Z', false, 'lunch'],
	['germany', '2026-03-02T10:00Z', true, 'a Monday'],
	['germany', '2026-04-03T10:00Z', false, 'Good Friday'],
	['germany', '2026-05-14T10:00Z', false, 'Ascension Day'],
	['germany', '2026-12-25T10:00Z', false, 'Christmas'],
	['germany', '2026-03-06T15:30Z', false, 'Friday after four'],
	['always', '2026-12-25T03:00Z', true, 'Christmas night'],
];

onBothDatabases('the sample company', (open) => {
	it('goes in, and the second time all is unchanged', async () => {
		const { engine } = await open();
		expect(await importCompany(engine, sampleCompany)).toEqual(counts('created'));
		expect(await importCompany(engine, sampleCompany)).toEqual(counts('unchanged'));
	});

	it('has four departments with heads, in two time zones, and twelve people under one', async () => {
		const { engine } = await open();
		await importCompany(engine, sampleCompany);
		const departments = await listDepartments(engine, { limit: 10 });
		const members = new Map((await listMembers(engine, { limit: 50 })).map((member) => [member.id, member]));
		expect(departments.map(({ id }) => id).sort()).toEqual(['finance', 'hr', 'it', 'legal']);
		expect(departments.every(({ id, headId = '' }) => members.get(headId)?.departmentId === id)).toBe(true);
		expect(members.size).toBe(12);
		const topOf = (id: string): string => {
			const above = members.get(id)?.managerId;
			return above === undefined ? id : topOf(above);
		};
		const tops = [...members.keys()].map(topOf);
		expect(new Set(tops)).toEqual(new Set(['helena']));
	});

	it('works when its people do', async () => {
		const { engine } = await open();
		await importCompany(engine, { calendars: sampleCompany.calendars });
		const calendars = await engine.store.read((db) => loadCalendars(db));
		const answers = moments.map(([id, at]) => calendars.get(id)?.calendar.isOpen(Date.parse(at)));
		expect(moments.map(([id, at, , what], index) => [id, at, answers[index], what])).toEqual(moments);
	});
});
