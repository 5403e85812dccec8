import { importCompany } from '../../../engine/directory';
import type { Engine } from '../../../engine/engine';
import { IcrmError } from '../../../engine/errors';
import type { Outcome } from '../../../engine/outcome';

export const officeSpec = {
	timezone: 'Europe/Berlin',
	weekly: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
};

/** What a user is shown of an error. */
export function shownBy(error: unknown) {
	if (!(error instanceof IcrmError)) throw new Error(`not an IcrmError: ${String(error)}`);
	const { code, field, value, message, hint } = error;
	return { code, field, value, message, hint };
}

export function faultOf(outcome: Outcome<unknown> | undefined) {
	if (!outcome || outcome.ok) throw new Error('went well, against expectation');
	return shownBy(outcome.error);
}

/** What an action that must fail throws. */
export async function thrownBy(action: Promise<unknown>) {
	const error: unknown = await action.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	return shownBy(error);
}

/** `created`, `updated`, `unchanged`, or the message of what went wrong. */
export const changes = (outcomes: readonly Outcome<{ readonly change: string }>[]): string[] =>
	outcomes.map((outcome) => (outcome.ok ? outcome.value.change : outcome.error.message));

export const person = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
	id,
	name: id.charAt(0).toUpperCase() + id.slice(1),
	email: `${id}@acme.example`,
	departmentId: 'it',
	...more,
});

/** Two departments, one calendar, and bob who reports to ann. */
export const smallCompany = (engine: Engine) =>
	importCompany(engine, {
		calendars: [{ id: 'office', name: 'Office', spec: officeSpec }],
		departments: [
			{ id: 'it', name: 'IT', headId: 'ann', calendarId: 'office' },
			{ id: 'hr', name: 'Human Resources' },
		],
		members: [person('ann'), person('bob', { managerId: 'ann' })],
		services: [{ id: 'laptop', name: 'Laptop', departmentId: 'it' }],
	});
