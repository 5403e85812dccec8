import type { Template } from '../../cli/templates/template';
import { isNote, placeOf, type Texts } from '../../workflows/texts';

/** Looks through the texts of one template in all languages. */

const HAN = /\p{Script=Han}/u;
/** `*Send the mail*`: a node, or one of the words below. */
const NAMED = /(?<!\*)\*([^*\n]+)\*(?!\*)/g;
/** What stands between asterisks and is no node: n8n's own words, our nodes and operations, records, credentials. */
const OTHER_NAMES =
	/^(Execute workflow|Settings|Dry Run|all|after|milestone-csat|\w[\w ]* key|ICRM[\w ]*(: .+)?|(Delivery|Result): Get( Many)?|Administration → .+)$/;
/** The name of a work, or words that Chinese and German share with English. */
const ALIKE = ['Service', 'Normal'];
/** In a note, the languages beside English are a summary. */
const LONGEST_SUMMARY = 600;

const namesIn = (text: string): string[] => [...text.matchAll(NAMED)].map(([, name = '']) => name);
const fieldsIn = (text: string): string[] => text.match(/\$json\.\w+/g) ?? [];

/**
 * What is wrong with a template's texts, in words.
 * @param languages a record a language, English first
 */
export function faultsIn(
	{ nodes }: Pick<Template, 'nodes'>,
	languages: ReadonlyMap<string, Texts>,
): string[] {
	const english = languages.get('en') ?? {};
	const names = nodes.map(({ name }) => name);
	const unwritten = nodes.filter((node) => isNote(node) && english[node.name] === undefined);
	const unused = Object.keys(english).filter((place) => !names.includes(placeOf(place).node));
	return [
		...unwritten.map(({ name }) => `note '${name}' has no text in English`),
		...unused.map((place) => `'${place}' is used nowhere`),
		...[...languages].flatMap(([language, texts]) => [
			...Object.keys(english)
				.filter((place) => (texts[place] ?? '').trim() === '')
				.map((place) => `${language}: '${place}' is missing`),
			...Object.keys(texts)
				.filter((place) => !(place in english))
				.map((place) => `${language}: '${place}' is not a text of English`),
			...Object.entries(texts).flatMap(([place, text]) =>
				wrongIn(text, language, english[place] ?? '', names).map((what) => `${language}: '${place}' ${what}`),
			),
		]),
	];
}

function wrongIn(text: string, language: string, english: string, nodes: readonly string[]): string[] {
	const isEnglish = language === 'en';
	const strange = namesIn(text).find((name) => !nodes.includes(name) && !OTHER_NAMES.test(name));
	const gap = fieldsIn(text).find((field) => !fieldsIn(english).includes(field));
	return [
		...(strange === undefined ? [] : [`names '${strange}', which is no node of this template`]),
		...(gap === undefined ? [] : [`fills in ${gap}, which English does not`]),
		...(!isEnglish && text.trim() === english.trim() && !ALIKE.includes(text) ? ['is English'] : []),
		...(language === 'zh' && !HAN.test(text) ? ['has no Chinese words'] : []),
		...(language === 'de' && HAN.test(text) ? ['has Chinese words'] : []),
		...(!isEnglish && text.length > LONGEST_SUMMARY ? [`is longer than ${LONGEST_SUMMARY}`] : []),
	];
}

/** Texts that people read and that stand in the template itself: `Remind them: subject`. An expression alone is data. */
export function unlistedIn({ nodes }: Pick<Template, 'nodes'>, english: Texts): string[] {
	return nodes
		.filter(({ type }) => /\.(emailSend|formTrigger|form)$/.test(type))
		.flatMap(({ name, parameters }) =>
			textsBelow(parameters).flatMap(([path, text]) => {
				const isData = /^=\{\{((?!\}\}).)*\}\}$/s.test(text);
				const place = `${name}: ${path}`;
				return SHOWN.test(path) && !isData && english[place] === undefined ? [place] : [];
			}),
		);
}

/** Parameters of mails and forms that are shown to people. The services of a company are its data, and are not translated. */
const SHOWN = /^(subject|formTitle|formDescription|completion\w+)$|fieldLabel$|buttonLabel$|^text$/;

function textsBelow(value: unknown, path = ''): (readonly [path: string, text: string])[] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		textsBelow(inner, path === '' ? key : `${path}.${key}`),
	);
}
