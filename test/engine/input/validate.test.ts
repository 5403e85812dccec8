import { z } from 'zod';
import { IcrmError } from '../../../engine/errors';
import { says, under, validate } from '../../../engine/input/validate';
import { shownBy } from '../directory/support';

const schema = z.object({
	kind: z.enum(['sla', 'ola']).default('sla'),
	targets: z.array(z.object({ hours: z.number().min(1) }).strict()).default([]),
	name: z.string().min(1, says('The name is empty', 'Give one.')).optional(),
	mail: z
		.string()
		.includes('@', { message: says('is no address', 'Write one.') })
		.optional(),
});

function refusal(input: unknown) {
	try {
		validate(schema, input, 'agreement');
	} catch (error) {
		return shownBy(error);
	}
	throw new Error('went well, against expectation');
}

describe('validate', () => {
	it('gives the output of the schema', () => {
		expect(validate(schema, {}, 'agreement')).toEqual({ kind: 'sla', targets: [] });
	});

	it('completes a predicate to a sentence', () => {
		expect(refusal({ mail: 'x' })).toEqual({
			code: 'invalid',
			field: 'mail',
			value: 'x',
			message: 'The agreement\'s mail ("x") is no address',
			hint: 'Write one.',
		});
	});

	it('leaves a sentence alone', () => {
		expect(refusal({ name: '' })).toMatchObject({ field: 'name', message: 'The name is empty' });
	});

	it('puts what zod says itself in plain words', () => {
		expect(refusal({ targets: [{ hours: 1 }, {}] })).toMatchObject({
			field: 'targets[1].hours',
			message: "The agreement's targets[1].hours is missing",
		});
		expect(refusal({ targets: 'x' })).toMatchObject({
			message: 'The agreement\'s targets ("x") is not a list',
		});
		expect(refusal({ targets: [{ hours: 0 }] })).toMatchObject({ hint: 'It must be at least 1.' });
		expect(refusal({ kind: 'uc' })).toMatchObject({
			value: 'uc',
			message: 'The agreement\'s kind ("uc") is not one of the choices',
			hint: 'Choose one of: sla, ola.',
		});
		expect(refusal({ targets: [{ hours: 1, days: 2 }] })).toMatchObject({
			field: 'targets[0].days',
			value: 2,
			message: "The agreement's targets[0].days (2) is not a known field",
		});
		expect(refusal(7)).toMatchObject({
			field: 'agreement',
			value: 7,
			message: expect.stringMatching(/^This agreement/),
		});
	});

	it('shortens what was typed', () => {
		expect(refusal({ mail: 'x'.repeat(500) }).message.length).toBeLessThan(150);
	});
});

describe('under', () => {
	const error = (field: string) => new IcrmError('conflict', 'No', { field, value: 1, hint: 'Yes.' });

	it.each([
		['id', 'members[3].id'],
		['[0].id', 'members[3][0].id'],
		['member', 'members[3]'],
	])('puts %s at %s', (field, whole) => {
		const moved = under('members[3]', error(field), 'member');
		expect(shownBy(moved)).toEqual({ code: 'conflict', field: whole, value: 1, message: 'No', hint: 'Yes.' });
	});

	it('does not swallow what is no fault of the user', () => {
		expect(() => under('x', new TypeError('bug'), 'member')).toThrow(TypeError);
	});
});
