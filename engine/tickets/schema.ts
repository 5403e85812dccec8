import type { z } from 'zod';
import { choice, fieldsOf, flag, given, instant, key, note } from '../input/fields';
import { validate } from '../input/validate';
import { history, oneLine, person, priority } from '../sla/schema';

/** What another system says of a ticket at an instant. What is left out, or empty, it does not speak of. */
export const noticeInput = fieldsOf('notice', {
	externalRef: key('JIRA-4711'),
	/** When it is so, and when the ticket was opened. Left out: now. */
	at: given(instant),
	openedAt: given(instant),
	title: given(oneLine('Laptop for the new colleague')),
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
});
export type NoticeInput = z.output<typeof noticeInput>;

/** @throws IcrmError `invalid` naming field, value and remedy */
export const parseNotice = (input: unknown): NoticeInput => validate(noticeInput, input, 'notice');
