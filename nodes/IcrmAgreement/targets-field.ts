import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { METRIC_OPTIONS } from '../../engine';
import { durationField } from '../shared/fields/fields';
import { readJson } from '../shared/fields/input-mode';

/** How soon: row by row, or as JSON from a template or another system. */
export const targetsFields: readonly INodeProperties[] = [
	{
		displayName: 'Specify Targets',
		name: 'specifyTargets',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'fields',
		description: 'Whether to fill in the targets row by row, or to give them as a list',
	},
	{
		displayName: 'Targets',
		name: 'targets',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add target',
		default: {
			rows: [{ metric: 'resolution', priority: 'any', target: '2 working days', countedIn: 'auto' }],
		},
		description: 'A target for a priority goes before the one for any',
		displayOptions: { show: { specifyTargets: ['fields'] } },
		options: [
			{
				displayName: 'Target',
				name: 'rows',
				values: [
					{
						displayName: 'Metric',
						name: 'metric',
						type: 'options',
						options: METRIC_OPTIONS,
						default: 'resolution',
					},
					{
						displayName: 'Priority',
						name: 'priority',
						type: 'options',
						options: [
							{ name: 'Any', value: 'any', description: 'Every priority without a target of its own' },
							{ name: 'Urgent', value: 'urgent' },
							{ name: 'High', value: 'high' },
							{ name: 'Normal', value: 'normal' },
							{ name: 'Low', value: 'low' },
						],
						default: 'any',
					},
					durationField({
						name: 'target',
						displayName: 'Target',
						default: '4h',
						placeholder: 'e.g. 4h, 2 working days',
					}),
					{
						displayName: 'Counted In',
						name: 'countedIn',
						type: 'options',
						options: [
							{
								name: 'As the Target Says',
								value: 'auto',
								description: "Working time, unless it says 'calendar days' or 'weeks'",
							},
							{ name: 'Working Time', value: 'working', description: 'While the calendar is open' },
							{ name: 'Elapsed Time', value: 'elapsed', description: 'Around the clock' },
						],
						default: 'auto',
					},
				],
			},
		],
	},
	{
		displayName: 'Targets',
		name: 'targetsJson',
		type: 'json',
		default: '={{ $json.targets }}',
		description: 'A list such as [{"metric": "resolution", "priority": "high", "target": "4h"}]',
		displayOptions: { show: { specifyTargets: ['json'] } },
	},
];

interface Row {
	readonly priority?: unknown;
	readonly countedIn?: unknown;
}

/** The targets as the engine takes them. 'Any' and 'As the Target Says' are what is left out there. */
export function readTargets(context: IExecuteFunctions, itemIndex: number): unknown {
	if (context.getNodeParameter('specifyTargets', itemIndex, 'fields') === 'json')
		return readJson(context, 'targetsJson', itemIndex, 'Targets');
	const rows: unknown = context.getNodeParameter('targets.rows', itemIndex, []);
	return (Array.isArray(rows) ? rows : []).map(({ priority, countedIn, ...row }: Row) => ({
		...row,
		...(priority === 'any' ? {} : { priority }),
		...(countedIn === 'auto' ? {} : { countedIn }),
	}));
}
