import type {
	ILoadOptionsFunctions,
	INodeProperties,
	INodePropertyOptions,
	ITriggerFunctions,
} from 'n8n-workflow';
import { listDepartments, listServices, type Engine, type EventFilter, type Listing } from '../../../engine';
import { nodeError } from '../run/errors';
import { engineOf } from '../run/store';

const MOST = 1_000;

/** Which requests a trigger listens to: several services and departments, chosen from the directory or given as IDs. */
export const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Department Names or IDs',
			name: 'departments',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDepartments' },
			default: [],
			description:
				'Only requests that one of these departments holds at that moment. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Service Names or IDs',
			name: 'services',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getServices' },
			default: [],
			description:
				'Only requests for one of these services. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
};

export function readFilter(context: ITriggerFunctions): EventFilter {
	const departmentIds = readIds(context, 'filters.departments');
	const serviceIds = readIds(context, 'filters.services');
	return {
		...(departmentIds.length > 0 ? { departmentIds } : {}),
		...(serviceIds.length > 0 ? { serviceIds } : {}),
	};
}

/** A list, or a text like `it, hr` as an expression gives it. */
export function readIds(context: ITriggerFunctions, name: string): string[] {
	const value: unknown = context.getNodeParameter(name, []);
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

type Named = { readonly id: string; readonly name: string };

const loading = (list: (engine: Engine, wanted: Listing) => Promise<readonly Named[]>) =>
	async function load(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		try {
			const found = await list(await engineOf(this), { limit: MOST });
			return found.map(({ id, name }) => ({ name: name === id ? name : `${name} (${id})`, value: id }));
		} catch (error) {
			throw nodeError(this.getNode(), error);
		}
	};

/** `methods.loadOptions` of a trigger with these filters. */
export const filterOptions = {
	getDepartments: loading(listDepartments),
	getServices: loading(listServices),
};
