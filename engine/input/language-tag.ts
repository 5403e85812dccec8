/**
 * A language tag as BCP 47 writes it; undefined for what is none. `zh_CN` is how Java and most HR systems write it.
 *
 * @example canonicalTag('ZH_hans') // 'zh-Hans'
 */
export function canonicalTag(text: string): string | undefined {
	try {
		return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0];
	} catch {
		return undefined;
	}
}
