import { failed, IcrmError } from '../../engine';
import type { Operation } from '../shared/run/operation';

/** What the editor calls the fields that the engine and the parameters have other names for. */
const LABELS: Readonly<Record<string, string>> = {
	actor: 'Actor',
	approvedBy: 'Approved By',
	assignee: 'Assignee',
	at: 'When',
	clockState: 'Clock State',
	customerDepartmentId: 'Customer Department',
	departmentId: 'To Department',
	externalRef: 'External Reference',
	metric: 'Clock',
	note: 'Note',
	openedAt: 'Opened At',
	priority: 'Priority',
	reason: 'Reason',
	request: 'Request',
	requestId: 'Request',
	requester: 'Requester',
	serviceId: 'Service',
	source: 'Source',
	sourceRef: 'Source Reference',
	status: 'Status',
	limit: 'Limit',
	title: 'Title',
	when: 'When',
};

/** The operation, with errors that name a field as the editor does. */
export const inWordsOfTheNode = <I>(operation: Operation<I>): Operation<I> => ({
	...operation,
	read: async (context, itemIndex) =>
		await Promise.resolve()
			.then(() => operation.read(context, itemIndex))
			.catch((error: Error) => Promise.reject(inWords(error))),
	run: async (engine, inputs, context) =>
		(await operation.run(engine, inputs, context)).map((outcome) =>
			outcome.ok ? outcome : failed(inWords(outcome.error)),
		),
});

/** `fact.note`, `options.when`: the last part is the field. */
function inWords(error: Error): Error {
	if (!(error instanceof IcrmError) || error.field === undefined) return error;
	const { code, message, hint, value, cause } = error;
	const field = LABELS[error.field.split('.').at(-1) ?? ''] ?? error.field;
	return new IcrmError(code, message, { hint, field, value, cause });
}
