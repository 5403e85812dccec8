import type { Resource } from '../run/operation';
import { markDoneOperation } from './mark-done.operation';
import { reportFailedOperation } from './report-failed.operation';

/**
 * What a workflow says of the event that started it. One resource for the events of every trigger, offered in the node
 * that stands beside the trigger in a flow.
 */
export const eventResource: Resource = {
	value: 'event',
	name: 'Event',
	description: 'What an ICRM trigger started this workflow with',
	operations: [markDoneOperation, reportFailedOperation],
};
