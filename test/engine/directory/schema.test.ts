import { parseCalendar, parseDepartment, parseMember, parseService } from '../../../engine/directory/schema';
import { officeSpec, shownBy } from './support';

function refusal(work: () => unknown) {
	try {
		work();
	} catch (error) {
		return shownBy(error);
	}
	throw new Error('went well, against expectation');
}

const ann = { id: 'ann', name: 'Ann', email: 'ann@acme.example', departmentId: 'it' };

describe('a member as typed', () => {
	it('is trimmed, and addresses are in lower case', () => {
		expect(parseMember({ ...ann, id: ' ann ', name: ' Ann ', email: ' Ann@ACME.example ' })).toEqual(ann);
	});

	it('goes by the e-mail address where there is no id', () => {
		expect(parseMember({ email: 'Ann@acme.example' }).id).toBe('ann@acme.example');
		expect(parseMember({ id: null, email: 'ann@acme.example' }).id).toBe('ann@acme.example');
		expect(parseMember({ id: ' ', email: 'ann@acme.example' }).id).toBe('ann@acme.example');
	});

	it('compares addresses used as ids without regard to case', () => {
		expect(parseMember({ id: 'Ann@acme.example', managerId: 'Bob@acme.example' })).toEqual({
			id: 'ann@acme.example',
			managerId: 'bob@acme.example',
		});
	});

	it('takes a personnel number as id', () => {
		expect(parseMember({ ...ann, id: 1042, managerId: 7 })).toMatchObject({ id: '1042', managerId: '7' });
	});

	it('takes blank for "no manager" and for "locale not given"', () => {
		const member = parseMember({ ...ann, managerId: '', locale: '', active: null });
		expect(member).toEqual({ ...ann, managerId: null, locale: undefined, active: undefined });
	});

	it.each([
		['zh_CN', 'zh-CN'],
		['zh-cn', 'zh-CN'],
		['EN', 'en'],
	])('reads the locale %s as %s', (typed, locale) => {
		expect(parseMember({ ...ann, locale: typed }).locale).toBe(locale);
	});

	it.each([
		['annacme.example', 'is not an e-mail address'],
		['ann@acme', 'is not an e-mail address'],
		['ann@acme.example, bob@acme.example', 'is not an e-mail address'],
		['', 'is not an e-mail address'],
		['ann\u0000@acme.example', 'is not an e-mail address'],
	])('refuses the address %j', (email, problem) => {
		expect(refusal(() => parseMember({ ...ann, email }))).toEqual({
			code: 'invalid',
			field: 'email',
			value: email,
			message: `The member's email (${JSON.stringify(email)}) ${problem}`,
			hint: 'Write one address, for example "ann@example.com".',
		});
	});

	it.each([
		['a b', 'contains white space or control characters'],
		['a\u0007', 'contains white space or control characters'],
		['x'.repeat(65), 'is longer than 64 characters'],
		[{}, 'is not an id'],
		[1.5, 'is not an id'],
	])('refuses the id %j', (id, problem) => {
		expect(refusal(() => parseMember({ ...ann, id }))).toMatchObject({
			field: 'id',
			value: id,
			message: expect.stringContaining(problem),
			hint: 'Give 1 to 64 characters without white space, for example "it" or "e-1042".',
		});
	});

	it('asks for an id where the address is too long to be one', () => {
		const email = `${'x'.repeat(60)}@acme.example`;
		expect(refusal(() => parseMember({ ...ann, id: undefined, email }))).toMatchObject({
			field: 'id',
			value: email,
			message: `The e-mail address '${email}' is too long to serve as the member's id`,
		});
	});

	it('needs an id or an address', () => {
		expect(refusal(() => parseMember({ name: 'Ann' }))).toMatchObject({
			field: 'id',
			message: 'The member has neither an id nor an e-mail address',
			hint: 'Give the id the HR system knows them by, or their e-mail address.',
		});
	});

	it('refuses a language nobody speaks, and a flag that is none', () => {
		expect(refusal(() => parseMember({ ...ann, locale: '??' }))).toMatchObject({
			field: 'locale',
			message: 'The member\'s locale ("??") is not a language',
			hint: 'Write a language tag, for example "en", "de" or "zh-CN".',
		});
		expect(refusal(() => parseMember({ ...ann, active: 'yes' }))).toMatchObject({
			field: 'active',
			message: 'The member\'s active ("yes") is neither true nor false',
		});
	});

	it('refuses a misspelt field instead of ignoring it', () => {
		expect(refusal(() => parseMember({ ...ann, manager: 'bob' }))).toEqual({
			code: 'invalid',
			field: 'manager',
			value: 'bob',
			message: 'The member\'s manager ("bob") is not a field of a member',
			hint: 'A member has the fields id, name, email, departmentId, managerId, locale, active.',
		});
	});

	it.each([[undefined], [null], ['ann'], [[]]])('refuses %j', (input) => {
		expect(refusal(() => parseMember(input))).toMatchObject({
			field: 'member',
			message: expect.stringContaining('is not a member'),
		});
	});
});

describe('departments and services as typed', () => {
	it('need an id', () => {
		expect(refusal(() => parseDepartment({ name: 'IT' }))).toMatchObject({ field: 'id', value: undefined });
		expect(refusal(() => parseService({ id: '', name: 'Laptop' }))).toMatchObject({
			field: 'id',
			message: 'The service\'s id ("") is empty',
		});
	});

	it('take blank for "no head" and "no calendar"', () => {
		expect(parseDepartment({ id: 'it', headId: '', calendarId: null })).toEqual({
			id: 'it',
			headId: null,
			calendarId: null,
		});
	});

	it.each([
		['', 'is empty'],
		['x'.repeat(201), 'is longer than 200 characters'],
		['I\nT', 'contains control characters'],
		['half \ud83d', 'contains control characters'],
	])('refuse the name %j', (name, problem) => {
		const fault = refusal(() => parseDepartment({ id: 'it', name }));
		expect(fault).toMatchObject({ field: 'name', value: name, message: expect.stringContaining(problem) });
	});
});

describe('a calendar as typed', () => {
	it('is checked at the door of working time, under the path spec', () => {
		expect(
			refusal(() => parseCalendar({ id: 'office', spec: { ...officeSpec, timezone: 'Europe/Berln' } })),
		).toMatchObject({
			code: 'invalid',
			field: 'spec.timezone',
			value: 'Europe/Berln',
			message: expect.stringContaining('is not a time zone'),
			hint: expect.stringContaining('IANA'),
		});
	});

	it('says so where the spec as a whole is none', () => {
		expect(refusal(() => parseCalendar({ id: 'office', spec: 'nine to five' }))).toMatchObject({
			field: 'spec',
			message: expect.stringContaining('is not a calendar'),
		});
	});
});
