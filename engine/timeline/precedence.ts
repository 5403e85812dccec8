import type { RequestFields, TimelineEvent } from '../event';

/** Whose turn something waits for. */
export interface Precedence {
	/** The department that holds the request; empty where there is none. Departments have their turn one after the other. */
	readonly lane: string;
	/** 0 urgent, 1 high, 2 normal, 3 low. Within a department the most urgent comes first. */
	readonly urgency: number;
}

const URGENCY = { urgent: 0, high: 1, normal: 2, low: 3 } as const satisfies Record<
	RequestFields['priority'],
	number
>;
export const URGENCIES: readonly number[] = Object.values(URGENCY);
const urgencies = new Map<string, number>(Object.entries(URGENCY));

/** Of what concerns no department, or nothing that has a priority. */
export const ORDINARY: Precedence = { lane: '', urgency: URGENCY.normal };

/** Of what is about a request: `{ lane: 'it', urgency: 0 }`. */
export const precedenceOf = ({
	departmentId,
	priority,
}: {
	readonly departmentId: string;
	readonly priority: string;
}): Precedence => ({ lane: departmentId, urgency: urgencies.get(priority) ?? ORDINARY.urgency });

export const precedenceOfEvent = ({ departmentId, data }: TimelineEvent): Precedence =>
	precedenceOf({
		departmentId: departmentId ?? ORDINARY.lane,
		priority: 'priority' in data ? data.priority : '',
	});

/** Of one instant, what follows from something comes after it. */
export const rankOf = ({ type }: Pick<TimelineEvent, 'type'>): number =>
	type === 'clock.recovered' ? 0 : type.startsWith('escalation.') ? 2 : 1;

/** The requests that wait for another turn from these events on, with whose. */
export const changedPrecedences = (events: readonly TimelineEvent[]): Map<string, Precedence> =>
	new Map(
		events.flatMap((event): [string, Precedence][] =>
			event.type === 'request.priorityChanged' ||
			event.type === 'request.handedOff' ||
			event.type === 'request.corrected'
				? [[event.data.requestId, precedenceOf(event.data)]]
				: [],
		),
	);

/** The same the other way round: few statements move many. */
export function byPrecedence(precedences: ReadonlyMap<string, Precedence>): [Precedence, string[]][] {
	const groups = new Map<string, [Precedence, string[]]>();
	for (const [id, precedence] of precedences) {
		const name = `${precedence.urgency} ${precedence.lane}`;
		const [, ids] = groups.get(name) ?? [precedence, []];
		groups.set(name, [precedence, [...ids, id]]);
	}
	return [...groups.values()];
}
