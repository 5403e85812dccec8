import { GERMAN } from './de';
import { ENGLISH, type TemplateTexts } from './en';
import { CHINESE } from './zh';

export type { TemplateTexts };

/** By language, in the order in which a template says them. */
export const TEMPLATE_TEXTS = { en: ENGLISH, zh: CHINESE, de: GERMAN };

/** Texts of one template by where they stand: `Start here`, `Remind them: subject`. */
export type Texts = Readonly<Record<string, string>>;

interface Node {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
}

/** The node that carries the whole template's instructions, each language below a line. */
const FIRST_NOTE = 'Start here';
const NEW_LANGUAGE = '\n\n---\n';

/** Whether n8n shows it on the canvas and nowhere else. */
export const isNote = ({ type }: Pick<Node, 'type'>): boolean => type === 'n8n-nodes-base.stickyNote';

/** The texts of a template in each language, English first. None for a template that the language files do not know. */
export function textsOf(key: string): Texts[] {
	const all: readonly Readonly<Record<string, Texts>>[] = Object.values(TEMPLATE_TEXTS);
	return all.map((language) => language[key] ?? {});
}

/** The parameter in which the text at a place stands. */
export function placeOf(place: string): { readonly node: string; readonly path: readonly string[] } {
	const [node = '', parameter = 'content'] = place.split(': ');
	return { node, path: parameter.split('.') };
}

/**
 * A template with its texts written in, all languages one after the other. What two languages write alike is there once.
 * @param languages the template's texts, a record a language, English first
 * @throws Error for a text whose node or parameter the template does not have
 */
export function withTexts<T extends { readonly nodes: readonly Node[] }>(
	template: T,
	languages: readonly Texts[],
): T {
	const written = structuredClone(template);
	for (const place of Object.keys(languages[0] ?? {})) {
		const { node, path } = placeOf(place);
		const parameters = written.nodes.find(({ name }) => name === node)?.parameters;
		const last = path.at(-1) ?? '';
		const holder = path.slice(0, -1).reduce(within, parameters);
		if (!isRecord(holder) || typeof holder[last] !== 'string')
			throw new Error(`The template has no text at '${place}'`);
		const spoken = [...new Set(languages.map((texts) => (texts[place] ?? '').trim()))];
		holder[last] = asParameter(spoken.join(between(place)));
	}
	return written;
}

/** Paragraphs follow one another below each other; short words stand side by side. */
function between(place: string): string {
	const [, parameter] = place.split(': ');
	if (place === FIRST_NOTE) return NEW_LANGUAGE;
	if (parameter === undefined || parameter === 'text') return '\n\n';
	return /Label|option$|subject/.test(parameter) ? ' / ' : ' ';
}

/** n8n resolves what stands in braces only where the whole is an expression. */
const asParameter = (text: string): string => (text.includes('{{') ? `=${text}` : text);

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
const within = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);
