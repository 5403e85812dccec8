import type { Resource } from '../shared/run/operation';
import { assign } from './assign.operation';
import { cancel } from './cancel.operation';
import { changePriority } from './change-priority.operation';
import { correct } from './correct.operation';
import { explain } from './explain.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { handOff } from './hand-off.operation';
import { mirror } from './mirror.operation';
import { open } from './open.operation';
import { pause } from './pause.operation';
import { reopen } from './reopen.operation';
import { resolve } from './resolve.operation';
import { respond } from './respond.operation';
import { resume } from './resume.operation';
import { unassign } from './unassign.operation';
import { update } from './update.operation';
import { waive } from './waive.operation';

/** What an internal customer asked for. In the order of its life, then what only reads. */
export const request: Resource = {
	value: 'request',
	name: 'Request',
	description: 'What an internal customer asked for, and what became of it',
	operations: [
		open,
		respond,
		update,
		correct,
		pause,
		resume,
		changePriority,
		assign,
		unassign,
		handOff,
		resolve,
		reopen,
		cancel,
		waive,
		mirror,
		get,
		getMany,
		explain,
	],
};
