/** The languages people are spoken to in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language for a BCP 47 locale (`zh-CN`, `en-GB`); English for any other. */
export function languageOf(locale: string | undefined): Language {
	return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** The first language a browser asks for that we speak, from its Accept-Language header. */
export function languageOfHeader(header: string | undefined): Language {
	const wanted = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
	return (
		LANGUAGES.find((language) => language === wanted.find((code) => code === 'en' || code === 'zh')) ?? 'en'
	);
}

/** An instant for a person: in their calendar's zone, with the zone said, `2026-03-02 17:00 (Europe/Berlin)`. */
export function showInstant(ms: number, timezone: string, language: Language): string {
	const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
		timeZone: timezone,
		dateStyle: language === 'zh' ? 'long' : 'full',
		timeStyle: 'short',
	});
	return language === 'zh' ? `${format.format(ms)}（${timezone}）` : `${format.format(ms)} (${timezone})`;
}
