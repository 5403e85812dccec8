import type { INodeProperties, ITriggerFunctions } from 'n8n-workflow';
import { isQueueMode } from '../run/store';

/** When an event counts as delivered: once handed over, once its execution ended, or once it ended well. */
export type AcknowledgeMode = 'immediately' | 'finished' | 'success';

export interface ListenOptions {
	readonly acknowledge: AcknowledgeMode;
	/** Executions of this trigger at one time. */
	readonly maxInFlight: number;
	/** For how long an execution may hold its event before the event is delivered again; for half of that it holds its place. */
	readonly longestLifeMs: number;
}

const DEFAULTS = { acknowledge: 'success', maxInFlight: 5, longestLifeMinutes: 60 } as const;
/** There n8n now and then does not say that an execution ended, and nothing else frees its event. */
const IN_QUEUE_MODE = { ...DEFAULTS, longestLifeMinutes: 15 } as const;

/** The 'Options' of every ICRM trigger. */
export const listenOptions: readonly INodeProperties[] = [
	{
		displayName: 'Acknowledge',
		name: 'acknowledge',
		type: 'options',
		options: [
			{
				name: 'When Execution Succeeds',
				value: 'success',
				description: 'An event whose execution fails comes again with growing pauses, for about six hours',
			},
			{
				name: 'When Execution Finishes',
				value: 'finished',
				description: 'A failed execution counts as well; only one that never ended is repeated',
			},
			{
				name: 'Immediately',
				value: 'immediately',
				description: 'As soon as the execution is handed to n8n; what becomes of it does not matter',
			},
		],
		default: DEFAULTS.acknowledge,
		description: 'When an event counts as delivered',
	},
	{
		displayName: 'Longest Execution (Minutes)',
		name: 'longestLifeMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULTS.longestLifeMinutes,
		description:
			'An execution that has not ended by then is taken for lost, and its event is delivered again; at half of that time another may start in its place. Without this option 60, in queue mode 15.',
	},
	{
		displayName: 'Max Executions at Once',
		name: 'maxInFlight',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULTS.maxInFlight,
		description: 'How many executions of this trigger may run at the same time; further events wait',
	},
];

export function readListenOptions(context: ITriggerFunctions): ListenOptions {
	const mode: unknown = context.getNodeParameter('options.acknowledge', DEFAULTS.acknowledge);
	return {
		acknowledge: mode === 'immediately' || mode === 'finished' ? mode : 'success',
		maxInFlight: atLeastOne(context, 'maxInFlight'),
		longestLifeMs: atLeastOne(context, 'longestLifeMinutes') * 60_000,
	};
}

function atLeastOne(context: ITriggerFunctions, name: 'maxInFlight' | 'longestLifeMinutes'): number {
	const usual = (isQueueMode() ? IN_QUEUE_MODE : DEFAULTS)[name];
	const value = Number(context.getNodeParameter(`options.${name}`, usual));
	return value >= 1 ? Math.floor(value) : usual;
}
