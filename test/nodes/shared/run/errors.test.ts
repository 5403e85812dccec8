import { NodeOperationError } from 'n8n-workflow';
import { IcrmError, invalid } from '../../../../engine';
import { nodeError } from '../../../../nodes/shared/run/errors';
import { node } from '../fakes';

it('shows what happened, where, and how to fix it', () => {
	const fault = invalid('levels[1].delay', '4x', '"4x" is not a duration', 'Write it like 4h.');
	const error = nodeError(node(), fault, { itemIndex: 3, note: 'Nothing was written.' });
	expect(error).toBeInstanceOf(NodeOperationError);
	expect(error.message).toBe('"4x" is not a duration');
	expect(error.description).toBe("Look at 'levels[1].delay'. Write it like 4h. Nothing was written.");
	expect(error.context.itemIndex).toBe(3);
});

it('does not let n8n replace a message for a word inside it', () => {
	const fault = new IcrmError('notFound', "There is no service 'PREEXISTING'", { hint: 'Choose another.' });
	expect(nodeError(node(), fault).message).toBe("There is no service 'PREEXISTING'");
});

it('adds the item to an error that is one of n8n already', () => {
	const fault = new NodeOperationError(node(), 'Credentials not found');
	const error = nodeError(node(), fault, { itemIndex: 2, note: 'More.' });
	expect(error).toBe(fault);
	expect(error.context.itemIndex).toBe(2);
	expect(error.description).toBe('More.');
});

it('wraps what nobody foresaw readably', () => {
	const error = nodeError(node(), new TypeError('x is not a function'));
	expect(error.message).toBe('x is not a function');
	expect(error.description).toMatch(/not foreseen/);
});
