import fc from 'fast-check';
import {
	importCompany,
	loadCalendars,
	saveDepartments,
	saveMembers,
	type Absence,
} from '../../../engine/directory';
import { writeAbsences } from '../../../engine/directory/absence-repository';
import { getPolicy, previewPolicy, savePolicies } from '../../../engine/escalation';
import { namedBy, peopleAround } from '../../../engine/escalation/people-around';
import { stepsUntilEnd } from '../../../engine/escalation/steps';
import { explainWhy } from '../../../engine/escalation/explain-why';
import { unwrap } from '../../../engine/outcome';
import { onBothDatabases, type OpenCompany } from '../../support/harness';
import { openCompany, type Company } from '../../support/company';

/** Requests are opened at 09:00 with two hours to answer. */
const BREACH = Date.parse('2026-03-02T11:00Z');
const HOUR = 3_600_000;
const DEPARTMENTS = ['it', 'hr', 'board'];
const PEOPLE = 6;
const idOf = (index: number) => `p${index}`;

interface Case {
	readonly people: readonly { manager: number | null; department: number; leaves: boolean }[];
	/** By department; null has none. */
	readonly heads: readonly (number | null)[];
	readonly assignee: number | null;
	/** Hours after the breach. */
	readonly absences: readonly { member: number; from: number; hours: number; delegate: number | null }[];
	readonly levels: readonly { delay: string; again?: boolean; targets: readonly Record<string, unknown>[] }[];
	readonly repeat: number;
	readonly owner?: number | null;
}

const person = fc.nat(PEOPLE - 1);
const someone = fc.option(person, { freq: 4 });
const department = fc.nat(DEPARTMENTS.length - 1);
const target = fc.oneof(
	fc.constant({ kind: 'assignee' }),
	fc.constant({ kind: 'manager' }),
	fc.constant({ kind: 'departmentHead' }),
	department.map((index) => ({ kind: 'departmentHead', departmentId: DEPARTMENTS[index] })),
	person.map((index) => ({ kind: 'member', memberId: idOf(index) })),
);

