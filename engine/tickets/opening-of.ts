import type { References } from '../directory';
import { invalid } from '../errors';
import { CLOCK_SKEW_MS } from '../sla/apply-fact';
import type { OpenRequestInput } from '../sla/schema';
import { filingOf } from './filing-of';
import type { People } from './people';
import { TICKET_DESK } from './plan-notices';
import type { NoticeInput } from './schema';

/** Once remembered, such an instant would make everything that follows come too late. */
export function notInFuture({ at, externalRef }: NoticeInput, now: number): void {
	if (at === undefined || at <= now + CLOCK_SKEW_MS) return;
	throw invalid(
		'at',
		new Date(at).toISOString(),
		`What is said of ticket '${externalRef}' is in the future`,
		'Give an instant that has passed, or leave it out to use the present; check the clock of the other system.',
	);
}

/** The request that a notice of an unknown ticket opens. @throws IcrmError where it lacks something, or names nothing */
export function openingOf(notice: NoticeInput, people: People, found: References): OpenRequestInput {
	const missing = (['title', 'service'] as const).find((field) => notice[field] === undefined);
	if (missing)
		throw invalid(
			missing,
			undefined,
			`Ticket '${notice.externalRef}' is not known here yet, and the notice has no ${missing} to open it with`,
			`Send title and service with every notice, or correct the external reference if the ticket should be known.`,
		);
	const { externalRef, title = '', description, service = '' } = notice;
	const { priority, customerDepartment, actor, source } = notice;
	return {
		externalRef,
		externalUrl: filingOf(notice, found).externalUrl,
		title,
		description,
		serviceId: found.service('service', service).id,
		priority,
		customerDepartmentId: customerDepartment && found.department('customerDepartment', customerDepartment).id,
		requester: people.idOf(notice.requester),
		assignee: people.idOf(notice.assignee),
		openedAt: notice.openedAt ?? notice.at,
		actor,
		source: source ?? TICKET_DESK,
		history: notice.history,
	};
}
