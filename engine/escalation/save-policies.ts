import { findDepartments, findMembers, loadCalendars } from '../directory';
import type { Saved } from '../records';
import type { Engine } from '../engine';
import { IcrmError, invalid } from '../errors';
import { attempt, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { validate } from '../input/validate';
import { parseDuration } from '../working-time';
import { findPolicies, queryPolicies, savePolicyVersions } from './repository';
import { policyInput, type PolicyInput } from './schema';
import type { Level, Policy } from './types';

const DAY_MS = 24 * 3_600_000;

/** Creates or updates escalation policies. Runs that are under way keep the version they started with. */
export async function savePolicies(
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Policy>>[]> {
	const parsed = inputs.map((input) => attempt(() => validate(policyInput, input, 'escalation policy')));
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const written = await inBulk(
		engine,
		good,
		(input) => input.id,
		(trx, round) => saveRound(engine, trx, round),
	);
	let next = 0;
	return parsed.map((outcome) => (outcome.ok ? (written[next++] as Outcome<Saved<Policy>>) : outcome));
}

async function saveRound(
	engine: Engine,
	trx: Trx,
	inputs: readonly PolicyInput[],
): Promise<Outcome<Saved<Policy>>[]> {
	const targets = inputs.flatMap((input) => input.levels.flatMap((level) => level.targets));
	const known = {
		members: await findMembers(
			trx,
			targets.flatMap((target) => (target.kind === 'member' ? [target.memberId] : [])),
		),
		departments: await findDepartments(
			trx,
			targets.flatMap((target) => (target.kind === 'departmentHead' ? (target.departmentId ?? []) : [])),
		),
		calendars: await loadCalendars(
			trx,
			inputs.flatMap((input) => input.calendarId ?? []),
		),
		stored: await findPolicies(
			trx,
			inputs.map((input) => input.id),
		),
	};
	const outcomes = inputs.map((input) => attempt(() => policyOf(input, known)));
	const changed = outcomes.flatMap((outcome) =>
		outcome.ok && outcome.value.change !== 'unchanged' ? [outcome.value] : [],
	);
	await savePolicyVersions(
		trx,
		changed.map(({ change: _change, ...policy }) => policy),
		engine.now(),
	);
	return outcomes;
}

interface Known {
	readonly members: ReadonlyMap<string, unknown>;
	readonly departments: ReadonlyMap<string, unknown>;
	readonly calendars: ReadonlyMap<string, unknown>;
	readonly stored: ReadonlyMap<string, Policy>;
}

function policyOf(input: PolicyInput, known: Known): Saved<Policy> {
	const stored = known.stored.get(input.id);
	if (input.calendarId !== undefined && !known.calendars.has(input.calendarId))
		throw unknown('calendarId', input.calendarId, 'calendar');
	const policy: Policy = {
		id: input.id,
		name: input.name ?? stored?.name ?? input.id,
		version: (stored?.version ?? 0) + 1,
		repeat: input.repeat,
		levels: input.levels.map((level, index) => levelOf(level, `levels[${index}]`, known)),
		...(input.calendarId === undefined ? {} : { calendarId: input.calendarId }),
	};
	if (!stored) return { ...policy, change: 'created' };
	const same = canonical(stored) === canonical(policy);
	return same ? { ...stored, change: 'unchanged' } : { ...policy, change: 'updated' };
}

function levelOf(input: PolicyInput['levels'][number], field: string, known: Known): Level {
	const duration = parseDuration(input.delay, { field: `${field}.delay`, allowZero: true });
	const countedIn = input.countedIn ?? (duration.working === false ? 'elapsed' : 'working');
	if (duration.unit === 'days' && countedIn === 'working') {
		throw invalid(
			`${field}.delay`,
			input.delay,
			'A delay in working days has no fixed length',
			'Write it in hours, for example "8h", or as "1 calendar day".',
		);
	}
	const targets = input.targets.map((target, index) => {
		const at = `${field}.targets[${index}]`;
		if (target.kind === 'member' && !known.members.has(target.memberId))
			throw unknown(`${at}.memberId`, target.memberId, 'member');
		if (target.kind !== 'departmentHead') return target;
		const { departmentId } = target;
		if (departmentId === undefined) return { kind: target.kind };
		if (!known.departments.has(departmentId)) throw unknown(`${at}.departmentId`, departmentId, 'department');
		return { kind: target.kind, departmentId };
	});
	return { delayMs: duration.unit === 'ms' ? duration.ms : duration.days * DAY_MS, countedIn, targets };
}

const unknown = (field: string, id: string, noun: string) =>
	invalid(
		field,
		id,
		`There is no ${noun} '${id}'`,
		'Choose one from the list, or create it first with ICRM Directory.',
	);

const canonical = ({ id: _id, version: _version, ...policy }: Policy) =>
	JSON.stringify(Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1)));

/** @throws IcrmError `notFound` */
export async function getPolicy(engine: Engine, id: string): Promise<Policy> {
	const found = (await engine.store.read((db) => findPolicies(db, [id]))).get(id);
	if (found) return found;
	throw new IcrmError('notFound', `There is no escalation policy '${id}'`, {
		field: 'policyId',
		value: id,
		hint: 'Choose one from the list.',
	});
}

export const listPolicies = (engine: Engine, wanted: { text?: string; limit: number }): Promise<Policy[]> =>
	engine.store.read((db) => queryPolicies(db, wanted));
