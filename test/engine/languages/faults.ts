import type { Texts } from '../../../engine/languages';

/** Looks through every text of a language. Texts with gaps are filled in with marks that no language uses. */

type Leaf = string | ((...gaps: never[]) => string);
export interface Text {
	/** `survey.mail.button` */
	readonly path: string;
	readonly leaf: Leaf;
}

/** Not shown to readers as a text, and looked at elsewhere: an instant, and what a language is called. */
const NOT_A_TEXT = ['name', 'tag', 'instant', 'colon'];

/** What stands between quotation marks of no language is a gap, `⟦0⟧`. */
const MARK = /⟦\d⟧/g;

export function textsOf(texts: Texts): Text[] {
	const below = (value: Leaf | object, path: string): Text[] =>
		typeof value === 'object'
			? Object.entries(value).flatMap(([key, inner]) => below(inner, path === '' ? key : `${path}.${key}`))
			: [{ path, leaf: value }];
	return below(texts, '').filter(({ path }) => !NOT_A_TEXT.includes(path));
}

/** A text with its gaps marked. */
export function marked(leaf: Leaf): string {
	if (typeof leaf === 'string') return leaf;
	const marks = Array.from({ length: leaf.length }, (_, index) => `⟦${index}⟧`);
	return (leaf as (...gaps: string[]) => string)(...marks);
}

const gapsIn = (text: string): string[] => [
	...new Set([...(text.match(MARK) ?? []), ...(text.match(/\{\w+\}/g) ?? [])].sort()),
];

/** How long the words of a text may be, gaps not counted, by where it stands. The first that fits counts. */
const LONGEST: readonly (readonly [where: RegExp, characters: number])[] = [
	[/^(metrics|priorities)\.|\.labels\.|\.late\.|\.(nobody|someone)$/, 30],
	[/\.button(Anew)?$/, 40],
	[/\.ends\./, 40],
	[/\.subject(Again)?$/, 60],
	[/\.title$|Title$/, 80],
	[/\.question$|\.comment$/, 160],
	[/./, 300],
];
/** A subject as mail programs show it, with what stands in its gaps: a title of 60 characters, a name of 30. */
const LONGEST_SUBJECT = 150;

export const wordsOf = (text: string): string => text.replace(MARK, '').replace(/\{\w+\}/g, '');
const letters = (text: string): string => wordsOf(text).replace(/\P{L}/gu, '');

/** Gaps that a language does without. `满分 5 分` ("out of 5") says the scale without its lower end. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = { 'zh survey.rating': ['⟦1⟧'] };

/** Words that are the same in German and English. */
const ALIKE = ['Service', 'Ticket', 'normal'];

/** What is wrong with the texts of a language, in words. */
export function faultsOf(language: string, texts: Texts, english: Texts): string[] {
	const wanted = new Map(textsOf(english).map(({ path, leaf }) => [path, leaf]));
	const there = new Map(textsOf(texts).map(({ path, leaf }) => [path, leaf]));
	const missing = [...wanted.keys()].filter((path) => !there.has(path)).map((path) => `${path} is missing`);
	const wrong = [...there].flatMap(([path, leaf]) => {
		const origin = wanted.get(path);
		if (origin === undefined) return [`${path} is not a text of English`];
		const text = marked(leaf);
		const say = (isWrong: boolean, what: string) => (isWrong ? [`${path} ${what}: ${text}`] : []);
		const [, longest = 0] = LONGEST.find(([where]) => where.test(path)) ?? [];
		const gaps = [...gapsIn(text), ...(LEFT_OUT[`${language} ${path}`] ?? [])].sort();
		const isForeign = language !== 'en' && letters(text) !== '';
		return [
			...say(text.trim() === '', 'is empty'),
			...say(text !== text.trim() || /\s{2}|undefined|null/.test(text), 'has white space or a hole'),
			...say(wordsOf(text).length > longest, `is longer than ${longest}`),
			...say(gaps.join() !== gapsIn(marked(origin)).join(), 'fills in other words than English'),
			...say(isForeign && text === marked(origin) && !ALIKE.includes(text), 'is English'),
			...say(language === 'zh' && /[a-z]{2,}/i.test(wordsOf(text)), 'has Latin words'),
			...say(language !== 'zh' && /\p{Script=Han}/u.test(text), 'has Chinese words'),
		];
	});
	return [...missing, ...wrong, ...longSubjects(texts)];
}

function longSubjects({ escalation, survey }: Texts): string[] {
	const title = 'x'.repeat(60);
	const name = 'n'.repeat(30);
	const subjects = [
		escalation.mail.subject(10, 10, title, 'm'.repeat(30)),
		survey.mail.subjectAgain('x'.repeat(100)),
		survey.low.subject(title, 10, name),
	];
	return subjects
		.filter((subject) => subject.length > LONGEST_SUBJECT)
		.map((subject) => `${subject} is longer than ${LONGEST_SUBJECT}`);
}
