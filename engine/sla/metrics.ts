import { textsIn, type Language } from '../languages';

interface MetricRow {
	/** Kinds of facts that start the clock. */
	readonly starts: readonly string[];
	/** Kinds of facts that keep the promise. Cancelling the request ends every clock without a verdict. */
	readonly stops: readonly string[];
	/** Kinds of facts that begin the next cycle of a clock that had stopped. */
	readonly reopens: readonly string[];
	/** As it stands in a list of choices. */
	readonly label: string;
	readonly description: string;
}

/**
 * What an agreement can promise: one row a metric, in the order in which people see them. Everything that depends on a
 * metric asks this table, so that a further metric is a further row. What it is called in mails is in the language files.
 */
export const METRIC_TABLE = {
	firstResponse: {
		starts: ['opened'],
		stops: ['responded', 'resolved'],
		reopens: [],
		label: 'First Response',
		description: 'From the opening until somebody answers',
	},
	resolution: {
		starts: ['opened'],
		stops: ['resolved'],
		reopens: ['reopened'],
		label: 'Resolution',
		description: 'From the opening until it is resolved',
	},
} as const satisfies Readonly<Record<string, MetricRow>>;

/** What an agreement measures. */
export type Metric = keyof typeof METRIC_TABLE;

// TypeScript gives the keys of an object as mere texts, and does not know that there is at least one.
export const METRICS = Object.keys(METRIC_TABLE) as [Metric, ...Metric[]];

/**
 * What is promised, in the middle of a sentence.
 *
 * @example metricName('firstResponse', 'zh') // '首次响应'
 */
export const metricName = (metric: Metric, language: Language): string => textsIn(language).metrics[metric];

/** Metrics as the choices of a list. */
export const METRIC_OPTIONS = METRICS.map((metric) => {
	const { label, description } = METRIC_TABLE[metric];
	return { name: label, value: metric, description };
});
