import { oneOf, references, type References } from '../directory';
import type { Engine } from '../engine';
import { validate } from '../input/validate';
import type { Outcome } from '../outcome';
import { saveVersioned, type RecordListing, type Saved, type VersionedKind } from '../records';
import { LONGEST_PROMISE, parseDuration } from '../working-time';
import { policyRepository } from './policy-repository';
import { policyInput, type PolicyInput } from './schema';
import type { Level, Policy, TargetSpec } from './types';
import { pluck } from '../pluck';

const DAY_MS = 24 * 3_600_000;

const policyKind: VersionedKind<PolicyInput, Omit<Policy, 'version'>> = {
	repository: policyRepository,
	read: (input) => validate(policyInput, input, 'escalation policy'),
	async prepare(trx, inputs) {
		const targets = inputs.flatMap((input) => input.levels.flatMap((level) => level.targets));
		const named = await references(trx, {
			members: targets.map((target) => (target.kind === 'member' ? target.memberId : undefined)),
			departments: targets.map((target) =>
				target.kind === 'departmentHead' ? target.departmentId : undefined,
			),
			calendars: pluck(inputs, 'calendarId'),
		});
		return (input, stored) => policyOf(input, stored, named);
	},
};

/** Creates or updates escalation policies. Runs that are under way keep the version they started with. */
export const savePolicies = (engine: Engine, inputs: readonly unknown[]): Promise<Outcome<Saved<Policy>>[]> =>
	saveVersioned(engine, policyKind, inputs);

function policyOf(
	{ id, name, levels, repeat, calendarId }: PolicyInput,
	stored: Policy | undefined,
	named: References,
): Omit<Policy, 'version'> {
	return {
		id,
		name: name ?? stored?.name ?? id,
		repeat,
		levels: levels.map((level, index) => levelOf(level, `levels[${index}]`, named)),
		...(calendarId === undefined ? {} : { calendarId: named.calendar('calendarId', calendarId).id }),
	};
}

function levelOf(input: PolicyInput['levels'][number], field: string, named: References): Level {
	const delay = parseDuration(input.delay, {
		field: `${field}.delay`,
		allowZero: true,
		longest: LONGEST_PROMISE,
	});
	const countedIn = input.countedIn ?? (delay.working === false ? 'elapsed' : 'working');
	const isWorkingDays = delay.unit === 'days' && countedIn === 'working';
	return {
		delayMs: delay.unit === 'ms' ? delay.ms : isWorkingDays ? 0 : delay.days * DAY_MS,
		...(isWorkingDays && delay.days > 0 ? { delayDays: delay.days } : {}),
		countedIn,
		targets: input.targets.map((target, index) => targetOf(target, `${field}.targets[${index}]`, named)),
	};
}

function targetOf(
	target: PolicyInput['levels'][number]['targets'][number],
	field: string,
	named: References,
): TargetSpec {
	switch (target.kind) {
		case 'member':
			return { kind: target.kind, memberId: named.member(`${field}.memberId`, target.memberId).id };
		case 'departmentHead': {
			const { kind, departmentId } = target;
			if (departmentId === undefined) return { kind };
			return { kind, departmentId: named.department(`${field}.departmentId`, departmentId).id };
		}
		default:
			return target;
	}
}

/**
 * The current version of the policy with this id.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getPolicy = (engine: Engine, id: string): Promise<Policy> =>
	oneOf(engine, 'escalation policy', 'policyId', id, policyRepository.find);

/** Policies by name, a page at a time. */
export const listPolicies = (engine: Engine, wanted: RecordListing): Promise<Policy[]> =>
	engine.store.read((db) => policyRepository.list(db, wanted));
