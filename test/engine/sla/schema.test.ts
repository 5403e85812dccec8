import { IcrmError } from '../../../engine/errors';
import { parseAgreement, parseFact, parseOpening } from '../../../engine/sla/schema';
import { parseNotice } from '../../../engine/tickets/schema';

const GIVE_AN_ID = expect.stringContaining('1 to 64 characters without white space');
const agreement = {
	id: 'access-sla',
	serviceId: 'laptop',
	calendarId: 'office',
	targets: [{ metric: 'resolution', target: '2h' }],
};
const opening = { title: 'Laptop', serviceId: 'laptop' };

const faultOf = (work: () => unknown): IcrmError => {
	try {
		work();
	} catch (error) {
		if (error instanceof IcrmError) return error;
		throw error;
	}
	throw new Error('it went through');
};

describe('what is typed about agreements, requests, facts and tickets', () => {
	it.each([
		[parseAgreement, {}, 'id', "The agreement's id is missing", GIVE_AN_ID],
		[
			parseAgreement,
			{ ...agreement, id: 'access sla' },
			'id',
			expect.stringContaining('white space'),
			GIVE_AN_ID,
		],
		[parseAgreement, { ...agreement, id: 'a'.repeat(65) }, 'id', expect.stringContaining('64'), GIVE_AN_ID],
		[
			parseAgreement,
			{ ...agreement, targets: [{}] },
			'targets[0].metric',
			expect.stringContaining('is missing'),
			'Choose one of: firstResponse, resolution.',
		],
		[
			parseAgreement,
			{ ...agreement, warnAtPercent: ['soon'] },
			'warnAtPercent[0]',
			expect.stringContaining('is not a number'),
			expect.stringContaining('between 0 and 100'),
		],
		[
			parseOpening,
			{},
			'title',
			expect.stringContaining('is missing'),
			expect.stringContaining('for example'),
		],
		[parseFact, {}, 'request', expect.stringContaining('is missing'), expect.stringContaining('for example')],
		[
			parseFact,
			{ request: 'T-1', fact: {} },
			'fact.kind',
			expect.stringContaining('is not one of the choices'),
			expect.stringContaining('responded, updated, paused'),
		],
		[
			parseNotice,
			{},
			'externalRef',
			expect.stringContaining('is missing'),
			expect.stringContaining('for example'),
		],
	])('%p refuses %j: the message has its own remedy', (parse, input, field, message, hint) => {
		expect(faultOf(() => parse(input))).toMatchObject({ code: 'invalid', field, message, hint });
	});

	it.each([
		[parseAgreement, { ...agreement, urgency: 1 }, 'urgency'],
		[
			parseAgreement,
			{ ...agreement, targets: [{ ...agreement.targets[0], urgency: 1 }] },
			'targets[0].urgency',
		],
		[parseOpening, { ...opening, urgency: 1 }, 'urgency'],
		[parseFact, { request: 'T-1', fact: { kind: 'resumed' }, urgency: 1 }, 'urgency'],
		[parseFact, { request: 'T-1', fact: { kind: 'resumed', note: 'back' } }, 'fact.note'],
		[parseNotice, { externalRef: 'T-1', urgency: 1 }, 'urgency'],
	])('%p refuses a field that there is not in %j', (parse, input, field) => {
		expect(faultOf(() => parse(input))).toMatchObject({
			field,
			message: expect.stringContaining('is not a field of'),
			hint: expect.stringContaining('has the fields'),
		});
	});

	it('a title with line breaks and tabs stands on one line, and blank is not given', () => {
		expect(parseOpening({ title: ' New\r\nlaptop\tplease ', serviceId: 'laptop', requester: ' ' })).toEqual({
			title: 'New laptop please',
			serviceId: 'laptop',
		});
	});

	it('an agreement without warnings stays without, and has the usual one where nothing is said', () => {
		expect(parseAgreement({ ...agreement, warnAtPercent: [] }).warnAtPercent).toEqual([]);
		expect(parseAgreement(agreement).warnAtPercent).toEqual([80]);
	});
});
