import type { Language } from '../../pages';

/** How much time has passed, in words: `25 minutes`, `3 hours`, `2 days`. */
export function showLateness(ms: number, language: Language): string {
	const minutes = Math.max(1, Math.round(ms / 60_000));
	const [amount, one, many, zh] =
		minutes < 120
			? [minutes, 'minute', 'minutes', '分钟']
			: minutes < 48 * 60
				? [Math.round(minutes / 60), 'hour', 'hours', '小时']
				: [Math.round(minutes / 1440), 'day', 'days', '天'];
	return language === 'zh' ? `${amount}${zh}` : `${amount} ${amount === 1 ? one : many}`;
}
