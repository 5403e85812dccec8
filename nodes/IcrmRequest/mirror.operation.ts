import type { IExecuteFunctions } from 'n8n-workflow';
import { mirrorTickets, parseInstant } from '../../engine';
import { optionsField, readFlag, simplifyField } from '../shared/fields/fields';
import { readJson } from '../shared/fields/input-mode';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { presentRequest } from './present-request';
import { historyField } from './request-fields';

const INSTANTS = ['at', 'openedAt'] as const;

/** What another system says of a ticket, with its instants read in the workflow's time zone. */
function readNotice(context: IExecuteFunctions, itemIndex: number): unknown {
	const notice = readJson(context, 'notice', itemIndex, 'Notice');
	if (typeof notice !== 'object' || notice === null || Array.isArray(notice)) return notice;
	const instants = INSTANTS.flatMap((field) => {
		const value: unknown = Reflect.get(notice, field);
		return value === undefined || value === null || value === ''
			? []
			: [[field, parseInstant(value, context.getTimezone(), field)]];
	});
	const history = readFlag(context, 'options.history', itemIndex);
	return { ...notice, ...Object.fromEntries(instants), ...(history && { history }) };
}

export const mirror = defineOperation({
	value: 'mirror',
	name: 'Mirror Ticket',
	action: 'Mirror ticket',
	description: 'Keep a request in step with a ticket of another system, by what that system says of it now',
	fields: [
		{
			displayName: 'Notice',
			name: 'notice',
			type: 'json',
			default: '={{ $json }}',
			required: true,
			description:
				'What is so: {"externalRef": "desk-17", "state": "waiting", "at": "…", "sourceRef": "…"}. Also: title, service, department, requester, assignee, unassigned, priority, answered, customerDepartment, openedAt, actor, source, note. What is left out stays as it is; state is open, waiting, solved or cancelled.',
		},
		optionsField([historyField]),
		simplifyField,
	],
	read: (context, itemIndex) => ({
		simplify: readFlag(context, 'simplify', itemIndex),
		notice: readNotice(context, itemIndex),
	}),
	run: async (engine, inputs) =>
		mapOutcomes(
			await mirrorTickets(
				engine,
				inputs.map(({ notice }) => notice),
			),
			(view, index) => presentRequest(view, inputs[index]?.simplify ?? true),
		),
});
