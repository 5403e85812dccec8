import type { StoreReport } from '../../engine';
import { count } from '../output/table';
import type { Finding } from './finding';

/** What would make an escalation reach nobody, each with its remedy; one line that all is well where there is nothing. */
export function escalation({ gaps }: Pick<StoreReport, 'gaps'>): Finding[] {
	const { headless, alone, unescalated, waitingRuns } = gaps;
	const found: Finding[] = [];
	const warn = (says: string, todo: string) =>
		found.push({ about: 'escalation', state: 'warning', says, todo });
	if (headless.count > 0)
		warn(
			`${count(headless.count, 'department')} without a head: ${listed(headless)}`,
			"Give each a head with ICRM Directory, 'Department: Create or Update': whoever leads it is notified of what nobody has.",
		);
	// The top of a company has nobody above: one is no gap.
	if (alone.count > 1)
		warn(
			`${count(alone.count, 'member')} without a manager: ${listed(alone)}`,
			'Give them a manager, in the list that people come from: the levels that climb find nobody above them.',
		);
	if (unescalated.count > 0)
		warn(
			`${count(unescalated.count, 'agreement')} without an escalation policy: ${listed(unescalated)}`,
			"Choose one in ICRM Agreement, 'Escalation Policy', or nobody is notified when it is breached.",
		);
	if (waitingRuns > 0)
		warn(
			`${count(waitingRuns, 'escalation')} waiting for a workflow that notifies`,
			"Publish one with an ICRM Escalation Trigger that listens for 'Notification Due'.",
		);
	return found.length > 0
		? found
		: [
				{
					about: 'escalation',
					state: 'ok',
					says: 'Departments have heads, people have managers, agreements have policies',
				},
			];
}

const listed = ({ count: all, names }: StoreReport['gaps']['headless']): string =>
	`${names.join(', ')}${all > names.length ? `, and ${all - names.length} more` : ''}`;
