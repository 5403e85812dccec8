import { importCompany } from '../../engine/directory';
import { createEngine, type Engine, type EngineOptions } from '../../engine/engine';
import { savePolicies } from '../../engine/escalation';
import { unwrap } from '../../engine/outcome';
import { openRequests, saveAgreements } from '../../engine/sla';
import type { StoreConfig } from '../../engine/store';
import { arrivals, reactions } from '../../engine/wiring';

/** How long a request may take, in a company that is always open. */
export const TARGET_MS = 4 * 60 * 60 * 1000;

const always = Object.fromEntries(
	['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
);
const member = (id: string, departmentId: string, managerId?: string) => ({
	id,
	name: id,
	email: `${id}@acme.example`,
	departmentId,
	...(managerId && { managerId }),
});
const company = {
	calendars: [{ id: 'always', name: 'Always', spec: { timezone: 'UTC', weekly: always } }],
	departments: [
		{ id: 'it', name: 'IT', headId: 'tom' },
		{ id: 'sales', name: 'Sales' },
	],
	members: [member('ada', 'it'), member('tom', 'it', 'ada'), member('sam', 'sales')],
	services: [{ id: 'laptop', name: 'New laptop', departmentId: 'it' }],
};

/** The head is notified first, then the head's manager, then the head once more. */
export const THREE_LEVELS = {
	id: 'climb',
	name: 'Up the line',
	levels: [
		{ targets: [{ kind: 'departmentHead' }] },
		{ delay: '1h', targets: [{ kind: 'manager' }] },
		{ delay: '1h', targets: [{ kind: 'departmentHead' }] },
	],
};

interface Company extends Partial<EngineOptions> {
	/** Default: nobody is notified of a breach. */
	readonly policy?: { readonly id: string };
	/** Default: none, so that a request has one thing to announce, its breach. */
	readonly warnAtPercent?: readonly number[];
}

/** An engine on a new database, and in it a company with one service, which promises to resolve a request in `TARGET_MS`. */
export async function openCompany(
	config: StoreConfig,
	{ policy, warnAtPercent = [], ...options }: Company = {},
): Promise<Engine> {
	const engine = await createEngine(config, { reactions, arrivals, ...options });
	await importCompany(engine, company);
	if (policy) unwrap((await savePolicies(engine, [policy]))[0]);
	const agreement = {
		id: 'laptop-sla',
		serviceId: 'laptop',
		calendarId: 'always',
		targets: [{ metric: 'resolution', target: '4h' }],
		warnAtPercent,
		...(policy && { escalationPolicyId: policy.id }),
	};
	unwrap((await saveAgreements(engine, [agreement]))[0]);
	return engine;
}

/** What a workflow opens. @param openedAt epoch ms */
export const requestInput = (n: number, openedAt: number) => ({
	title: `Request number ${n}`,
	description: 'The old one does not start any more, and the courier comes at noon.',
	serviceId: 'laptop',
	requester: 'sam',
	openedAt,
});

/** Opens requests, each at its instant in epoch ms. */
export async function openAt(engine: Engine, instants: readonly number[]): Promise<void> {
	const inputs = instants.map((openedAt, n) => requestInput(n, openedAt));
	for (const outcome of await openRequests(engine, inputs)) unwrap(outcome);
}
