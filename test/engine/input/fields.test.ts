import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { IcrmError } from '../../../engine/errors';
import {
	email,
	fieldsOf,
	given,
	id,
	key,
	listOf,
	locale,
	memberId,
	removable,
} from '../../../engine/input/fields';
import { validate } from '../../../engine/input/validate';

/* ---- The vocabulary ---- */

const accepted = (schema: z.ZodTypeAny, value: unknown): unknown => schema.safeParse(value).data;

describe('fields', () => {
	it.each<[string, z.ZodTypeAny, unknown, unknown]>([
		['a number as an id', id, 1042, '1042'],
		['white space around an id', id, ' it ', 'it'],
		['an e-mail address as an id, in small letters', memberId, 'Ann@Acme.example', 'ann@acme.example'],
		['any other id as it is', memberId, 'E-7', 'E-7'],
		['a ticket number', key('4711'), 4711, '4711'],
		['blank as not given', given(id), ' ', undefined],
		['nothing as not given', given(id), null, undefined],
		['blank as none', removable(id), '', null],
		['what is left out as left out', removable(id), undefined, undefined],
		['an address in small letters', email, ' Ann@Acme.Example ', 'ann@acme.example'],
		['a language as Java writes it', locale, 'zh_cn', 'zh-CN'],
	])('take %s', (_, schema, value, read) => {
		expect(accepted(schema, value)).toBe(read);
	});

	it('name the fields there are, and count what is in a list', () => {
		const fault = (input: unknown) => refusal(() => validate(fieldsOf('order', { items }), input, 'order'));
		const items = listOf(id, 'items', 2);
		expect(fault({ items: ['a'], colour: 1 })).toMatchObject({
			message: "The order's colour (1) is not a field of an order",
			hint: 'An order has the fields items.',
		});
		expect(fault({ items: ['a', 'b', 'c'] })?.message).toContain('has more than 2 items');
		expect(fault({ items: [] })?.hint).toBe('Give at least one of the items.');
	});
});

/* ---- Every schema of the engine ---- */

const spec = {
	timezone: 'Europe/Berlin',
	weekly: { mon: [['09:00', '17:00']] },
	holidays: ['2026-01-01', { date: '2026-10-01', name: 'Day off' }],
	overrides: { '2026-05-09': [['09:00', '12:00']], '2026-05-10': { intervals: [], name: 'Move' } },
	closing: 'next',
};

/**
 * For each schema, or function that reads by a schema, what it takes: as many fields as there are, since each is spoilt in
 * turn. The name is that of the export.
 */
