import { findDepartments, membersOf } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { attempt, done, inBulk, type Outcome } from '../outcome';
import type { Trx } from '../store';
import { validate } from '../input/validate';
import { inviteIn } from './invite';
import { findMilestonesByRef, insertMilestones } from './repository';
import { milestoneInput, type MilestoneInput } from './schema';
import type { Invitation, LeftOut, Milestone } from './types';

export interface ReachInput {
	/** See `milestoneInput`. */
	readonly milestone: unknown;
	/** The survey that asks the people served; without one the milestone is only recorded. */
	readonly surveyId?: string | undefined;
	readonly atMostOnceInDays: number;
}

export interface ReachedMilestone {
	readonly milestone: Milestone;
	/** False when this milestone (its external reference) was reached before: nobody is asked again. */
	readonly created: boolean;
	readonly invitations: readonly Invitation[];
	readonly leftOut: readonly LeftOut[];
}

/** A milestone is reached: the people of the departments that were served are asked. Once, however often it is told. */
export async function reachMilestones(
	engine: Engine,
	inputs: readonly ReachInput[],
): Promise<Outcome<ReachedMilestone>[]> {
	const parsed = inputs.map((input) =>
		attempt(() => ({ ...input, milestone: validate(milestoneInput, input.milestone, 'milestone') })),
	);
	const good = parsed.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
	const written = await inBulk(
		engine,
		good,
		({ milestone }) => milestone.externalRef,
		async (trx, round) => {
			const outcomes: Outcome<ReachedMilestone>[] = [];
			// One at a time: each asks people, and who was just asked must not be asked by the next.
			for (const input of round) outcomes.push(await attemptAsync(() => reach(engine, trx, input)));
			return outcomes;
		},
	);
	let next = 0;
	return parsed.map((outcome) => (outcome.ok ? (written[next++] as Outcome<ReachedMilestone>) : outcome));
}

async function attemptAsync<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return done(await work());
	} catch (error) {
		return attempt<T>(() => {
			throw error;
		});
	}
}

type Parsed = Omit<ReachInput, 'milestone'> & { readonly milestone: MilestoneInput };

async function reach(
	engine: Engine,
	trx: Trx,
	{ milestone: input, surveyId, atMostOnceInDays }: Parsed,
): Promise<ReachedMilestone> {
	const known =
		input.externalRef === undefined
			? undefined
			: (await findMilestonesByRef(trx, [input.externalRef])).get(input.externalRef);
	if (known) return { milestone: known, created: false, invitations: [], leftOut: [] };
	const { externalRef, project, reachedAt, ...rest } = input;
	await departmentsExist(trx, input);
	const milestone: Milestone = {
		...rest,
		id: engine.newId(),
		reachedAt: reachedAt ?? engine.now(),
		...(externalRef === undefined ? {} : { externalRef }),
		...(project === undefined ? {} : { project }),
	};
	const asked =
		surveyId === undefined
			? { invitations: [], leftOut: [] }
			: await ask(engine, trx, milestone, surveyId, atMostOnceInDays);
	await insertMilestones(trx, [milestone]);
	return { milestone, created: true, ...asked };
}

async function ask(
	engine: Engine,
	trx: Trx,
	milestone: Milestone,
	surveyId: string,
	atMostOnceInDays: number,
) {
	const people = await membersOf(trx, milestone.customerDepartmentIds);
	return await inviteIn(engine, trx, {
		surveyId,
		departmentId: milestone.departmentId,
		memberIds: people.map(({ id }) => id),
		occasion: `milestone:${milestone.id}`,
		subject: milestone.name,
		at: milestone.reachedAt,
		atMostOnceInDays,
	});
}

async function departmentsExist(
	trx: Trx,
	{ departmentId, customerDepartmentIds }: MilestoneInput,
): Promise<void> {
	const found = await findDepartments(trx, [departmentId, ...customerDepartmentIds]);
	const check = (field: string, id: string) => {
		if (!found.has(id))
			throw invalid(
				field,
				id,
				`There is no department '${id}'`,
				'Choose one from the list, or add it first with ICRM Directory.',
			);
	};
	check('departmentId', departmentId);
	customerDepartmentIds.forEach((id, index) => check(`customerDepartmentIds[${index}]`, id));
}
