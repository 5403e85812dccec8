import { NodeOperationError, type INode } from 'n8n-workflow';
import { IcrmError } from '../../../engine';

/** What a fault says on top of its own words. */
export interface FaultOptions {
	readonly itemIndex?: number;
	/** Says what the panel calls a field, see `labelOf`. */
	readonly label?: (field: string) => string | undefined;
	/** A further sentence, for example what became of the other items. */
	readonly note?: string;
}

/** An error as n8n shows it: what happened as message, how to fix it as description, and the item. */
export function nodeError(node: INode, fault: unknown, options: FaultOptions = {}): NodeOperationError {
	if (fault instanceof NodeOperationError) return withItem(fault, options);
	const { message, description } = describeFault(fault, options.label);
	const cause = fault instanceof Error ? fault : new Error(String(fault));
	const error = new NodeOperationError(node, cause, {
		message,
		...(options.itemIndex === undefined ? {} : { itemIndex: options.itemIndex }),
		description: [description, options.note].filter(Boolean).join(' '),
		level: 'warning',
	});
	// n8n replaces every message that contains a name like EEXIST, even inside a value the user gave.
	error.message = message;
	return error;
}

function withItem(error: NodeOperationError, { itemIndex, note }: FaultOptions): NodeOperationError {
	error.context.itemIndex ??= itemIndex;
	if (note) error.description = [error.description, note].filter(Boolean).join(' ');
	return error;
}

/** What happened and how to fix it, in plain words. */
export function describeFault(
	fault: unknown,
	label: FaultOptions['label'] = () => undefined,
): { readonly message: string; readonly description: string } {
	if (fault instanceof NodeOperationError)
		return { message: fault.message, description: fault.description ?? '' };
	if (fault instanceof IcrmError) {
		const { field, hint } = fault;
		if (field === undefined) return { message: fault.message, description: hint };
		const name = label(field);
		// "The agreement's targets[0].target is not a duration" names the field as the engine does.
		const asNamed = `'s ${field} `;
		const message = name ? fault.message.replace(asNamed, () => `'s ${name} `) : fault.message;
		const where = name ?? `'${field}'`;
		const isNamed = folded(message).includes(folded(where)) || message.includes(asNamed);
		return { message, description: isNamed ? hint : `Look at ${where}. ${hint}` };
	}
	return {
		message:
			(fault instanceof Error ? fault.message : String(fault)) || 'The ICRM node stopped without a reason',
		description:
			'This was not foreseen. The log of n8n may say more; please report it with the version of the pack.',
	};
}

/** "'To Department' is empty" names `toDepartment`: to say so again would only be noise. */
const folded = (text: string) => text.replaceAll(' ', '').toLowerCase();
