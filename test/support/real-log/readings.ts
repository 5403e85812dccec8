import type { Moment } from '../recount/clock';
import { SERVICE } from './log-company';
import type { LogRow } from './read-log';

/** A row as the ticket system's workflow would hand it to Request: Mirror. */
export const noticeOf = (row: LogRow) => ({
	externalRef: row.incident,
	title: row.title,
	service: SERVICE,
	openedAt: row.openedAt,
	at: row.at,
	state: row.state,
	answered: row.answered,
	priority: row.priority,
	department: row.group,
	assignee: row.resolver,
	source: 'servicenow',
	sourceRef: `line-${row.line}`,
});

/** What was so of an incident at which instant, read from its rows by hand. */
export function momentsOf(rows: readonly LogRow[]): Moment[] {
	const inOrder = inTheirOrder(rows);
	const [earliest] = inOrder;
	if (!earliest) return [];
	const opening: Moment = {
		at: earliest.openedAt,
		status: 'open',
		priority: earliest.priority,
		department: earliest.group ?? 'service-desk',
		assignee: earliest.resolver,
	};
	const moments = [opening];
	for (const row of inOrder) {
		const before = moments.at(-1) ?? opening;
		const wasOver = before.status === 'resolved';
		const isOver = row.state === 'solved';
		// Who has what is over is nobody's business.
		const moved = !(wasOver && isOver) && row.group !== undefined && row.group !== before.department;
		moments.push({
			at: clamped(row),
			status: isOver ? 'resolved' : row.state === 'waiting' ? 'paused' : 'open',
			priority: row.priority,
			department: moved ? (row.group ?? before.department) : before.department,
			assignee:
				wasOver && isOver ? before.assignee : moved ? row.resolver : (row.resolver ?? before.assignee),
			answered: row.answered,
		});
	}
	return moments;
}

/** Those of one minute stand in the order of the file. */
const inTheirOrder = (rows: readonly LogRow[]): LogRow[] =>
	[...rows].sort((a, b) => clamped(a) - clamped(b) || a.line - b.line);

/** What is said of the time before the opening counts from the opening on. */
const clamped = ({ at, openedAt }: LogRow): number => Math.max(at, openedAt);