const SAMPLES: Readonly<Record<string, readonly object[]>> = {
	parseDepartment: [{ id: 'it', name: 'IT', headId: 'ann', calendarId: 'office' }],
	parseMember: [
		{
			id: 'ann',
			name: 'Ann',
			email: 'ann@acme.example',
			departmentId: 'it',
			managerId: 'bob',
			locale: 'de',
			active: true,
		},
	],
	parseService: [{ id: 'laptop', name: 'Laptop', departmentId: 'it' }],
	parseCalendar: [{ id: 'office', name: 'Office', spec }],
	companySchema: [{ calendars: [], departments: [], members: [], services: [] }],
	parseCalendarSpec: [spec],
	parsePersonRow: [
		{
			ref: 'uid=ann,dc=corp',
			id: 'ann',
			name: 'Ann',
			email: 'ann@acme.example',
			department: 'IT',
			manager: 'bob',
			leads: 'yes',
			locale: 'de',
			active: 1,
			awayFrom: '2026-03-02',
			awayUntil: '2026-03-06',
			delegate: 'carl',
		},
	],
	absenceRowSchema: [
		{ ref: 'a-1', member: 'ann', from: '2026-03-02', until: '2026-03-06', delegate: 'carl' },
	],
	agreementInput: [
		{
			id: 'laptop-sla',
			name: 'Laptops',
			kind: 'ola',
			serviceId: 'laptop',
			customerDepartmentId: 'hr',
			calendarId: 'office',
			targets: [{ metric: 'resolution', priority: 'high', target: '4h', countedIn: 'elapsed' }],
			warnAtPercent: [75],
			onReopen: 'restart',
			escalationPolicyId: 'climb',
			active: true,
		},
	],
	openRequestInput: [
		{
			title: 'Laptop',
			serviceId: 'laptop',
			requester: 'ann',
			customerDepartmentId: 'hr',
			assignee: 'bob',
			priority: 'high',
			externalRef: 'T-1',
			openedAt: 1_783_065_600_000,
			actor: 'ann',
			source: 'form',
		},
	],
	factInput: [
		{ kind: 'responded', note: 'Hello' },
		{ kind: 'updated', note: 'Hello' },
		{ kind: 'paused', reason: 'Waiting' },
		{ kind: 'resumed' },
		{ kind: 'priorityChanged', priority: 'high' },
		{ kind: 'assigned', assignee: 'bob' },
		{ kind: 'handedOff', departmentId: 'hr', assignee: 'rosa', note: 'Yours' },
		{ kind: 'resolved', note: 'Done' },
		{ kind: 'reopened', reason: 'Broken' },
		{ kind: 'cancelled', reason: 'Mistake' },
		{ kind: 'waived', metric: 'resolution', reason: 'Agreed', approvedBy: 'carla' },
	].map((fact) => ({
		request: 'T-1',
		at: 1_783_065_600_000,
		actor: 'ann',
		source: 'desk',
		sourceRef: 'c-1',
		fact,
	})),
	noticeInput: [
		{
			externalRef: 'T-1',
			at: 1_783_065_600_000,
			openedAt: 1_783_065_600_000,
			title: 'Laptop',
			service: 'laptop',
			requester: 'ann',
			assignee: 'bob',
			department: 'it',
			customerDepartment: 'hr',
			priority: 'high',
			state: 'waiting',
			answered: true,
			note: 'Hello',
			actor: 'ann',
			source: 'desk',
			sourceRef: 'c-1',
		},
	],
	policyInput: [
		{ kind: 'assignee' },
		{ kind: 'member', memberId: 'ann' },
		{ kind: 'departmentHead', departmentId: 'it' },
		{ kind: 'manager' },
	].map((target) => ({
		id: 'climb',
		name: 'Up the line',
		levels: [{ delay: '30 min', countedIn: 'working', targets: [target] }],
		repeat: 2,
		calendarId: 'office',
	})),
	surveyInput: [
		{
			id: 'csat',
			name: 'After a milestone',
			scale: 'csat',
			title: { en: 'How was it?', zh: '怎么样？' },
			question: 'How satisfied are you with {department}?',
			least: 'Not at all',
			most: 'Very',
			comment: 'Why?',
			anonymity: 'anonymous',
			minimumGroup: 5,
			delay: '2 working days',
			remindAfter: '5 days',
			expiresAfter: '14 days',
			sendAt: 'anyTime',
			lowAt: 2,
			afterResolution: { serviceIds: ['laptop'] },
		},
	],
	milestoneInput: [
		{
			externalRef: 'JIRA-1',
			name: 'Moved',
			project: 'Move',
			departmentId: 'it',
			customerDepartmentIds: ['hr'],
			reachedAt: 1_783_065_600_000,
		},
	],
	answerInput: [{ rating: 4, comment: 'Fine' }],
};

/** What is looked at under another name: a schema by the function that reads by it, or the other way round. */
const READ_OTHERWISE: Readonly<Record<string, string>> = {
	calendarSpecSchema: 'parseCalendarSpec',
	parseAgreement: 'agreementInput',
	parseOpening: 'openRequestInput',
	parseFact: 'factInput',
	parseNotice: 'noticeInput',
};

/** Schemas that are made for an occasion: how the test makes one. */
const MADE: Readonly<Record<string, readonly unknown[]>> = { answerInput: ['csat'] };

type Read = (input: unknown) => unknown;

