import { z } from 'zod';
import { AGREEMENT_KINDS, METRICS, PRIORITIES } from './types';

const text = (what: string) =>
	z.string({ required_error: `${what} is missing`, invalid_type_error: `${what} must be text` }).trim();
const name = (what: string) =>
	text(what).min(1, `${what} is empty`).max(200, `${what} is longer than 200 characters`);
const reference = (what: string) => name(what);
const optional = <T extends z.ZodTypeAny>(schema: T) =>
	z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());

const metric = z.enum(METRICS);
const priority = z.enum(PRIORITIES);

const target = z
	.object({
		metric,
		priority: optional(priority),
		/** As people write it: `4h`, `2 working days`. */
		target: z.union([z.string(), z.number()]),
		countedIn: z.enum(['working', 'elapsed']).optional(),
		/** Put out beside `target` for reading; the text is what counts. */
		targetMs: z.number().optional(),
	})
	.strict();

export const agreementInput = z
	.object({
		id: name('The id'),
		name: optional(name('The name')),
		kind: z.enum(AGREEMENT_KINDS).default('sla'),
		serviceId: reference('The service'),
		customerDepartmentId: optional(reference('The customer')),
		calendarId: reference('The calendar'),
		targets: z.array(target).min(1, 'An agreement needs at least one target').max(40),
		warnAtPercent: z
			.array(
				z
					.number()
					.gt(0, 'A warning comes after 0 %')
					.lt(100, 'A warning comes before 100 %, which is the breach'),
			)
			.max(10)
			.default([80]),
		onReopen: z.enum(['continue', 'restart']).default('continue'),
		escalationPolicyId: optional(reference('The escalation policy')),
		active: z.boolean().default(true),
	})
	.strict();
export type AgreementInput = z.infer<typeof agreementInput>;

/** Epoch ms; nodes turn what people write into it. */
const instant = z.number().int().min(0);

export const openRequestInput = z.object({
	title: name('The title'),
	serviceId: reference('The service'),
	/** Member id or e-mail address. */
	requester: optional(reference('The requester')),
	customerDepartmentId: optional(reference('The customer')),
	assignee: optional(reference('The assignee')),
	priority: optional(priority),
	externalRef: optional(name('The external reference')),
	openedAt: optional(instant),
	actor: optional(name('The actor')),
	source: optional(name('The source')),
});
export type OpenRequestInput = z.infer<typeof openRequestInput>;

const note = optional(z.string().max(4_000, 'The note is longer than 4,000 characters'));

const body = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('responded'), note }),
	z.object({ kind: z.literal('updated'), note }),
	z.object({ kind: z.literal('paused'), reason: note }),
	z.object({ kind: z.literal('resumed') }),
	z.object({ kind: z.literal('priorityChanged'), priority }),
	z.object({ kind: z.literal('assigned'), assignee: reference('The assignee') }),
	z.object({
		kind: z.literal('handedOff'),
		departmentId: reference('The department'),
		assignee: optional(reference('The assignee')),
		note,
	}),
	z.object({ kind: z.literal('resolved'), note }),
	z.object({ kind: z.literal('reopened'), reason: note }),
	z.object({ kind: z.literal('cancelled'), reason: note }),
	z.object({
		kind: z.literal('waived'),
		metric,
		reason: name('The reason'),
		approvedBy: reference('The approver'),
	}),
]);
export type FactInputBody = z.infer<typeof body>;

export const factInput = z.object({
	/** The request's id or its external reference. */
	request: reference('The request'),
	at: optional(instant),
	actor: optional(name('The actor')),
	source: optional(name('The source')),
	sourceRef: optional(name('The source reference')),
	fact: body,
});
export type FactInput = z.infer<typeof factInput>;

/** Numbers of tickets and of what was said about them come as numbers. */
const number = (what: string) =>
	z.preprocess((value) => (typeof value === 'number' ? String(value) : value), name(what));

export const TICKET_STATES = ['open', 'waiting', 'solved', 'cancelled'] as const;

/** What another system says of a ticket at an instant. What is left out, or empty, it does not speak of. */
export const noticeInput = z
	.object({
		externalRef: number('The external reference'),
		/** When it is so, and when the ticket was opened. Left out: now. */
		at: optional(instant),
		openedAt: optional(instant),
		title: optional(name('The title')),
		service: optional(reference('The service')),
		/** Members by id or e-mail address. */
		requester: optional(reference('The requester')),
		assignee: optional(reference('The assignee')),
		department: optional(reference('The department')),
		customerDepartment: optional(reference('The customer')),
		priority: optional(priority),
		state: optional(z.enum(TICKET_STATES)),
		/** Somebody has answered whoever asked. */
		answered: optional(z.boolean()),
		note,
		actor: optional(name('The actor')),
		source: optional(name('The source')),
		sourceRef: optional(number('The source reference')),
	})
	.strict();
export type NoticeInput = z.infer<typeof noticeInput>;
