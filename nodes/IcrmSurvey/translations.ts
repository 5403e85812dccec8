import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalid, languageTag, TAG_HINT } from '../../engine';
import { textField } from '../shared/fields/fields';

type TextName = 'title' | 'question' | 'comment' | 'least' | 'most';
type Row = Readonly<Record<string, unknown>>;

/** The texts of a survey, by their name in the engine and as the editor calls them. */
const TEXTS: readonly {
	readonly name: TextName;
	readonly displayName: string;
	readonly description: string;
}[] = [
	{ name: 'title', displayName: 'Title', description: 'Title of the page and of the mail' },
	{ name: 'question', displayName: 'Question', description: 'The question that is rated' },
	{ name: 'comment', displayName: 'Comment', description: 'The question above the comment box' },
	{ name: 'least', displayName: 'Lowest Number', description: 'What the lowest number of the scale means' },
	{ name: 'most', displayName: 'Highest Number', description: 'What the highest number of the scale means' },
];

/** One row, one language. */
export const translationsField: INodeProperties = {
	displayName: 'Translations',
	name: 'translations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Translation' },
	placeholder: 'Add Translation',
	default: {},
	description:
		'The survey in a further language, or other words in one that it has. Left empty, a text stays as it is.',
	options: [
		{
			displayName: 'Translation',
			name: 'rows',
			values: [
				textField({
					displayName: 'Language',
					name: 'language',
					placeholder: 'e.g. fr, pt-BR',
					description: 'A language tag, as in the locale of members',
				}),
				...TEXTS.map((text) => textField({ ...text, placeholder: '' })),
			],
		},
	],
};

/** The texts of a survey with those of the rows, each under its language. */
export function translate<T extends object>(
	context: IExecuteFunctions,
	itemIndex: number,
	survey: T & Readonly<Partial<Record<TextName, object | string>>>,
): T {
	const rows = context.getNodeParameter('options.translations.rows', itemIndex, []) as readonly Row[];
	return rows.reduce<typeof survey>((translated, row, index) => {
		const language = languageOf(String(row.language ?? ''), index);
		const texts = TEXTS.flatMap(({ name }) => {
			const text = String(row[name] ?? '').trim();
			const before = translated[name];
			return text === '' ? [] : [[name, { ...(typeof before === 'object' ? before : {}), [language]: text }]];
		});
		return { ...translated, ...Object.fromEntries(texts) };
	}, survey);
}

/** The tag of a row. Looked at here, since the engine would complain of a text that it finds under no language. */
function languageOf(written: string, index: number): string {
	const tag = languageTag(written);
	if (tag !== undefined) return tag;
	const field = `translations[${index}].language`;
	const what = written.trim() === '' ? 'is missing' : `is '${written}', which is not a language`;
	throw invalid(field, written, `The survey's ${field} ${what}`, TAG_HINT);
}
