import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { importCompany, saveAgreements, unwrap, type Engine } from '../../engine';
import type { StoreConfig } from '../../engine/store';
import type { OpenCompany } from '../support/harness';
import { runNode, type NodeRun } from '../support/n8n-engine';

/** Never closed, so that these tests say the same by night: working time has tests of its own. */
const DAY = [['00:00', '24:00']];
const PEOPLE = {
	calendars: [
		{
			id: 'always',
			name: 'Always',
			spec: {
				timezone: 'UTC',
				weekly: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: DAY },
			},
		},
	],
	departments: [
		{ id: 'it', name: 'IT' },
		{ id: 'hr', name: 'Human Resources' },
	],
	members: [
		{ id: 'tom', name: 'Tom', email: 'tom@acme.example', departmentId: 'it' },
		{ id: 'rosa', name: 'Rosa', email: 'rosa@acme.example', departmentId: 'hr' },
	],
	services: [
		{ id: 'laptop', name: 'New laptop', departmentId: 'it' },
		{ id: 'desk', name: 'Desk', departmentId: 'it' },
	],
};
const AGREEMENT = {
	id: 'laptop-sla',
	serviceId: 'laptop',
	calendarId: 'always',
	targets: [
		{ metric: 'firstResponse', target: '2h' },
		{ metric: 'resolution', target: '8h' },
		{ metric: 'resolution', priority: 'urgent', target: '4h' },
	],
};

export async function setUp(engine: Engine): Promise<void> {
	await importCompany(engine, PEOPLE);
	unwrap((await saveAgreements(engine, [AGREEMENT]))[0]);
}

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

export const OPEN = {
	operation: 'open',
	title: '={{ $json.title ?? "Laptop" }}',
	service: { __rl: true, mode: 'id', value: '={{ $json.service ?? "laptop" }}' },
	requester: { __rl: true, mode: 'email', value: '={{ $json.requester ?? "Rosa@acme.example" }}' },
	priority: '={{ $json.priority ?? "normal" }}',
	description: '={{ $json.description }}',
	options: {
		externalRef: '={{ $json.ref }}',
		externalUrl: '={{ $json.url }}',
		openedAt: '={{ $json.openedAt }}',
	},
};

type Run = (
	parameters: INodeParameters,
	items?: readonly IDataObject[],
	onError?: 'continueRegularOutput' | 'continueErrorOutput',
) => Promise<NodeRun>;

/** A company on a database of its own, and the node on that database through its credential. */
export async function companyOn(open: OpenCompany): Promise<{ run: Run; engine: Engine }> {
	const { engine, config } = await open();
	await setUp(engine);
	const run: Run = (parameters, items = [{}], onError) =>
		runNode({
			type: 'icrmRequest',
			credentials: credentialsFor(config),
			parameters,
			items,
			...(onError ? { onError } : {}),
		});
	return { run, engine };
}

export const first = ({ outputs, error }: NodeRun): IDataObject => {
	if (error) throw error;
	return outputs[0]?.[0]?.json ?? {};
};
