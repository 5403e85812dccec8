import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, LANGUAGE_OPTIONS, READY_MADE_SURVEYS } from '../../engine';
import { durationField, optionsField, readCollection, requireText, textField } from '../shared/fields/fields';
import { translate, translationsField } from './translations';

/** What the list calls them; a survey's own name is for those who are asked. */
const NAMES: Readonly<Record<string, string>> = {
	'milestone-csat': 'Milestone Satisfaction',
	'internal-nps': 'Internal NPS',
	'effort-after-request': 'Effort After Request',
};

export const readyMadeField: INodeProperties = {
	displayName: 'Survey to Start With',
	name: 'readyMade',
	type: 'options',
	options: READY_MADE_SURVEYS.map(({ id, name, scale, anonymity }) => ({
		name: NAMES[id] ?? String(name),
		value: id,
		description: `${name} (${scale.toUpperCase()}, ${anonymity})`,
	})),
	default: READY_MADE_SURVEYS[0]?.id ?? '',
	description: `Ready to use in ${LANGUAGE_OPTIONS.map(({ name }) => name).join(', ')}. Known by this ID unless the options give another.`,
};

/** What can be changed about a ready-made survey. Everything else can be given as JSON. */
export const changesField = optionsField([
	{
		displayName: 'Anonymity',
		name: 'anonymity',
		type: 'options',
		options: [
			{
				name: 'Anonymous',
				value: 'anonymous',
				description: 'Nobody learns who answered what; scores appear only for groups',
			},
			{ name: 'Identified', value: 'identified', description: 'Each answer is kept with its name' },
		],
		default: 'anonymous',
		description: 'Chosen for good when the first invitation leaves: people rely on it',
	},
	durationField({
		displayName: 'Delay',
		name: 'delay',
		default: '2 working days',
		placeholder: 'e.g. 2 working days',
		description: "Between the occasion and the mail, in the recipient's working time",
	}),
	durationField({
		displayName: 'Expires After',
		name: 'expiresAfter',
		default: '14 days',
		placeholder: 'e.g. 14 days',
		description: 'How long after the mail the page takes answers',
	}),
	{
		displayName: 'Low At',
		name: 'lowAt',
		type: 'number',
		default: 2,
		description: 'A rating at or below it makes the event Low Score. Only of an identified survey.',
	},
	{
		displayName: 'Minimum Group',
		name: 'minimumGroup',
		type: 'number',
		typeOptions: { minValue: 3 },
		default: 5,
		description: 'Fewest answers of an anonymous survey that are shown together. Never below 3.',
	},
	textField({
		displayName: 'Name',
		name: 'name',
		placeholder: 'e.g. After a project milestone',
		description: 'What lists and mails call the survey',
	}),
	durationField({
		displayName: 'Remind After',
		name: 'remindAfter',
		default: '5 days',
		placeholder: 'e.g. 5 days',
		description: 'After how long those who have not answered are reminded, once; empty for never',
	}),
	{
		displayName: 'Send At',
		name: 'sendAt',
		type: 'options',
		options: [
			{ name: 'Working Hours', value: 'workingHours', description: "Of the recipient's calendar" },
			{
				name: 'Any Time',
				value: 'anyTime',
				description: 'For those who work around the clock; the delay then counts nights and weekends',
			},
		],
		default: 'workingHours',
		description: 'When a mail may go out',
	},
	textField({
		displayName: 'Survey ID',
		name: 'id',
		placeholder: 'e.g. milestone-csat-2',
		description: 'To keep it beside the one that is there already: short and stable, without spaces',
	}),
	translationsField,
]);

/** The ready-made survey with the changes, as the engine takes it. */
export function readReadyMade(context: IExecuteFunctions, itemIndex: number): unknown {
	const id = requireText(context, 'readyMade', itemIndex, 'Survey to Start With');
	const survey = READY_MADE_SURVEYS.find((known) => known.id === id);
	if (!survey)
		throw invalid(
			'readyMade',
			id,
			`There is no ready-made survey '${id}'`,
			`Choose one of: ${READY_MADE_SURVEYS.map((known) => known.id).join(', ')}.`,
		);
	const { id: ownId, name, translations: _rows, ...changes } = readCollection(context, 'options', itemIndex);
	return {
		...translate(context, itemIndex, survey),
		...changes,
		...(ownId ? { id: ownId } : {}),
		...(name ? { name } : {}),
	};
}
