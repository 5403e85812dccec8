import { IcrmError } from '../errors';
import type { Trx } from '../store';
import { eventExists } from './event-repository';
import { subscriptionExists } from './subscription-repository';
import type { DeliveryKey } from './delivery-repository';

const FROM_THE_TRIGGER =
	"Take 'eventId', 'subscriptionId' and 'attempt' from one and the same item: that of the ICRM trigger that started this workflow.";

/** Says which half of a key names nothing. */
export async function noSuchDelivery(trx: Trx, key: DeliveryKey): Promise<IcrmError> {
	const { eventId, subscriptionId } = key;
	if (!(await eventExists(trx, eventId)))
		return new IcrmError('notFound', `There is no event '${eventId}'`, {
			hint: FROM_THE_TRIGGER,
			field: 'eventId',
			value: eventId,
		});
	const message = (await subscriptionExists(trx, subscriptionId))
		? `Event '${eventId}' was never on its way to the subscription '${subscriptionId}'`
		: `There is no subscription '${subscriptionId}': its trigger is gone, or the ID is that of something else`;
	return new IcrmError('notFound', message, {
		hint: FROM_THE_TRIGGER,
		field: 'subscriptionId',
		value: subscriptionId,
	});
}

/** `made` is how many attempts there were. */
export const noSuchAttempt = (eventId: string, attempt: number, made: number): IcrmError =>
	new IcrmError(
		'invalid',
		`There was no attempt ${attempt} of event '${eventId}': it was delivered ${made === 1 ? 'once' : `${made} times`} so far`,
		{ hint: FROM_THE_TRIGGER, field: 'attempt', value: attempt },
	);
