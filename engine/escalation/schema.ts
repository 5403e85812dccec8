import { z } from 'zod';
import { says } from '../input/validate';

const id = (what: string) =>
	z
		.string({ required_error: `${what} is missing` })
		.trim()
		.min(1, `${what} is empty`)
		.max(64, `${what} is longer than 64 characters`);
const optionalId = (what: string) =>
	z.preprocess((value) => (value === '' || value === null ? undefined : value), id(what).optional());

const target = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('assignee') }),
	z.object({ kind: z.literal('member'), memberId: id('The member') }),
	z.object({ kind: z.literal('departmentHead'), departmentId: optionalId('The department') }),
	z.object({ kind: z.literal('manager') }),
]);

const level = z
	.object({
		/** As people write it: `0 min`, `30 min`, `2 working hours`. */
		delay: z.union([z.string(), z.number()]).default('0 min'),
		countedIn: z.enum(['working', 'elapsed']).optional(),
		targets: z
			.array(target)
			.min(
				1,
				says('A level needs at least one target', 'Name at least one person to tell: {"kind": "assignee"}.'),
			),
	})
	.strict();

export const policyInput = z
	.object({
		id: id('The id'),
		name: z.preprocess(
			(value) => (value === '' || value === null ? undefined : value),
			z.string().trim().max(200).optional(),
		),
		levels: z
			.array(level)
			.min(
				1,
				says(
					'A policy needs at least one level',
					'Say who is told first: {"targets": [{"kind": "assignee"}]}.',
				),
			)
			.max(20, 'A policy has at most 20 levels'),
		repeat: z
			.number()
			.int('Repeat is a whole number')
			.min(0)
			.max(20, 'A policy repeats at most 20 times')
			.default(0),
		calendarId: optionalId('The calendar'),
		/** What 'Get' puts out beside the policy, so that it can be given back as it came. */
		version: z.unknown().optional(),
		change: z.unknown().optional(),
	})
	.strict();
export type PolicyInput = z.infer<typeof policyInput>;
