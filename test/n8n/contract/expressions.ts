import { ExpressionParser, isExpression } from 'n8n-workflow';

export interface Expression {
	/** Where it stands in the node's parameters: `assignments.assignments.0.value`. */
	readonly path: string;
	readonly text: string;
}

/** All expressions in parameters, at any depth. */
export function expressionsIn(value: unknown, path = ''): Expression[] {
	if (isExpression(value)) return [{ path, text: String(value) }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		expressionsIn(entry, path === '' ? key : `${path}.${key}`),
	);
}

/**
 * What is to be resolved of an expression: the whole, and each of its `{{ … }}` where text stands beside them. In a text n8n
 * writes nothing for a value that is missing, so that the whole would look well.
 */
export function partsOf(text: string): { readonly whole: string; readonly inText: readonly string[] } {
	const chunks = ExpressionParser.splitExpression(text.slice(1));
	const codes = chunks.filter(({ type }) => type === 'code');
	const isText = codes.length > 1 || chunks.some((chunk) => chunk.type === 'text' && chunk.text !== '');
	return {
		whole: text,
		inText: isText ? codes.map((code) => `=${ExpressionParser.joinExpression([code])}`) : [],
	};
}
