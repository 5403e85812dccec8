import { factOperation } from './fact-operation';

export const resume = factOperation({
	value: 'resume',
	name: 'Resume',
	action: 'Resume request',
	description: 'Let the clocks of a paused request go on. The due dates move by the time it was paused.',
	fields: [],
	fact: () => ({ kind: 'resumed' }),
});
