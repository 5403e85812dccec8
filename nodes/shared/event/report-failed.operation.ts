import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { invalid, MAX_ATTEMPTS, reportFailures, toIso, type FailureReport } from '../../../engine';
import { textField } from '../fields/fields';
import { defineOperation } from '../run/operation';
import { mapOutcomes } from '../run/output';
import { attemptField, attemptOfItem, eventFields, eventOfItem } from './event-of-item';

interface Input extends FailureReport {
	/** The item as it came, to go on with. */
	readonly json: IDataObject;
}

const NO_REASON = 'the workflow reported that it failed';

export const reportFailedOperation = defineOperation({
	value: 'reportFailed',
	name: 'Report Failed',
	action: 'Report event as failed',
	description:
		'Say that nothing reached anybody, so that the event comes again, though the execution may end well',
	fields: [
		...eventFields,
		attemptField,
		textField({
			displayName: 'Reason',
			name: 'reason',
			default: '={{ $json.error?.message ?? $json.error }}',
			description:
				'What went wrong, for whoever looks after deliveries. At an error output, the item says it in its field error.',
		}),
	],

	read: (context, itemIndex): Input => ({
		...eventOfItem(context, itemIndex),
		attempt: readAttempt(context, itemIndex),
		reason: readReason(context, itemIndex),
		json: context.getInputData()[itemIndex]?.json ?? {},
	}),

	async run(engine, inputs, context) {
		const reports = inputs.map(({ json: _json, ...report }) => report);
		return mapOutcomes(await reportFailures(engine, reports), (failure, index) => {
			const { recorded, state, nextTryAt, eventId, reason } = failure;
			if (recorded && state === 'dead')
				context.logger.error(
					`ICRM event '${eventId}' was tried ${MAX_ATTEMPTS} times and is now a dead letter; last, ${reason}`,
				);
			const comesAgainAt = nextTryAt === undefined ? null : toIso(nextTryAt);
			return { ...inputs[index]?.json, failureRecorded: recorded, deliveryState: state, comesAgainAt };
		});
	},
});

function readAttempt(context: IExecuteFunctions, itemIndex: number): number {
	const text = attemptOfItem(context, itemIndex);
	const attempt = Number(text);
	if (Number.isSafeInteger(attempt) && attempt >= 1) return attempt;
	throw invalid(
		'attempt',
		text,
		`'Attempt' is '${text}'`,
		"Give the whole number that the trigger's item has in 'attempt': 1 the first time.",
	);
}

/** A failure without a reason is still a failure: a report must not fail for want of words. */
function readReason(context: IExecuteFunctions, itemIndex: number): string {
	const given: unknown = context.getNodeParameter('reason', itemIndex, '');
	const text = typeof given === 'object' && given !== null ? JSON.stringify(given) : String(given ?? '');
	return text.trim() || NO_REASON;
}
