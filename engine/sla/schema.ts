import { z } from 'zod';
import {
	choice,
	duration,
	fieldsOf,
	flag,
	given,
	id,
	instant,
	key,
	line,
	lines,
	name,
	note,
} from '../input/fields';
import { says, typed, validate } from '../input/validate';
import { address } from '../input/web-address';
import { METRICS } from './metrics';
import { AGREEMENT_KINDS, PRIORITIES, WAIVED_KINDS } from './types';

/** Forms and ticket desks let line breaks and tabs through, which a text of one line has no place for. */
export const oneLine = (example: string) =>
	z.preprocess(
		(value) => (typeof value === 'string' ? value.replace(/[\t-\r]+/g, ' ') : value),
		line(200, example),
	);

const metric = choice(METRICS);
export const priority = given(choice(PRIORITIES));
/** A member's id or e-mail address. */
export const person = key('ann@example.com');
const actor = given(person);
const source = given(key('redmine'));
export const LONGEST_DESCRIPTION = 10_000;
const description = given(lines(LONGEST_DESCRIPTION));
const externalUrl = given(address);
/** The past, brought in: nothing of it is announced. */
export const history = given(flag);

/* ---- Agreements ---- */

const target = fieldsOf('target', {
	metric,
	priority,
	/** As people write it: `4h`, `2 working days`. */
	target: duration,
	countedIn: choice(['working', 'elapsed']).optional(),
	/** Put out beside `target` for reading; the text is what counts. */
	targetMs: z.number(typed('is not a number', 'Leave it out: `target` is what counts.')).optional(),
});

const TARGETS_HINT = 'Give a list such as [{"metric": "resolution", "target": "4h"}].';
const WARNINGS_HINT =
	'Give percentages between 0 and 100, for example [50, 80], or an empty list for no warning.';

const percent = z
	.number(typed('is not a number', WARNINGS_HINT))
	.gt(0, says('A warning comes after 0 %', WARNINGS_HINT))
	.lt(100, says('A warning comes before 100 %, which is the breach', WARNINGS_HINT));

export const agreementInput = fieldsOf('agreement', {
	id,
	name: given(name),
	kind: choice(AGREEMENT_KINDS).default('sla'),
	serviceId: key('laptop'),
	customerDepartmentId: given(key('hr')),
	calendarId: key('berlin'),
	targets: z
		.array(target, typed('is not a list of targets', TARGETS_HINT))
		.min(1, says('An agreement needs at least one target', TARGETS_HINT))
		.max(40, says('has more than 40 targets', 'Keep one target for each metric and priority.')),
	warnAtPercent: z
		.array(percent, typed('is not a list of percentages', WARNINGS_HINT))
		.max(10, says('has more than 10 percentages', 'Shorten the list.'))
		.default([80]),
	onReopen: choice(['continue', 'restart']).default('continue'),
	escalationPolicyId: given(key('it-manager-chain')),
	/** How long what is heard of late settles before it is announced. */
	settlingTime: given(duration),
	active: flag.default(true),
});
export type AgreementInput = z.output<typeof agreementInput>;

/* ---- Requests ---- */

export const openRequestInput = fieldsOf('request', {
	title: oneLine('Laptop for the new colleague'),
	description,
	serviceId: key('laptop'),
	requester: given(person),
	customerDepartmentId: given(key('hr')),
	assignee: given(person),
	priority,
	externalRef: given(key('JIRA-4711')),
	externalUrl,
	openedAt: given(instant),
	actor,
	source,
	history,
});
export type OpenRequestInput = z.output<typeof openRequestInput>;

/* ---- Facts ---- */

/** A kind of fact, with the fields that go with it. */
const said = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
	fieldsOf(`fact of the kind '${kind}'`, { kind: z.literal(kind), ...shape });

const kinds = [
	said('corrected', {
		title: given(oneLine('Laptop for the new colleague')),
		description,
		externalUrl,
		serviceId: given(key('laptop')),
		requester: given(person),
		customerDepartmentId: given(key('hr')),
		note,
	}),
	said('responded', { note }),
	said('updated', { note }),
	said('paused', { reason: note }),
	said('resumed', {}),
	said('priorityChanged', { priority: choice(PRIORITIES) }),
	said('assigned', { assignee: person }),
	said('unassigned', {}),
	said('handedOff', {
		departmentId: key('it'),
		assignee: given(person),
		note,
		unlessThere: given(z.literal(true)),
	}),
	said('resolved', { note }),
	said('reopened', { reason: note }),
	said('cancelled', { reason: note }),
	said('waived', {
		metric,
		agreementKind: choice(WAIVED_KINDS).default('sla'),
		reason: oneLine('The supplier is on strike'),
		approvedBy: person,
	}),
] as const;

const body = z.discriminatedUnion('kind', [...kinds], {
	...typed(
		'is not one of the choices',
		`Choose one of: ${kinds.map(({ shape }) => shape.kind.value).join(', ')}.`,
	),
});
export type FactInputBody = z.output<typeof body>;

export const factInput = fieldsOf('fact', {
	/** The request's id or its external reference. */
	request: key('JIRA-4711'),
	at: given(instant),
	actor,
	source,
	sourceRef: given(key('comment-4711')),
	history,
	fact: body,
});
export type FactInput = z.output<typeof factInput>;

/** @throws IcrmError `invalid` naming field, value and remedy; so do its two neighbours */
export const parseAgreement = (input: unknown): AgreementInput =>
	validate(agreementInput, input, 'agreement');

export const parseOpening = (input: unknown): OpenRequestInput =>
	validate(openRequestInput, input, 'request');

export const parseFact = (input: unknown): FactInput => validate(factInput, input, 'fact');
