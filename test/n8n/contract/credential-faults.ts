import {
	NodeHelpers,
	type ICredentialType,
	type INode,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { Descriptions } from './descriptions';
import { filledIn } from './template-nodes';

interface Accepted {
	readonly type: string;
	readonly required: boolean;
}

/** Credentials that are not there, that the node would not look at with these parameters, or that it cannot do without. */
export function credentialFaults(
	node: INode,
	description: INodeTypeDescription,
	descriptions: Descriptions,
): string[] {
	const parameters = filledIn(node, description);
	const isShown = (part: Parameters<typeof NodeHelpers.displayParameter>[1]) =>
		NodeHelpers.displayParameter(parameters, part, node, description, parameters);
	const selects = description.properties.filter(({ type }) => type === 'credentialsSelect').filter(isShown);
	const accepted: Accepted[] = [
		...(description.credentials ?? [])
			.filter(isShown)
			.map(({ name, required = false }) => ({ type: name, required })),
		// The HTTP node lets one choose the type, and then needs it.
		...selects.map(({ name }) => ({ type: String(parameters[name]), required: true })),
	];
	const given = Object.entries(node.credentials ?? {});
	return [
		...selects.flatMap((select) => selectFaults(select, String(parameters[select.name]), descriptions)),
		...given.flatMap(([type, { name }]) => {
			if (!descriptions.credential(type)) return [`there is no credential type '${type}'`];
			if (!accepted.some((one) => one.type === type))
				return [`takes no credential of type '${type}' with these parameters`];
			return name === '' ? [`the credential of type '${type}' has no name`] : [];
		}),
		...accepted
			.filter(({ type, required }) => required && !given.some(([name]) => name === type))
			.map(({ type }) => `needs a credential of type '${type}'`),
	];
}

/** A field that chooses a type of credential takes those that extend or have what it says. */
function selectFaults(
	{ name, credentialTypes = [] }: INodeProperties,
	chosen: string,
	descriptions: Descriptions,
): string[] {
	const type = descriptions.credential(chosen);
	if (!type) return [`${name}: there is no credential type '${chosen}'`];
	const fits = credentialTypes.some((rule) => {
		const [verb, what = ''] = rule.split(':');
		return verb === 'extends' ? extendsType(type, what, descriptions) : what in type;
	});
	return fits ? [] : [`${name}: '${chosen}' is not one of ${credentialTypes.join(', ')}`];
}

const extendsType = (type: ICredentialType, ancestor: string, descriptions: Descriptions): boolean =>
	(type.extends ?? []).some((name) => {
		const parent = descriptions.credential(name);
		return name === ancestor || (parent !== undefined && extendsType(parent, ancestor, descriptions));
	});
