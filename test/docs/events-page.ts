import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './markdown';

const SOURCE = join(ROOT, 'engine', 'event.ts');

const INTRO = `# Events that start workflows

What happens, and what a workflow gets about it. The three triggers start workflows with these events, all but
\`calendar.revised\`, to which only the engine listens; each item also has
the [envelope](nodes/sla-trigger.md#events) (\`eventId\`, \`eventType\`, \`occurredAt\` and others). This page is made from the
engine's own map of events, [engine/event.ts](../engine/event.ts), and a test compares the two.

Instants are ISO 8601 texts in UTC. What is not known is \`null\`. What is marked "may be missing" is left out where it does
not apply, such as a clock where a run was started without one.
`;

interface Field {
	readonly name: string;
	readonly type: string;
	readonly meaning: string;
}

/** The page docs/events.md, made from the types in engine/event.ts. */
export function eventsPage(): string {
	const program = ts.createProgram([SOURCE], {
		strict: true,
		exactOptionalPropertyTypes: true,
		noEmit: true,
	});
	const checker = program.getTypeChecker();
	const file = program.getSourceFile(SOURCE);
	if (!file) throw new Error(`There is no ${SOURCE}`);
	const groups = new Map<string, ts.TypeAliasDeclaration>();
	let events: ts.InterfaceDeclaration | undefined;
	for (const statement of file.statements) {
		if (ts.isTypeAliasDeclaration(statement)) groups.set(statement.name.text, statement);
		if (ts.isInterfaceDeclaration(statement) && statement.name.text === 'EventData') events = statement;
	}
	if (!events) throw new Error('engine/event.ts has no interface EventData');
	const used = new Set<string>();
	const rows = events.members.filter(ts.isPropertySignature).map((member) => {
		const parts = member.type ? partsOf(member.type, groups) : [];
		parts.forEach((part) => used.add(nameOf(part)));
		const type = ts.isStringLiteral(member.name) ? member.name.text : '';
		return `| \`${type}\` | ${commentOf(member)} | ${parts.map(linkTo).join(', ')} |`;
	});
	const sections = [...groups.keys()]
		.filter((name) => used.has(name))
		.map((name) => sectionOf(name, groups.get(name), checker));
	return [
		INTRO,
		'| Event | What happened | Fields |\n| --- | --- | --- |',
		`${rows.join('\n')}\n`.replace(/^/, ''),
		...sections,
	]
		.join('\n')
		.replace('| --- |\n\n|', '| --- |\n|');
}

/** The groups of fields that a type is made of, `Clock?` where all of one may be missing; a group of groups counts as those. */
function partsOf(type: ts.TypeNode, groups: ReadonlyMap<string, ts.TypeAliasDeclaration>): string[] {
	if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((part) => partsOf(part, groups));
	if (!ts.isTypeReferenceNode(type)) return [];
	const name = type.typeName.getText();
	if (name === 'Partial' && type.typeArguments?.[0])
		return partsOf(type.typeArguments[0], groups).map((part) => `${nameOf(part)}?`);
	const group = groups.get(name);
	if (!group) return [];
	const inner = ts.isIntersectionTypeNode(group.type) ? partsOf(group.type, groups) : [];
	return [...inner, ...(ownFields(group).length > 0 ? [name] : [])];
}

/** The fields that stand in a group itself. */
function ownFields(group: ts.TypeAliasDeclaration): ts.PropertySignature[] {
	const literals: readonly ts.TypeNode[] = ts.isIntersectionTypeNode(group.type)
		? group.type.types
		: [group.type];
	return literals
		.filter(ts.isTypeLiteralNode)
		.flatMap((literal) => literal.members.filter(ts.isPropertySignature));
}

const titleOf = (name: string): string =>
	name.replace(/Fields?$/, '').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const nameOf = (part: string): string => part.replace('?', '');

function linkTo(part: string): string {
	const title = titleOf(nameOf(part));
	return `[${title}](#${title.toLowerCase().replaceAll(' ', '-')})${part.endsWith('?') ? ' (may be missing)' : ''}`;
}

function sectionOf(
	name: string,
	group: ts.TypeAliasDeclaration | undefined,
	checker: ts.TypeChecker,
): string {
	if (!group) return '';
	const rows = ownFields(group)
		.map((field): Field => ({
			name: field.name.getText(),
			type: typeIn(field, checker) + (field.questionToken ? ', may be missing' : ''),
			meaning: commentOf(field),
		}))
		.map(({ name: field, type, meaning }) => `| \`${field}\` | ${type} | ${meaning} |`);
	const comment = commentOf(group);
	return [
		`## ${titleOf(name)}\n`,
		...(comment ? [`${comment}\n`] : []),
		'| Field | Type | Meaning |\n| --- | --- | --- |',
		`${rows.join('\n')}\n`,
	].join('\n');
}

const WORDS: Readonly<Record<string, string>> = {
	string: 'text',
	number: 'number',
	boolean: 'true or false',
};

function typeIn(field: ts.PropertySignature, checker: ts.TypeChecker): string {
	if (!field.type) return '';
	const type = checker.getTypeFromTypeNode(field.type);
	if (field.type.getText().startsWith('SaidFact'))
		return 'object: `kind`, `at`, `source`, `actor` (may be missing), and the fields of its kind';
	if (field.type.getText() === 'EventType') return 'the type of an event';
	const isList = checker.isArrayType(type);
	if (isList) return 'list';
	return type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)
		? unionOf(type, checker)
		: wordFor(type, checker);
}

const unionOf = (type: ts.UnionType, checker: ts.TypeChecker): string =>
	type.types
		.map((part) => (part.flags & ts.TypeFlags.Null ? 'null' : wordFor(part, checker)))
		.filter((word) => word !== 'undefined')
		.sort((a, b) => Number(a === 'null') - Number(b === 'null'))
		.join(' or ');

function wordFor(type: ts.Type, checker: ts.TypeChecker): string {
	if (type.isStringLiteral()) return `\`${type.value}\``;
	const text = checker.typeToString(type);
	return WORDS[text] ?? text;
}

function commentOf(node: ts.Node): string {
	const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
	const comment = typeof doc?.comment === 'string' ? doc.comment : '';
	return comment.replace(/\s+/g, ' ').trim();
}
