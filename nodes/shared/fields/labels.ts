import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** What the engine calls a field, and the parameter that stands for it, where neither is the other with `Id` at its end. */
export type ParameterNames = Readonly<Record<string, string>>;

/**
 * What the panel calls a field of which the engine has complained: `'Delay' in row 2 of 'Levels'`.
 *
 * @param path as the engine gives it: `levels[1].delay`, `options.when`, `departmentId`
 * @param names parameters that are called otherwise in the engine
 * @returns undefined for what is no field of the panel, such as a name inside of JSON
 */
export function labelOf(
	fields: readonly INodeProperties[],
	path: string,
	names: ParameterNames = {},
): string | undefined {
	const all = [...fields, ...fields.flatMap(within)];
	const [first = '', ...rest] = path.split('.').map((part) => part.replace(/\[.*$/, ''));
	const outer = find(all, first, names);
	if (rest.length === 0) return outer && quoted(outer);
	const last = rest.at(-1) ?? '';
	const inner = find(outer ? within(outer) : all, last, names);
	const row = /\[(\d+)\]/.exec(path)?.[1];
	if (!outer || outer.type === 'collection') return inner && quoted(inner);
	const place = row === undefined ? quoted(outer) : `row ${Number(row) + 1} of ${quoted(outer)}`;
	return inner ? `${quoted(inner)} in ${place}` : place;
}

const quoted = ({ displayName }: INodeProperties) => `'${displayName}'`;

const find = (fields: readonly INodeProperties[], name: string, names: ParameterNames) => {
	const wanted = [names[name], name, name.replace(/Ids?$/, '')];
	return wanted.map((one) => fields.find((field) => field.name === one)).find((field) => field !== undefined);
};

/** The fields of a collection, rows included, at any depth. */
function within({ options = [] }: INodeProperties): INodeProperties[] {
	const inner = options.flatMap((option): readonly INodeProperties[] =>
		isCollection(option) ? option.values : isField(option) ? [option] : [],
	);
	return inner.flatMap((field) => [field, ...within(field)]);
}

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;
const isCollection = (option: Option): option is INodePropertyCollection => 'values' in option;
const isField = (option: Option): option is INodeProperties => 'displayName' in option && 'type' in option;
