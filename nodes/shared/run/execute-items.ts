import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { failed, onward, type Outcome } from '../../../engine';
import { labelOf } from '../fields/labels';
import { describeFault, nodeError, type FaultOptions } from './errors';
import type { Operation, Output } from './operation';
import { plain } from './output';
import { engineOf } from './store';

/**
 * The one loop of every action node. Reads each item's parameters, hands all good ones to the operation together, and
 * gives each item its output, or its error where the node is set to continue.
 *
 * Set to stop: an item that cannot be read stops the run before anything is written. A fault of the run itself stops it
 * after; the others of the same run stand, and the error says so.
 */
export async function executeItems<I>(
	context: IExecuteFunctions,
	operation: Operation<I>,
): Promise<INodeExecutionData[][]> {
	const shown = operation.fields.filter((field) => isShown(context, field));
	const label = (field: string) => labelOf(shown, field, operation.names);
	const goesOn = context.continueOnFail();
	const read = await readAll(context, operation);
	if (!goesOn)
		stopAtFirst(context, read, label, () => (read.length > 1 ? 'Nothing was written for any item.' : ''));
	const outcomes = await runGood(context, operation, read);
	if (!goesOn) stopAtFirst(context, outcomes, label, othersOf);
	return [outcomes.flatMap((outcome, itemIndex) => itemsOf(context, outcome, label, itemIndex))];
}

async function readAll<I>(context: IExecuteFunctions, operation: Operation<I>): Promise<Outcome<I>[]> {
	const outcomes: Outcome<I>[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			outcomes.push({ ok: true, value: await operation.read(context, itemIndex) });
		} catch (error) {
			outcomes.push(failed(asError(error)));
		}
	}
	return outcomes;
}

/** The outcomes of all items, in their order: the unreadable keep their fault, the rest get what the run made. */
const runGood = <I>(
	context: IExecuteFunctions,
	operation: Operation<I>,
	read: readonly Outcome<I>[],
): Promise<Outcome<Output>[]> =>
	onward(read, async (inputs) => {
		const ran = await runAll(context, operation, inputs);
		const tooFew = () =>
			failed(new Error(`'${operation.name}' returned fewer outcomes than it was given items`));
		return inputs.map((_input, index) => ran[index] ?? tooFew());
	});

/** A fault of the whole, such as a database that is down, is the fault of each. */
async function runAll<I>(
	context: IExecuteFunctions,
	operation: Operation<I>,
	inputs: readonly I[],
): Promise<readonly Outcome<Output>[]> {
	if (inputs.length === 0) return [];
	try {
		return await operation.run(await engineOf(context), inputs, context);
	} catch (error) {
		const fault = failed(asError(error));
		return inputs.map(() => fault);
	}
}

function stopAtFirst(
	context: IExecuteFunctions,
	outcomes: readonly Outcome<unknown>[],
	label: Label,
	note: (outcomes: readonly Outcome<unknown>[]) => string,
): void {
	const itemIndex = outcomes.findIndex((outcome) => !outcome.ok);
	const outcome = outcomes[itemIndex];
	if (!outcome || outcome.ok) return;
	throw nodeError(context.getNode(), outcome.error, { itemIndex, label, note: note(outcomes) });
}

function othersOf(outcomes: readonly Outcome<unknown>[]): string {
	const all = outcomes.length;
	const good = outcomes.filter((outcome) => outcome.ok).length;
	if (all === 1) return '';
	if (good === 0) return 'No item went through.';
	return `${good} of ${all} items went through and stay as they are; this is the first of ${all - good} that did not.`;
}

function itemsOf(
	context: IExecuteFunctions,
	outcome: Outcome<Output>,
	label: Label,
	itemIndex: number,
): INodeExecutionData[] {
	const pairedItem = { item: itemIndex };
	if (!outcome.ok) return [faultItem(context, outcome.error, label, itemIndex)];
	const outputs = Array.isArray(outcome.value) ? (outcome.value as readonly object[]) : [outcome.value];
	return outputs.map((output) => ({ json: plain(output), pairedItem }));
}

/**
 * n8n sends an item to the error output when its json has `error` and no more than `message` and `details` beside it,
 * and adds the input itself. The item's own `error` property would do so too, but then n8n throws all json but the
 * message away (`handleNodeErrorOutput` and `normalizeNodeErrors` in n8n-core).
 */
function faultItem(
	context: IExecuteFunctions,
	fault: Error,
	label: Label,
	itemIndex: number,
): INodeExecutionData {
	const { message, description } = describeFault(fault, label);
	const input =
		context.getNode().onError === 'continueErrorOutput' ? {} : context.getInputData()[itemIndex]?.json;
	return {
		json: { ...input, error: message, ...(description === '' ? {} : { details: description }) },
		pairedItem: { item: itemIndex },
	};
}

/** Whether the panel shows a field, as the others are set: of a record that is given as JSON it shows no fields. */
const isShown = (context: IExecuteFunctions, { displayOptions }: INodeProperties): boolean =>
	Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
		values?.some((value) => value === context.getNodeParameter(name, 0, undefined)),
	);

type Label = NonNullable<FaultOptions['label']>;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
