import type { IDataObject } from 'n8n-workflow';
import { METRICS, type ClockView, type RequestView } from '../../engine';
import { simplified } from '../shared/run/output';

const SIMPLE = [
	'requestId',
	'externalRef',
	'externalUrl',
	'title',
	'description',
	'status',
	'priority',
	'departmentName',
	'assigneeName',
	...METRICS.flatMap((metric) => [`${metric}State`, `${metric}DueAt`]),
	'created',
	'changed',
	'news',
	'facts',
	'warnings',
];

/**
 * A request as an item: beside the list of its clocks, state and due instant of each metric stand on top, so that an
 * expression can name them.
 *
 * @example presentRequest(view, true) // { requestId, …, firstResponseState: 'running', firstResponseDueAt: '2026-…Z', … }
 */
export function presentRequest(view: RequestView, simplify: boolean): IDataObject {
	const summaries = METRICS.map((metric) => summaryOf(metric, promised(metric, view.clocks)));
	// The engine's views are JSON already.
	const item = Object.assign({}, view, ...summaries) as IDataObject;
	return simplify ? simplified(item, SIMPLE) : item;
}

/** What the internal customer was promised; the agreements underneath are in the list. */
const promised = (metric: string, clocks: readonly ClockView[]): ClockView | undefined => {
	const ofMetric = clocks.filter((clock) => clock.metric === metric);
	return ofMetric.find(({ agreementKind }) => agreementKind === 'sla') ?? ofMetric[0];
};

const summaryOf = (metric: string, clock: ClockView | undefined): IDataObject => ({
	[`${metric}State`]: clock?.state ?? null,
	[`${metric}DueAt`]: clock?.dueAt ?? null,
	[`${metric}RemainingSeconds`]: clock?.remainingSeconds ?? null,
});
