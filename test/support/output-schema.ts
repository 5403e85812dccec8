/**
 * A JSON schema of what an operation returns, in the manner of those that n8n ships with its own nodes: the editor shows it as the
 * fields of a node that has not run yet. Only types and names are in it: an item may lack a field, since many depend on
 * the input.
 */
export interface OutputSchema {
	/** A list where values of several types were seen. n8n's editor shows the first. */
	readonly type: string | readonly string[];
	readonly properties?: Readonly<Record<string, OutputSchema>>;
	/** Of what is kept under names that people choose: days, languages beside those of the pack. */
	readonly additionalProperties?: OutputSchema;
	readonly items?: OutputSchema;
	/** Of an object or a list that may be `null` as well: n8n's editor opens neither where `type` is a list. */
	readonly nullable?: true;
}

/** @example schemaOf({ id: 'A-1', dueAt: null }) // { type: 'object', properties: { id: { type: 'string' }, dueAt: { type: 'null' } } } */
export function schemaOf(value: unknown): OutputSchema {
	if (value === null || value === undefined) return { type: 'null' };
	if (Array.isArray(value)) {
		const items = value.map(schemaOf);
		return items.length === 0 ? { type: 'array' } : { type: 'array', items: items.reduce(widen) };
	}
	if (typeof value !== 'object') return { type: typeof value };
	const entries = Object.entries(value).map(([name, entry]) => [name, schemaOf(entry)] as const);
	const isChosen = ([name]: readonly [string, unknown]) =>
		isDay(name) || ('en' in value && !LANGUAGES.some((language) => language === name));
	const [chosen, ours] = [entries.filter(isChosen), entries.filter((entry) => !isChosen(entry))];
	const additional = chosen.map(([, schema]) => schema);
	return {
		type: 'object',
		properties: Object.fromEntries(ours),
		...(additional.length > 0 ? { additionalProperties: additional.reduce(widen) } : {}),
	};
}

/** Of a text in several languages, those every survey of the pack has. */
const LANGUAGES = ['en', 'zh', 'de'];
const isDay = (name: string) => /^\d{4}-\d\d-\d\d$/.test(name);

/** The schema of what either of two describes. */
export function widen(one: OutputSchema, other: OutputSchema): OutputSchema {
	const types = [...new Set([...typesOf(one), ...typesOf(other)])];
	const properties = { ...one.properties };
	for (const [name, schema] of Object.entries(other.properties ?? {})) {
		const known = properties[name];
		properties[name] = known ? widen(known, schema) : schema;
	}
	const items = either(one.items, other.items);
	const additional = either(one.additionalProperties, other.additionalProperties);
	const rest = types.filter((type) => type !== 'null');
	const isOpened = rest.length === 1 && (rest[0] === 'object' || rest[0] === 'array');
	return {
		type: isOpened ? (rest[0] ?? '') : oneOrMany([...rest, ...(types.includes('null') ? ['null'] : [])]),
		...(types.includes('object') ? { properties } : {}),
		...(additional ? { additionalProperties: additional } : {}),
		...(items ? { items } : {}),
		...(isOpened && types.includes('null') ? { nullable: true } : {}),
	};
}

const either = (one: OutputSchema | undefined, other: OutputSchema | undefined) =>
	one && other ? widen(one, other) : (one ?? other);

/**
 * Where a value is not as its schema says, as sentences; none where it is. A field that the schema does not name is a fault too:
 * nobody would find it in the editor.
 */
export function faultsOf(schema: OutputSchema, value: unknown, path = 'the item'): string[] {
	const [type] = typesOf(schemaOf(value));
	if (!type || !typesOf(schema).includes(type))
		return [`${path} is of type ${type}, not ${typesOf(schema).join(' or ')}`];
	if (Array.isArray(value)) {
		if (!schema.items) return value.length === 0 ? [] : [`${path} is a list whose items have no schema`];
		const { items } = schema;
		return value.flatMap((entry, index) => faultsOf(items, entry, `${path}[${index}]`));
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, entry]) => {
		const inner = schema.properties?.[name] ?? schema.additionalProperties;
		return inner ? faultsOf(inner, entry, `${path}.${name}`) : [`${path}.${name} is not in the schema`];
	});
}

const typesOf = ({ type, nullable }: OutputSchema): readonly string[] => [
	...(typeof type === 'string' ? [type] : type),
	...(nullable ? ['null'] : []),
];

const oneOrMany = (types: readonly string[]) => (types.length === 1 ? (types[0] ?? 'null') : types);