const cases: fc.Arbitrary<Case> = fc.record({
	people: fc.array(fc.record({ manager: someone, department, leaves: fc.nat(3).map((dice) => dice === 0) }), {
		minLength: PEOPLE,
		maxLength: PEOPLE,
	}),
	heads: fc.array(someone, { minLength: DEPARTMENTS.length, maxLength: DEPARTMENTS.length }),
	assignee: someone,
	absences: fc.array(
		fc.record({
			member: person,
			from: fc.integer({ min: -20, max: 90 }),
			hours: fc.integer({ min: 1, max: 60 }),
			delegate: someone,
		}),
		{ maxLength: 8 },
	),
	levels: fc.array(
		fc.record({
			delay: fc.constantFrom('0 min', '20 min', '3h', '7h', '1 calendar day'),
			targets: fc.array(target, { minLength: 1, maxLength: 2 }),
			again: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 4 },
	),
	repeat: fc.nat(2),
	owner: someone,
});

const absenceOf = ({ member, from, hours, delegate }: Case['absences'][number], index: number): Absence => ({
	id: `absence-${index}`,
	memberId: idOf(member),
	from: BREACH + from * HOUR,
	until: BREACH + (from + hours) * HOUR,
	...(delegate === null ? {} : { delegateId: idOf(delegate) }),
	source: 'test',
});

/** The company with these people, and a request that nobody answers. */
async function openCase(open: OpenCompany, told: Case): Promise<Company> {
	const company = await openCompany(open, {
		staysAlive: true,
		agreement: { targets: [{ metric: 'firstResponse', target: '2h' }], warnAtPercent: [] },
	});
	const { engine } = company;
	const members = told.people.map(({ manager, department: index }, own) => ({
		id: idOf(own),
		name: `Person ${own}`,
		email: `${idOf(own)}@acme.example`,
		departmentId: DEPARTMENTS[index],
		// Upwards only: the directory refuses circles.
		managerId: manager !== null && manager < own ? idOf(manager) : null,
	}));
	const departments = told.heads.map((head, index) => ({
		id: DEPARTMENTS[index],
		headId: head === null ? null : idOf(head),
	}));
	// A policy that could never notify anybody is refused; that its departments lose their heads, nobody can refuse.
	const led = departments.map(({ id }) => ({ id, headId: idOf(0) }));
	await importCompany(engine, { departments: led, members });
	const policy = {
		id: 'climb',
		levels: told.levels,
		repeat: told.repeat,
		repeatAfter: '2h',
		...(typeof told.owner === 'number' ? { ownerId: idOf(told.owner) } : {}),
	};
	unwrap((await savePolicies(engine, [policy]))[0]);
	(await saveDepartments(engine, departments)).forEach(unwrap);
	await company.ask({ assignee: told.assignee === null ? undefined : idOf(told.assignee) });
	const leavers = told.people.flatMap(({ leaves }, own) =>
		leaves ? [{ id: idOf(own), active: false }] : [],
	);
	(await saveMembers(engine, leavers)).forEach(unwrap);
	await engine.transaction((trx) => writeAbsences(trx, told.absences.map(absenceOf)));
	return company;
}

const lineOf = (at: string | number, pass: number, level: number, people: readonly string[]) =>
	`${new Date(at).toISOString()} ${pass}.${level} ${[...people].sort().join(' | ') || 'nobody'}`;

async function rehearsed({ engine }: Company, assignee: number | null): Promise<string[]> {
	const { steps } = await previewPolicy(engine, {
		policyId: 'climb',
		departmentId: 'it',
		calendarId: 'office',
		from: BREACH,
		...(assignee === null ? {} : { assigneeId: idOf(assignee) }),
	});
	const isNobody = ({ told, justTold }: (typeof steps)[number]) => told.length + justTold.length === 0;
	// What writes an event: levels in a row that find nobody are one gap, and whoever was just told is not told again.
	const heard = steps.filter((step, index) => {
		const before = steps[index - 1];
		const isSameGap = before && isNobody(before) && before.at === step.at && before.pass === step.pass;
		return step.told.length > 0 || (isNobody(step) && !isSameGap);
	});
	return heard.map(({ at, pass, level, told }) =>
		lineOf(
			at,
			pass,
			level,
			told.map(({ memberId, why }) => `${memberId}: ${why}`),
		),
	);
}

/** The same as a dry run would say that knows only who is away at the breach. */
async function rehearsedWithoutForesight({ engine }: Company, assignee: number | null): Promise<string[]> {
	const policy = await getPolicy(engine, 'climb');
	const request = { assigneeId: assignee === null ? undefined : idOf(assignee), departmentId: 'it' };
	return await engine.store.read(async (db) => {
		const calendar = (await loadCalendars(db, ['office'])).get('office')?.calendar;
		if (!calendar) throw new Error('no office hours');
		const here = await peopleAround(db, namedBy(policy, request), BREACH, BREACH);
		const absences = here.absences.map((absence) => ({
			...absence,
			from: 0,
			until: Number.MAX_SAFE_INTEGER,
		}));
		const steps = stepsUntilEnd({ policy, calendar, request, people: { ...here, absences } }, BREACH);
		return steps.map(({ at, pass, level, told }) =>
			lineOf(
				at,
				pass,
				level,
				told.map(({ memberId, why }) => `${memberId}: ${explainWhy(why, here, 'en')}`),
			),
		);
	});
}

/** What the engine writes from the breach to the end. Read from the events themselves: a subscription lapses in between. */
async function happened(company: Company): Promise<string[]> {
	await company.at('2026-04-30T12:00Z');
	const rows = await company.engine.store.read((db) =>
		db
			.selectFrom('event')
			.select(['at', 'data'])
			.where('type', 'in', ['escalation.notify', 'escalation.nobody'])
			.execute(),
	);
	const told = rows.map(({ at, data }) => ({ at, ...(JSON.parse(data) as Told) }));
	const steps = Map.groupBy(told, ({ at, pass, level }) => lineOf(at, pass, level, []));
	return [...steps.values()]
		.map(([first, ...others]) => ({ first: first as (typeof told)[number], others }))
		.sort(({ first: a }, { first: b }) => a.at - b.at || a.pass - b.pass || a.level - b.level)
		.map(({ first, others }) =>
			lineOf(
				first.at,
				first.pass,
				first.level,
				[first, ...others].flatMap(({ memberId, why }) => (why === undefined ? [] : [`${memberId}: ${why}`])),
			),
		);
}

interface Told {
	readonly pass: number;
	readonly level: number;
	readonly memberId: string;
	/** Left out where a level finds nobody. */
	readonly why?: string;
}

const NOBODY: Case = {
	people: Array.from({ length: PEOPLE }, () => ({ manager: null, department: 1, leaves: false })),
	heads: [null, null, null],
	assignee: null,
	absences: [],
	levels: [],
	repeat: 0,
};

/** Away from the day after the breach: the second level, a calendar day later, finds whoever stands in. */
const AWAY_LATER: Case = {
	...NOBODY,
	assignee: 0,
	absences: [{ member: 1, from: 12, hours: 48, delegate: 2 }],
	levels: [
		{ delay: '0 min', targets: [{ kind: 'assignee' }] },
		{ delay: '1 calendar day', targets: [{ kind: 'member', memberId: 'p1' }] },
	],
};

onBothDatabases('the dry run', (open) => {
	it('says exactly what then happens when nobody reacts, for any policy and any company', async () => {
		// A database of its own for each case: on PostgreSQL that takes about a second.
		const isQuick = expect.getState().currentTestName?.includes('SQLite');
		const numRuns = isQuick ? Number(process.env.ICRM_TEST_RUNS ?? 12) : 3;
		await fc.assert(
			fc.asyncProperty(cases, async (told) => {
				const company = await openCase(open, told);
				const expected = await rehearsed(company, told.assignee);
				expect(await happened(company)).toEqual(expected);
			}),
			{ numRuns },
		);
	}, 600_000);

	it('knows who will be away by the time a level is due', async () => {
		const company = await openCase(open, AWAY_LATER);
		const expected = await rehearsed(company, AWAY_LATER.assignee);
		const blind = await rehearsedWithoutForesight(company, AWAY_LATER.assignee);
		const truth = await happened(company);
		expect(truth).toEqual(expected);
		expect(truth[1]).toContain('1.2 p2: You are notified in place of Person 1, who is away.');
		// The comparison can fail: a dry run that looks at the absences once is wrong here.
		expect(blind).not.toEqual(truth);
	});

	it.each([
		['is due by itself', { kind: 'member', memberId: 'p4' }, 'p4'],
		[
			'has its turn because the last level finds nobody',
			{ kind: 'departmentHead', departmentId: 'board' },
			'no',
		],
	])('begins a further pass with nobody told, where it %s', async (_where, last, found) => {
		const told: Case = {
			...NOBODY,
			// P1 manages the assignee, P2 whoever is told last in the first pass.
			people: NOBODY.people.map((one, own) => ({ ...one, manager: own === 3 || own === 4 ? own - 2 : null })),
			assignee: 3,
			levels: [
				{ delay: '0 min', targets: [{ kind: 'departmentHead', departmentId: 'board' }] },
				{ delay: '20 min', targets: [{ kind: 'manager' }] },
				{ delay: '20 min', targets: [last] },
			],
			repeat: 1,
		};
		const company = await openCase(open, told);
		const expected = await rehearsed(company, told.assignee);
		const truth = await happened(company);
		expect(truth).toEqual(expected);
		expect(truth.map((line) => line.slice(25, 31))).toEqual([
			'1.1 no',
			'1.2 p1',
			`1.3 ${found}`,
			'2.1 no',
			'2.2 p1',
			`2.3 ${found}`,
		]);
	});
});
