import type { Language } from '../pages';
import type { Metric, Priority } from '../sla';

/** What is promised, in the middle of a sentence. */
export const METRIC_NAMES: Readonly<Record<Language, Readonly<Record<Metric, string>>>> = {
	en: { firstResponse: 'first response', resolution: 'resolution' },
	zh: { firstResponse: '首次响应', resolution: '解决' },
};

export const PRIORITY_NAMES: Readonly<Record<Language, Readonly<Record<Priority, string>>>> = {
	en: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },
	zh: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
};
