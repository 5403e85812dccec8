import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { toIso, type Delivery, type Engine, type TimelineEvent } from '../../../engine';
import { plain } from '../run/output';

/** n8n's column for the key is this wide. */
const LONGEST_KEY = 255;

type Part = Readonly<Record<string, unknown>>;

/**
 * The event's own part of an item, where it is not simply its data. Made anew for each try, at the last moment: a link
 * that it signs lives its full time from there.
 */
export type ToItem = (event: TimelineEvent, engine: Engine) => Part | Promise<Part>;

/** A delivery as the workflow gets it: flat, the envelope first. Data cannot overwrite the envelope. */
export async function itemOf(
	delivery: Pick<Delivery, 'subscriptionId' | 'event' | 'attempt'>,
	engine: Engine,
	toItem: ToItem = ({ data }) => data,
): Promise<IDataObject> {
	const { event, subscriptionId, attempt } = delivery;
	const envelope = {
		eventId: event.id,
		eventType: event.type,
		subscriptionId,
		attempt,
		occurredAt: toIso(event.at),
		lateBySeconds: Math.max(0, Math.round((engine.now() - event.at) / 1000)),
	};
	return plain({ ...envelope, ...(await toItem(event, engine)), ...envelope });
}

/**
 * The fence against a second execution of the same try. The try is part of it: n8n keeps the key of an execution that
 * crashed, and would refuse every later one. The subscription is too: keys are unique in the whole n8n.
 */
export function deduplicationKey({
	subscriptionId,
	event,
	attempt,
}: Pick<Delivery, 'subscriptionId' | 'event' | 'attempt'>): string {
	const key = `icrm:${subscriptionId}:${event.id}:${attempt}`;
	if (key.length <= LONGEST_KEY) return key;
	const digest = createHash('sha256').update(`${subscriptionId} ${event.id}`).digest('hex');
	return `icrm:${digest}:${attempt}`;
}
