import { factOperation } from './fact-operation';

export const unassign = factOperation({
	value: 'unassign',
	name: 'Unassign',
	action: 'Unassign request',
	description:
		'Take it from whoever works on it: it goes back to the queue of the department that holds it, and nobody owns it',
	fields: [],
	fact: () => ({ kind: 'unassigned' }),
});
