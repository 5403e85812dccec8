import { canonicalTag } from '../input/language-tag';

const baseOf = (tag: string): string => tag.split('-')[0] ?? tag;

/**
 * The tag that serves a reader best: theirs, or theirs without its last parts (RFC 4647, "lookup"), or another of the same
 * language. `tags` are canonical.
 *
 * @example bestTag(['en', 'zh'], 'zh-Hans-CN') // 'zh'
 * @example bestTag(['en', 'fr-CA'], 'fr') // 'fr-CA'
 */
export function bestTag<T extends string>(tags: readonly T[], locale: string | undefined): T | undefined {
	const wanted = canonicalTag(locale ?? '');
	if (wanted === undefined) return undefined;
	for (let parts = wanted.split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
		const found = tags.find((tag) => tag === parts.join('-'));
		if (found !== undefined) return found;
	}
	return tags.find((tag) => baseOf(tag) === baseOf(wanted));
}
