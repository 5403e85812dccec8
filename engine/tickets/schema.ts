import { z } from 'zod';
import {
	choice,
	duration,
	fieldsOf,
	fitToLines,
	flag,
	given,
	instant,
	key,
	lines,
	note,
} from '../input/fields';
import { invalid } from '../errors';
import { validate } from '../input/validate';
import { parseDuration } from '../working-time';
import { history, LONGEST_DESCRIPTION, oneLine, person, priority } from '../sla/schema';

/** What another system says of a ticket at an instant. What is left out, or empty, it does not speak of. */
export const noticeInput = fieldsOf('notice', {
	externalRef: key('JIRA-4711'),
	/** When it is so, and when the ticket was opened. Left out: now. */
	at: given(instant),
	openedAt: given(instant),
	title: given(oneLine('Laptop for the new colleague')),
	/** As long as the other system lets people write: the ticket is not to be lost for it. */
	description: given(
		z.preprocess(
			(value) => (typeof value === 'string' ? fitToLines(value, LONGEST_DESCRIPTION) : value),
			lines(LONGEST_DESCRIPTION),
		),
	),
	/** Looked at in `filingOf`: what is no web address is left out. */
	externalUrl: given(z.unknown()),
	service: given(key('laptop')),
	requester: given(person),
	assignee: given(person),
	/** Nobody has it. Where an assignee is given, that counts. */
	unassigned: given(flag),
	department: given(key('it')),
	customerDepartment: given(key('hr')),
	priority,
	state: given(choice(['open', 'waiting', 'solved', 'cancelled'])),
	/** Somebody has answered whoever asked. */
	answered: given(flag),
	note,
	actor: given(person),
	source: given(key('redmine')),
	sourceRef: given(key('comment-4711')),
	history,
	/** What was read of the source: whatever happened there between the two is said. Without the first, all until the second. */
	heardFrom: given(instant),
	heardUpTo: given(instant),
	/** How long a deadline waits at most for what its source has to say. */
	waitAtMost: given(duration),
});

export type NoticeInput = Omit<z.output<typeof noticeInput>, 'waitAtMost'> & {
	readonly waitAtMostMs: number | undefined;
};

/** @throws IcrmError `invalid` naming field, value and remedy */
export function parseNotice(input: unknown): NoticeInput {
	const { waitAtMost, ...notice } = validate(noticeInput, input, 'notice');
	return { ...notice, waitAtMostMs: waitAtMost === undefined ? undefined : patienceOf(waitAtMost) };
}

/** What is longer would keep a breach from those who are to hear of it. */
const LONGEST_WAIT = { hours: 24, days: 1 };

function patienceOf(waitAtMost: string | number): number {
	const read = parseDuration(waitAtMost, { field: 'waitAtMost', longest: LONGEST_WAIT });
	if (read.unit === 'ms') return read.ms;
	throw invalid(
		'waitAtMost',
		waitAtMost,
		'A deadline waits for hours or minutes, not for days',
		'Write for example "15 min". Left out, it waits for twice the usual time between two runs, 15 minutes at most.',
	);
}
