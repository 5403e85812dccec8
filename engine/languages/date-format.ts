/**
 * How a language writes instants, in the zone that is asked for. A format is made once for each zone: that takes longer than
 * to use it a hundred times, and a mail has several instants.
 *
 * @example dateFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' })(0, 'UTC') // 'Thursday, 1 January 1970 at 00:00'
 * @throws RangeError for a zone that is none
 */
export function dateFormat(
	locale: string,
	options: Intl.DateTimeFormatOptions,
): (ms: number, timeZone: string) => string {
	const byZone = new Map<string, Intl.DateTimeFormat>();
	return (ms, timeZone) => {
		const format = byZone.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
		byZone.set(timeZone, format);
		return format.format(ms);
	};
}
