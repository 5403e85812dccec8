import { oneOf, references, type Member, type References } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { validate } from '../input/validate';
import { attempt, valuesOf, type Outcome } from '../outcome';
import { saveVersioned, type RecordListing, type Saved, type VersionedKind } from '../records';
import { LONGEST_PROMISE, parseDuration, type ParseDurationOptions } from '../working-time';
import { demandSomebody } from './cannot-tell';
import { peopleAround } from './people-around';
import { policyRepository } from './policy-repository';
import { policyInput, type PolicyInput } from './schema';
import type { Delay, Level, Policy, TargetSpec } from './types';
import { pluck } from '../pluck';

const DAY_MS = 24 * 3_600_000;

const policyKind: VersionedKind<PolicyInput, Omit<Policy, 'version'>> = {
	repository: policyRepository,
	read: (input) => validate(policyInput, input, 'escalation policy'),
	async prepare(trx, inputs) {
		const targets = inputs.flatMap((input) => input.levels.flatMap((level) => level.targets));
		const named = await references(trx, {
			members: [
				...targets.map((target) => (target.kind === 'member' ? target.memberId : undefined)),
				...pluck(inputs, 'ownerId'),
			],
			departments: targets.map((target) =>
				target.kind === 'departmentHead' ? target.departmentId : undefined,
			),
			calendars: pluck(inputs, 'calendarId'),
		});
		const people = await peopleAround(
			trx,
			{
				members: [
					...pluck(inputs, 'ownerId'),
					...targets.map((target) => (target.kind === 'member' ? target.memberId : undefined)),
				].flatMap((key) => (key === undefined ? [] : valuesOf([attempt(() => named.member('', key).id)]))),
				departments: targets.map((target) =>
					target.kind === 'departmentHead' ? target.departmentId : undefined,
				),
			},
			0,
			0,
		);
		return (input, stored) => {
			const policy = policyOf(input, stored, named);
			demandSomebody(policy, people);
			return policy;
		};
	},
};

/** Creates or updates escalation policies. Runs that are under way keep the version they started with. */
export const savePolicies = (engine: Engine, inputs: readonly unknown[]): Promise<Outcome<Saved<Policy>>[]> =>
	saveVersioned(engine, policyKind, inputs);

function policyOf(
	input: PolicyInput,
	stored: Policy | undefined,
	named: References,
): Omit<Policy, 'version'> {
	const { id, name, levels, repeat, ownerId, calendarId } = input;
	const { repeatAfter, exhaustedAfter, acknowledgedFor, waitingNoticeAfter } = input;
	const read = levels.map((level, index) => levelOf(level, `levels[${index}]`, named));
	if (repeat > 0 && repeatAfter === undefined && isAtOnce(read[0]))
		throw invalid(
			'repeatAfter',
			repeatAfter,
			'The levels are repeated, and nothing says how long after the last one',
			"Say it in 'Repeat After', for example '2 working hours', or set 'Repeat' to 0.",
		);
	return {
		id,
		name: name ?? stored?.name ?? id,
		repeat,
		levels: read,
		...(repeatAfter === undefined ? {} : { repeatAfter: pauseOf(repeatAfter, 'repeatAfter') }),
		...(exhaustedAfter === undefined ? {} : { exhaustedAfter: delayOf(exhaustedAfter, 'exhaustedAfter') }),
		...(acknowledgedFor === undefined
			? {}
			: { acknowledgedFor: pauseOf(acknowledgedFor, 'acknowledgedFor') }),
		...(waitingNoticeAfter === undefined
			? {}
			: { waitingNoticeAfter: pauseOf(waitingNoticeAfter, 'waitingNoticeAfter') }),
		...(ownerId === undefined ? {} : { ownerId: present(named.member('ownerId', ownerId)).id }),
		...(calendarId === undefined ? {} : { calendarId: named.calendar('calendarId', calendarId).id }),
	};
}

const isAtOnce = (level: Level | undefined): boolean => level?.delayMs === 0 && level.delayDays === undefined;

/** One that is no time at all means nothing: all passes would come in one instant. */
function pauseOf(text: string | number, field: string): Delay {
	const { allowZero: _, ...strict } = DELAY;
	return delayOf(text, field, strict);
}

function present(owner: Member): Member {
	if (owner.active) return owner;
	throw invalid(
		'ownerId',
		owner.id,
		`${owner.name} has left, and cannot own an escalation policy`,
		'Choose somebody who is there: they are notified where nobody else can be.',
	);
}

const DELAY = { allowZero: true, longest: LONGEST_PROMISE } as const;

/** A delay as people write it. Hours count in working time unless the text or `countedIn` says otherwise. */
function delayOf(
	text: string | number,
	field: string,
	options: Omit<ParseDurationOptions, 'field'> = DELAY,
	given?: Delay['countedIn'],
): Delay {
	const delay = parseDuration(text, { field, ...options });
	const countedIn = given ?? (delay.working === false ? 'elapsed' : 'working');
	const isWorkingDays = delay.unit === 'days' && countedIn === 'working';
	return {
		delayMs: delay.unit === 'ms' ? delay.ms : isWorkingDays ? 0 : delay.days * DAY_MS,
		...(isWorkingDays && delay.days > 0 ? { delayDays: delay.days } : {}),
		countedIn,
	};
}

const levelOf = (input: PolicyInput['levels'][number], field: string, named: References): Level => ({
	...delayOf(input.delay, `${field}.delay`, DELAY, input.countedIn),
	targets: input.targets.map((target, index) => targetOf(target, `${field}.targets[${index}]`, named)),
	...(input.again === true ? { again: true } : {}),
});

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
