import type { Absence, Department, Member } from '../../../engine/directory';
import type { TargetSpec } from '../../../engine/escalation';
import { explainWhy } from '../../../engine/escalation/explain-why';
import { whoToTell, type TargetLookup } from '../../../engine/escalation/who-to-tell';

const member = (id: string, managerId?: string, active = true): [string, Member] => [
	id,
	{
		id,
		name: id.toUpperCase(),
		email: `${id}@acme.example`,
		departmentId: 'it',
		locale: 'en',
		active,
		...(managerId === undefined ? {} : { managerId }),
	},
];
const it_: [string, Department] = ['it', { id: 'it', name: 'IT', headId: 'hanna' }];
const people = new Map([
	member('ceo'),
	member('hanna', 'ceo'),
	member('tom', 'hanna'),
	member('eva', 'hanna', false),
	member('zoe', 'eva'),
]);
const lookup = (changes: Partial<TargetLookup> = {}): TargetLookup => ({
	assigneeId: 'tom',
	departmentId: 'it',
	steps: 1,
	ownerId: undefined,
	members: people,
	departments: new Map([it_]),
	absences: new Map(),
	...changes,
});
const told = (targets: readonly TargetSpec[], changes?: Partial<TargetLookup>) =>
	whoToTell(targets, lookup(changes)).map(({ memberId, why }) => `${memberId} (${why.rule})`);

describe('who is told', () => {
	it('is the assignee; without one, the head of the department that holds the request', () => {
		expect(told([{ kind: 'assignee' }])).toEqual(['tom (assignee)']);
		expect(told([{ kind: 'assignee' }], { assigneeId: undefined })).toEqual(['hanna (departmentHead)']);
	});

	it('is the manager of whoever has the request, then theirs', () => {
		expect(told([{ kind: 'manager' }])).toEqual(['hanna (managerOf)']);
		expect(told([{ kind: 'manager' }], { steps: 2 })).toEqual(['ceo (managerOf)']);
		expect(told([{ kind: 'manager' }], { assigneeId: undefined })).toEqual(['ceo (managerOf)']);
	});

	it('climbs over somebody who has left, for whom no step is spent', () => {
		expect(told([{ kind: 'manager' }], { assigneeId: 'zoe' })).toEqual(['hanna (inPlaceOf)']);
		expect(told([{ kind: 'manager' }], { assigneeId: 'zoe', steps: 2 })).toEqual(['ceo (managerOf)']);
	});

	it('is nobody above the top: then the next level has its turn', () => {
		expect(told([{ kind: 'manager' }], { assigneeId: 'ceo', departments: new Map() })).toEqual([]);
	});

	it('is the head of their department for somebody without a manager', () => {
		const members = new Map([...people, member('new')]);
		expect(told([{ kind: 'manager' }], { assigneeId: 'new', members })).toEqual(['hanna (departmentHead)']);
	});

	it('is nobody for the top of the company, not the head who reports to it; once that has left, it is the head', () => {
		expect(told([{ kind: 'manager' }], { assigneeId: 'ceo' })).toEqual([]);
		expect(told([{ kind: 'manager' }], { steps: 3 })).toEqual([]);
		const members = new Map([...people, member('ceo', undefined, false)]);
		expect(told([{ kind: 'assignee' }], { assigneeId: 'ceo', members })).toEqual(['hanna (inPlaceOf)']);
	});

	const away = (memberId: string, delegateId?: string): [string, Absence] => [
		memberId,
		{
			id: memberId,
			memberId,
			from: 0,
			until: 1,
			source: 'ldap',
			...(delegateId === undefined ? {} : { delegateId }),
		},
	];
	const assignee: TargetSpec[] = [{ kind: 'assignee' }];

	it('is who stands in for somebody away, else their manager, and so on up', () => {
		expect(told(assignee, { absences: new Map([away('tom', 'zoe')]) })).toEqual(['zoe (inPlaceOf)']);
		expect(told(assignee, { absences: new Map([away('tom')]) })).toEqual(['hanna (inPlaceOf)']);
		expect(told(assignee, { absences: new Map([away('tom', 'eva')]) })).toEqual(['hanna (inPlaceOf)']);
		expect(told(assignee, { absences: new Map([away('tom'), away('hanna')]) })).toEqual(['ceo (inPlaceOf)']);
	});

	it('is the first of the line all the same where everybody is away, also where they stand in for one another', () => {
		const everybody = [away('tom', 'zoe'), away('zoe', 'tom'), away('hanna'), away('ceo')];
		expect(told(assignee, { absences: new Map(everybody) })).toEqual(['tom (assignee)']);
	});

	it('says in both languages that somebody is away', () => {
		const [person] = whoToTell(assignee, lookup({ absences: new Map([away('tom')]) }));
		const why = person?.why ?? { rule: 'member' };
		expect(explainWhy(why, lookup(), 'en')).toBe('You are notified in place of TOM, who is away.');
		expect(explainWhy(why, lookup(), 'zh-CN')).toBe('TOM目前不在岗，因此改为通知您。');
		expect(explainWhy(why, lookup(), 'de-DE')).toBe(
			'Sie erhalten diese Nachricht stellvertretend, weil TOM zurzeit abwesend ist.',
		);
	});

	it('is the manager of somebody who has left', () => {
		expect(told([{ kind: 'member', memberId: 'eva' }])).toEqual(['hanna (inPlaceOf)']);
		expect(told([{ kind: 'manager' }], { assigneeId: 'zoe' })).toEqual(['hanna (inPlaceOf)']);
	});

	it('is the head of the department where somebody left without a manager, then the owner of the policy', () => {
		const members = new Map([...people, member('rex', undefined, false), member('olga')]);
		const rex: Partial<TargetLookup> = { assigneeId: 'rex', members };
		expect(told(assignee, rex)).toEqual(['hanna (inPlaceOf)']);
		expect(told(assignee, { ...rex, departments: new Map(), ownerId: 'olga' })).toEqual(['olga (owner)']);
		expect(told(assignee, { ...rex, departments: new Map(), ownerId: 'rex' })).toEqual([]);
	});

	it('is each person once, with the first reason', () => {
		expect(
			told([{ kind: 'assignee' }, { kind: 'departmentHead' }, { kind: 'member', memberId: 'hanna' }]),
		).toEqual(['tom (assignee)', 'hanna (departmentHead)']);
	});

	it('is nobody for a name the directory does not know', () => {
		expect(
			told([
				{ kind: 'member', memberId: 'nobody' },
				{ kind: 'departmentHead', departmentId: 'none' },
			]),
		).toEqual([]);
	});

	it('never runs in circles, even in a directory with a cycle of people who left', () => {
		const cycle = new Map([member('a', 'b', false), member('b', 'a', false)]);
		expect(told([{ kind: 'member', memberId: 'a' }], { members: cycle })).toEqual([]);
	});
});
