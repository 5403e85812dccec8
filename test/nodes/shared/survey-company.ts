import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { importCompany } from '../../../engine/directory';
import type { StoreConfig } from '../../../engine/store';
import { fireTimers } from '../../../engine/timeline';
import { SURVEY_EVENTS } from '../../../engine/survey';
import { handlers } from '../../../engine/wiring';
import { listen } from '../../support/company';
import type { Harness, OpenCompany } from '../../support/harness';
import { runNode, type NodeRun } from '../../support/n8n-engine';

/** What the tests of the node ICRM Survey have in common. The date must be a pretended one. */

const office = [['09:00', '17:00']];
/** IT works for Sales and HR. Sales is small enough to keep in one's head; Mia has left. */
const PEOPLE = {
	calendars: [
		{
			id: 'office',
			name: 'Office hours',
			spec: { timezone: 'UTC', weekly: { mon: office, tue: office, wed: office, thu: office, fri: office } },
		},
	],
	departments: [
		{ id: 'it', name: 'IT', headId: 'hanna', calendarId: 'office' },
		{ id: 'sales', name: 'Sales', calendarId: 'office' },
		{ id: 'hr', name: 'Human Resources', calendarId: 'office' },
	],
	members: [
		{ id: 'hanna', name: 'Hanna', email: 'hanna@acme.example', departmentId: 'it' },
		{ id: 'eva', name: 'Eva', email: 'eva@acme.example', departmentId: 'sales' },
		{ id: 'lin', name: '林晓', email: 'lin@acme.example', departmentId: 'sales', locale: 'zh-CN' },
		{ id: 'mia', name: 'Mia', email: 'mia@acme.example', departmentId: 'sales', active: false },
		{ id: 'rosa', name: 'Rosa', email: 'rosa@acme.example', departmentId: 'hr' },
	],
};

const credentialsFor = (config: StoreConfig) =>
	config.kind === 'sqlite'
		? { database: 'embedded', file: config.file }
		: { ...config, database: 'postgres', databaseName: config.database };

type OnError = 'continueRegularOutput' | 'continueErrorOutput';
type Run = (
	parameters: INodeParameters,
	items?: readonly IDataObject[],
	onError?: OnError,
) => Promise<NodeRun>;

interface Story {
	readonly harness: Harness;
	readonly run: Run;
	/** Goes to an instant and sends what is due by then. */
	at(instant: string): Promise<void>;
}

/** Monday, 2 March 2026, 09:00. */
export async function begin(open: OpenCompany): Promise<Story> {
	const harness = await open();
	const at = async (instant: string) => {
		harness.now = Date.parse(instant);
		jest.setSystemTime(harness.now);
		await fireTimers(harness.engine, handlers, (error) => {
			throw error;
		});
	};
	await importCompany(harness.engine, PEOPLE);
	await at('2026-03-02T09:00Z');
	// A workflow that sends the mails: without one, invitations wait.
	await listen({ ...harness, engine: harness.engine, now: Date.parse('2026-12-31') }, 'mails', SURVEY_EVENTS);
	const setup = {
		type: 'icrmSurvey',
		credentials: credentialsFor(harness.config) as never,
		timezone: 'Europe/Berlin',
	};
	const run: Run = (parameters, items = [{}], onError) =>
		runNode({ ...setup, parameters, items, ...(onError ? { onError } : {}) });
	return { harness, run, at };
}

export const jsonOf = ({ outputs, error }: NodeRun, output = 0) => {
	if (error) throw error;
	return (outputs[output] ?? []).map(({ json }) => json);
};
export const locator = (value: string) => ({ __rl: true, mode: 'id', value });

export const SAVE = { resource: 'survey', operation: 'upsert' };
export const REACH = {
	resource: 'milestone',
	operation: 'reach',
	name: 'Office move finished',
	department: locator('it'),
	customerDepartments: ['sales'],
	survey: locator('milestone-csat'),
};
export const INVITATIONS = { resource: 'invitation', operation: 'getAll' };