const ENGINE = join(__dirname, '../../../engine');
const files = globSync('**/*.ts', { cwd: ENGINE })
	.filter((file) => !/^(input|store|records)\//.test(file))
	.filter((file) =>
		/schema\.ts$|^import \{.*\bz\b.*\} from 'zod'/m.test(
			`${file}\n${readFileSync(join(ENGINE, file), 'utf8')}`,
		),
	)
	.sort();

/** What a file offers to read something by: exported schemas, and exported functions called parse…, …Input or …Schema. */
function readersOf(file: string): [name: string, read: Read][] {
	const exported: Readonly<Record<string, unknown>> = jest.requireActual(join(ENGINE, file));
	return Object.entries(exported).flatMap(([name, value]): [string, Read][] => {
		if (name in READ_OTHERWISE) return [];
		if (value instanceof z.ZodType && !/(Input|Schema)$/.test(name)) return [];
		if (value instanceof z.ZodType) return [[name, (input) => validate(value, input, 'record')]];
		if (typeof value !== 'function' || !/^parse|(Input|Schema)$/.test(name)) return [];
		if (!(name in MADE)) return [[name, (input) => value(input)]];
		return [[name, (input) => validate(value(...(MADE[name] ?? [])), input, 'record')]];
	});
}
const READERS = files.flatMap(readersOf);

it('every file with a schema exports it, or a function that reads by it', () => {
	expect(files.filter((file) => readersOf(file).length === 0)).toEqual([]);
});

it('every schema has a sample here', () => {
	expect(Object.keys(SAMPLES).sort()).toEqual(READERS.map(([name]) => name).sort());
});

describe.each(READERS)('%s', (name, read) => {
	const samples = SAMPLES[name] ?? [];

	it('takes the sample', () => {
		for (const sample of samples) expect(() => read(sample)).not.toThrow();
	});

	it('refuses what is no object, and fields nobody knows', () => {
		const unknown = samples.flatMap((sample) => objectsIn(sample, { colour: 'red' }));
		for (const input of [undefined, null, 'Mon-Fri', 7, true, ...unknown])
			expect({ input, refused: refusal(() => read(input)) !== undefined }).toEqual({ input, refused: true });
	});

	it('says of everything it refuses what is wrong and how to fix it', () => {
		const inputs = [
			...WRONG,
			...samples.flatMap((sample) => [...objectsIn(sample, { colour: 'red' }), ...spoilt(sample)]),
		];
		const bad = inputs.flatMap((input) => poorly(read, input));
		expect([...new Set(bad)]).toEqual([]);
	});
});

/* ---- Spoiling ---- */

const WRONG: readonly unknown[] = [
	...[undefined, null, '', '   ', 'two words', 'x', 'x'.repeat(5_000), 'a\u0000b', 'a\u0007b', '{x}'],
	...[0, 7, -1, 1.5, 1e12, Number.NaN, true, false],
	...[[], ['x'], [7], [null], [[]], [{}], {}, { colour: 'red' }, new Array(1_000).fill('x')],
];

/** The sample with each of its values, at any depth, replaced by each of what is wrong, or left out. */
function spoilt(sample: unknown): unknown[] {
	if (typeof sample !== 'object' || sample === null) return [];
	return Object.entries(sample).flatMap(([key, value]) =>
		[...WRONG, ...spoilt(value)].map((wrong) => withKey(sample, key, wrong)),
	);
}

/** The sample with each of its objects, at any depth, extended. */
function objectsIn(sample: unknown, more: object): unknown[] {
	if (typeof sample !== 'object' || sample === null) return [];
	const inner = Object.entries(sample).flatMap(([key, value]) =>
		objectsIn(value, more).map((wrong) => withKey(sample, key, wrong)),
	);
	return Array.isArray(sample) ? inner : [{ ...sample, ...more }, ...inner];
}

function withKey(sample: object, key: string, value: unknown): unknown {
	if (Array.isArray(sample)) return sample.map((item: unknown, n) => (String(n) === key ? value : item));
	const { [key]: _, ...rest } = { ...sample } as Record<string, unknown>;
	return value === undefined ? rest : { ...sample, [key]: value };
}

/* ---- Looking at refusals ---- */

/** Words of zod and of programmers, which an admin need not know. */
const JARGON =
	/\b(zod\w*|expected|received|required|invalid\w*|strings?|arrays?|booleans?|undefined|null|nan|regex|enum|union|discriminator|literal)\b|\[object/i;
/** What `validate` says where the schema says nothing itself. */
const GENERIC =
	/^(Give the .+ its \S+|Write .+ there|It must be at (least|most) .+|Correct (its name, or remove it|[\w.[\]]+( if|, or leave it out).*|[\w.[\]]+))\.$/;

function refusal(read: () => unknown): IcrmError | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (error instanceof IcrmError) return error;
		throw error;
	}
}

/** What is poor about the words of a refusal; nothing if there is none. */
function poorly(read: Read, input: unknown): string[] {
	let error: IcrmError | undefined;
	try {
		error = refusal(() => read(input));
	} catch (bug) {
		return [`threw ${String(bug)}`];
	}
	if (!error) return [];
	const { code, field, value, message, hint } = error;
	const shown = JSON.stringify(value);
	const words = (shown === undefined ? message : message.replaceAll(shown.slice(0, 80), '')).replace(
		/"[^"]*"/g,
		'',
	);
	const poor = [
		code === 'invalid' ? '' : `code ${code}`,
		field === undefined || field === '' ? 'no field' : '',
		/^\p{Lu}.*\s\S+\s\S+/su.test(message) ? '' : 'no sentence',
		JARGON.test(words) ? 'jargon' : '',
		/^\p{Lu}.{8,}[.:]$/su.test(hint) && hint !== message ? '' : 'no remedy',
		GENERIC.test(hint) ? 'a remedy for everything' : '',
	].filter((fault) => fault !== '');
	return poor.map((fault) => `${fault}: ${field}: ${words.slice(0, 150)} | ${hint}`);
}
