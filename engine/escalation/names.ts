import type { Language } from '../pages';
import type { Priority } from '../sla';

export const PRIORITY_NAMES: Readonly<Record<Language, Readonly<Record<Priority, string>>>> = {
	en: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },
	zh: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
};
