import type { IExecuteFunctions } from 'n8n-workflow';
import { mirrorTickets, parseInstant } from '../../engine';
import {
	dateTimeField,
	optionsField,
	readFlag,
	readInstant,
	readText,
	simplifyField,
	textField,
} from '../shared/fields/fields';
import { readJson } from '../shared/fields/input-mode';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { presentRequest } from './present-request';
import { historyField } from './request-fields';

const INSTANTS = ['at', 'openedAt', 'heardFrom', 'heardUpTo'] as const;

const heardFromField = dateTimeField({
	name: 'heardFrom',
	displayName: 'Heard From',
	description:
		'For a run that reads only the latest changes: from when on it has read them. A run that leaves a gap after the one before does not count as heard. Empty means that it has read everything there was.',
});

const heardUpToField = dateTimeField({
	name: 'heardUpTo',
	displayName: 'Heard Up To',
	description:
		'For a system that is read on a schedule: up to when this run has read it, mostly when the run began. A deadline is judged once its system was heard up to it, so that an answer given before and read after raises no alarm. Empty means that the system tells us by itself, and deadlines are judged at once.',
});

const waitAtMostField = textField({
	name: 'waitAtMost',
	displayName: 'Wait At Most',
	placeholder: 'e.g. 15 min',
	description:
		'How long a deadline waits for the system to be heard, up to 24 hours. Empty means twice the usual time between two runs, 15 minutes at most.',
});

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
	const options = {
		history: readFlag(context, 'options.history', itemIndex) || undefined,
		heardFrom: readInstant(context, 'options.heardFrom', itemIndex),
		heardUpTo: readInstant(context, 'options.heardUpTo', itemIndex),
		waitAtMost: readText(context, 'options.waitAtMost', itemIndex),
	};
	const given = Object.entries(options).filter(([, value]) => value !== undefined);
	return { ...notice, ...Object.fromEntries([...instants, ...given]) };
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
				'What is so: {"externalRef": "desk-17", "state": "waiting", "at": "…", "sourceRef": "…"}. Also: title, description, externalUrl, service, department, requester, assignee, unassigned, priority, answered, customerDepartment, openedAt, actor, source, note, history, heardFrom, heardUpTo, waitAtMost. What is left out stays as it is; state is open, waiting, solved or cancelled.',
		},
		optionsField([heardFromField, heardUpToField, historyField, waitAtMostField]),
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
