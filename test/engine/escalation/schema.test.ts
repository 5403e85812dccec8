import { policyInput } from '../../../engine/escalation/schema';
import { IcrmError } from '../../../engine/errors';
import { validate } from '../../../engine/input/validate';

const GOOD = { id: 'p1', levels: [{ targets: [{ kind: 'assignee' }] }] };

/** What somebody reads who gives this as a policy. */
function refusalOf(input: unknown): string {
	try {
		validate(policyInput, input, 'escalation policy');
	} catch (error) {
		if (error instanceof IcrmError) return `${error.field}: ${error.message} ${error.hint}`;
		throw error;
	}
	return 'accepted';
}

describe('a policy', () => {
	it('as it should be is taken, blanks as not given', () => {
		expect(refusalOf({ ...GOOD, name: '', calendarId: null, version: 3, change: 'created' })).toBe(
			'accepted',
		);
		expect(
			refusalOf({ ...GOOD, levels: [{ targets: [{ kind: 'departmentHead', departmentId: '' }] }] }),
		).toBe('accepted');
	});

	const targets = (...list: unknown[]) => ({ ...GOOD, levels: [{ targets: list }] });
	it.each<[string, unknown, RegExp]>([
		['nothing at all', {}, /^id: .* is missing Give 1 to 64 characters without white space/],
		['no levels', { id: 'p1' }, /^levels: .* is missing Give a list of 1 to 20 levels/],
		['an empty id', { ...GOOD, id: ' ' }, /^id: .* is empty Give 1 to 64/],
		['a space in its id', { ...GOOD, id: 'it default' }, /^id: .* contains white space/],
		['an id of 65 characters', { ...GOOD, id: 'x'.repeat(65) }, /^id: .* is longer than 64 characters/],
		[
			'an unknown field',
			{ ...GOOD, level: 1 },
			/^level: .* is not a field of an escalation policy .* has the fields/,
		],
		['21 levels', { ...GOOD, levels: new Array(21).fill(GOOD.levels[0]) }, /^levels: .* more than 20 levels/],
		['no level', { ...GOOD, levels: [] }, /^levels: A policy needs at least one level Say who/],
		['no target', targets(), /^levels\[0\]\.targets: A level needs at least one target Write \{"kind"/],
		['a text for a target', targets('tom'), /^levels\[0\]\.targets\[0\]: .* does not say who is told Write/],
		['an unknown kind', targets({ kind: 'boss' }), /targets\[0\]\.kind: .* does not say who is told Write/],
		['no kind', targets({}), /targets\[0\]\.kind: .* does not say who is told Write/],
		[
			'a member without id',
			targets({ kind: 'member' }),
			/targets\[0\]\.memberId: .* is missing Write it as text/,
		],
		[
			'a field too many',
			targets({ kind: 'manager', memberId: 'tom' }),
			/memberId: .* is not a field of a target "manager"/,
		],
		[
			'a delay that is no text',
			{ ...GOOD, levels: [{ delay: [], targets: [] }] },
			/delay: .* is not a length of time Write/,
		],
		[
			'time of another kind',
			{ ...GOOD, levels: [{ ...GOOD.levels[0], countedIn: 'x' }] },
			/countedIn: .* Choose one of: working, elapsed/,
		],
		['21 passes', { ...GOOD, repeat: 21 }, /^repeat: .* is too large Give a whole number from 0 to 20/],
		['half a pass', { ...GOOD, repeat: 0.5 }, /^repeat: .* is not a whole number Give/],
	])('with %s is refused, with the field and what to do', (_what, input, refusal) => {
		expect(refusalOf(input)).toMatch(refusal);
	});
});
