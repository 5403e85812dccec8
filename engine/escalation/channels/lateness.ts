import { textsIn, type Language } from '../../languages';

/** How much time has passed, in words: `25 minutes`, `3 hours`, `2 days`. */
export function showLateness(ms: number, language: Language): string {
	const { late } = textsIn(language).escalation;
	const minutes = Math.max(1, Math.round(ms / 60_000));
	if (minutes < 120) return late.minutes(minutes);
	return minutes < 48 * 60 ? late.hours(Math.round(minutes / 60)) : late.days(Math.round(minutes / 1440));
}
