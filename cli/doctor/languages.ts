import type { StoreReport } from '../../engine';
import { count } from '../output/table';
import type { Finding } from './finding';

/** How many locales are named; an HR system that sends names of countries may have a hundred. */
const MOST_NAMED = 5;

/**
 * Whether people are written to in their own language. Nothing is said where they are.
 * @param serves whether there is a language for a locale
 */
export function languages(
	{ locales }: StoreReport,
	serves: (locale: string) => boolean,
	known: readonly string[],
): Finding[] {
	const unserved = locales.filter(({ locale }) => !serves(locale));
	if (unserved.length === 0) return [];
	const named = unserved.slice(0, MOST_NAMED).map(({ locale, members }, index) => {
		const verb = members === 1 ? 'has' : 'have';
		return index === 0
			? `${count(members, 'member')} ${verb} the locale ${locale}`
			: `${members} ${verb} ${locale}`;
	});
	const more = unserved.length - named.length;
	return [
		{
			about: 'languages',
			state: 'warning',
			says: `${named.join(', ')}${more > 0 ? `, others have ${count(more, 'further locale')}` : ''}: their mails and pages come in English`,
			todo: `Mails and pages come in ${known.join(', ')}: correct the locale in the list that people come from if it should be one of these. A further language is a file: see 'How to add' in docs/architecture.md.`,
		},
	];
}
