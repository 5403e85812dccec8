import {
	OperationNodeTransformer,
	type KyselyPlugin,
	type PrimitiveValueListNode,
	type ValueNode,
} from 'kysely';

const withoutNul = (value: unknown): unknown =>
	typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value;

class Transformer extends OperationNodeTransformer {
	protected override transformValue(node: ValueNode): ValueNode {
		return { ...super.transformValue(node), value: withoutNul(node.value) };
	}
	protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
		return { ...super.transformPrimitiveValueList(node), values: node.values.map(withoutNul) };
	}
}

const transformer = new Transformer();

/**
 * PostgreSQL refuses a whole query for the character NUL in one of its texts, SQLite compares it like any other. No stored
 * text contains it, so what is looked for with it is found on neither: here it becomes U+FFFD, the mark for what is no text.
 */
export const nulIsNoText: KyselyPlugin = {
	transformQuery: ({ node }) => transformer.transformNode(node),
	transformResult: async ({ result }) => result,
};
