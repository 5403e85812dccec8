import { findDepartments, findServices, loadCalendars, type LoadedCalendar } from '../directory';
import type { Saved } from '../records';
import type { Engine } from '../engine';
import { IcrmError, invalid } from '../errors';
import { attempt, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { validate } from '../input/validate';
import { parseDuration } from '../working-time';
import { replanSoon } from './replan';
import {
	agreementsFor,
	existingPolicies,
	findAgreements,
	queryAgreements,
	saveAgreementVersions,
} from './agreement-repository';
import { agreementInput, type AgreementInput } from './schema';
import type { Agreement, Target } from './types';
import { usualDayMs } from './usual-day';

/**
 * Creates or updates agreements. An edit makes a new version, and every open clock is planned anew with it.
 * Two agreements of one kind for the same service and the same customer are refused: nobody could say which applies.
 */
export async function saveAgreements(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Agreement>>[]> {
	const parsed = inputs.map((input) => attempt(() => validate(agreementInput, input, 'agreement')));
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	// Two new agreements for the same case must not slip in together, so such items follow one another.
	const written = await inBulk(
		engine,
		good,
		(input) => input.serviceId,
		(trx, round) => saveRound(engine, trx, round),
	);
	let next = 0;
	return parsed.map((outcome) => (outcome.ok ? (written[next++] as Outcome<Saved<Agreement>>) : outcome));
}

async function saveRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly AgreementInput[],
): Promise<Outcome<Saved<Agreement>>[]> {
	const context = await contextOf(trx, inputs);
	const outcomes = inputs.map((input) => attempt(() => agreementOf(input, context)));
	const changed = outcomes.flatMap((outcome) =>
		outcome.ok && outcome.value.change !== 'unchanged' ? [outcome.value] : [],
	);
	await saveAgreementVersions(
		trx,
		changed.map(({ change: _change, ...agreement }) => agreement),
		engine.now(),
	);
	if (changed.some(({ change }) => change === 'updated')) await replanSoon(engine, trx);
	return outcomes;
}

type Context = Awaited<ReturnType<typeof contextOf>>;

async function contextOf(trx: Trx, inputs: readonly AgreementInput[]) {
	const of = (pick: (input: AgreementInput) => string | undefined) => [
		...new Set(inputs.map(pick).filter((id) => id !== undefined)),
	];
	return {
		services: await findServices(
			trx,
			of((input) => input.serviceId),
		),
		departments: await findDepartments(
			trx,
			of((input) => input.customerDepartmentId),
		),
		calendars: await loadCalendars(
			trx,
			of((input) => input.calendarId),
		),
		policies: await existingPolicies(
			trx,
			of((input) => input.escalationPolicyId),
		),
		stored: await findAgreements(
			trx,
			of((input) => input.id),
		),
		rivals: await agreementsFor(
			trx,
			of((input) => input.serviceId),
		),
	};
}

function agreementOf(input: AgreementInput, context: Context): Saved<Agreement> {
	known('serviceId', input.serviceId, context.services, 'service', 'Directory');
	known('customerDepartmentId', input.customerDepartmentId, context.departments, 'department', 'Directory');
	const calendar = known('calendarId', input.calendarId, context.calendars, 'calendar', 'Directory');
	if (input.escalationPolicyId !== undefined && !context.policies.has(input.escalationPolicyId))
		throw unknown('escalationPolicyId', input.escalationPolicyId, 'escalation policy', 'Escalation');
	refuseRival(input, context.rivals);
	const stored = context.stored.get(input.id);
	const { targets, warnAtPercent, name, customerDepartmentId, escalationPolicyId, ...rest } = input;
	const agreement: Agreement = {
		...rest,
		name: name ?? stored?.name ?? input.id,
		...(customerDepartmentId === undefined ? {} : { customerDepartmentId }),
		...(escalationPolicyId === undefined ? {} : { escalationPolicyId }),
		targets: targetsOf(targets, calendar as LoadedCalendar),
		warnAtPercent: [...new Set(warnAtPercent)].sort((a, b) => a - b),
		version: (stored?.version ?? 0) + 1,
	};
	if (!stored) return { ...agreement, change: 'created' };
	const same = canonical({ ...stored, version: 0 }) === canonical({ ...agreement, version: 0 });
	return same ? { ...stored, change: 'unchanged' } : { ...agreement, change: 'updated' };
}

const canonical = (agreement: Agreement) =>
	JSON.stringify(Object.entries(agreement).sort(([a], [b]) => (a < b ? -1 : 1)));

function known<T>(
	field: string,
	id: string | undefined,
	all: ReadonlyMap<string, T>,
	noun: string,
	node: string,
): T | undefined {
	if (id === undefined) return undefined;
	return all.get(id) ?? raise(unknown(field, id, noun, node));
}

function raise(error: Error): never {
	throw error;
}

const unknown = (field: string, id: string, noun: string, node: string) =>
	invalid(
		field,
		id,
		`There is no ${noun} '${id}'`,
		`Choose one from the list, or create it first with ICRM ${node}.`,
	);

function refuseRival(input: AgreementInput, rivals: readonly Agreement[]): void {
	if (!input.active) return;
	const rival = rivals.find(
		(other) =>
			other.id !== input.id &&
			other.kind === input.kind &&
			other.serviceId === input.serviceId &&
			other.customerDepartmentId === input.customerDepartmentId,
	);
	if (!rival) return;
	const customer =
		input.customerDepartmentId === undefined ? 'every customer' : `customer '${input.customerDepartmentId}'`;
	throw new IcrmError(
		'conflict',
		`Agreement '${rival.name}' (${rival.id}) already covers service '${input.serviceId}' for ${customer}`,
		{
			field: 'serviceId',
			value: input.serviceId,
			hint: `Update '${rival.id}' instead, set it inactive, or choose another customer department for '${input.id}'.`,
		},
	);
}

function targetsOf(targets: AgreementInput['targets'], calendar: LoadedCalendar): Target[] {
	const seen = new Set<string>();
	return targets.map(({ metric, priority, target, countedIn }, index): Target => {
		const field = `targets[${index}]`;
		const duration = parseDuration(target, { field: `${field}.target` });
		const counted = countedIn ?? (duration.working === false ? 'elapsed' : 'working');
		if (duration.working !== undefined && duration.working !== (counted === 'working')) {
			throw invalid(
				`${field}.target`,
				target,
				`The target "${target}" is to be counted in ${counted} time, and says something else itself`,
				'Leave one of the two out, or make them agree.',
			);
		}
		const dayMs = counted === 'working' ? usualDayMs(calendar.spec) : 24 * 3_600_000;
		const targetMs = duration.unit === 'ms' ? duration.ms : duration.days * dayMs;
		const key = `${metric} ${priority ?? 'every'}`;
		if (seen.has(key))
			throw invalid(
				field,
				target,
				`The target for ${metric}, ${priority ?? 'every'} priority, is given twice`,
				'Keep one of them.',
			);
		seen.add(key);
		return { metric, ...(priority === undefined ? {} : { priority }), targetMs, countedIn: counted };
	});
}

export const getAgreement = async (engine: Engine, id: string): Promise<Agreement> => {
	const found = await engine.store.read((db) => findAgreements(db, [id]));
	return (
		found.get(id) ??
		raise(
			new IcrmError('notFound', `There is no agreement '${id}'`, {
				field: 'agreementId',
				value: id,
				hint: 'Choose one from the list.',
			}),
		)
	);
};

export const listAgreements = (
	engine: Engine,
	wanted: { text?: string; serviceId?: string; limit: number },
): Promise<Agreement[]> => engine.store.read((db) => queryAgreements(db, wanted));
