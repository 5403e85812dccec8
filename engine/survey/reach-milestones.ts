import { membersOf, references, type References } from '../directory';
import type { Engine } from '../engine';
import { validate } from '../input/validate';
import { attemptAsync, type Outcome } from '../outcome';
import { saveMany } from '../records';
import type { Trx } from '../store';
import { inviteIn, type Invited } from './invite';
import { findMilestonesByRef, insertMilestones } from './milestone-repository';
import { milestoneInput, type MilestoneInput } from './schema';
import type { Milestone } from './types';
import { pluck } from '../pluck';

export interface ReachInput {
	/** See `milestoneInput`. */
	readonly milestone: unknown;
	/** The survey that asks the people served; without one the milestone is only recorded. */
	readonly surveyId?: string | undefined;
	readonly atMostOnceInDays: number;
}

export interface ReachedMilestone extends Invited {
	readonly milestone: Milestone;
	/** False when this milestone (its external reference) was reached before: nobody is asked again. */
	readonly created: boolean;
}

const NOBODY: Invited = { invitations: [], leftOut: [] };

/** A milestone is reached: the people of the departments that were served are asked. Once, however often it is reported. */
export const reachMilestones = (
	engine: Engine,
	inputs: readonly ReachInput[],
): Promise<Outcome<ReachedMilestone>[]> =>
	saveMany(engine, inputs, {
		read: (input) => ({ ...input, milestone: validate(milestoneInput, input.milestone, 'milestone') }),
		subjectOf: ({ milestone }) => milestone.externalRef,
		async write(trx, round) {
			const milestones = pluck(round, 'milestone');
			const lookup: Lookup = {
				known: await findMilestonesByRef(trx, pluck(milestones, 'externalRef')),
				named: await references(trx, {
					departments: milestones.flatMap((each) => [each.departmentId, ...each.customerDepartmentIds]),
				}),
			};
			const outcomes: Outcome<ReachedMilestone>[] = [];
			// One at a time: each asks people, and who was just asked must not be asked by the next.
			for (const input of round) outcomes.push(await attemptAsync(() => reach(engine, trx, input, lookup)));
			return outcomes;
		},
	});

interface Lookup {
	/** Milestones that were reached before, by their external reference. */
	readonly known: ReadonlyMap<string | undefined, Milestone>;
	readonly named: References;
}

type Parsed = Omit<ReachInput, 'milestone'> & { readonly milestone: MilestoneInput };

async function reach(
	engine: Engine,
	trx: Trx,
	{ milestone: input, surveyId, atMostOnceInDays }: Parsed,
	{ known, named }: Lookup,
): Promise<ReachedMilestone> {
	const { externalRef, project, reachedAt, ...rest } = input;
	const before = known.get(externalRef);
	if (before) return { milestone: before, created: false, ...NOBODY };
	named.department('departmentId', input.departmentId);
	input.customerDepartmentIds.forEach((id, index) => named.department(`customerDepartmentIds[${index}]`, id));
	const milestone: Milestone = {
		...rest,
		id: engine.newId(),
		reachedAt: reachedAt ?? engine.now(),
		...(externalRef === undefined ? {} : { externalRef }),
		...(project === undefined ? {} : { project }),
	};
	const asked =
		surveyId === undefined ? NOBODY : await ask(engine, trx, milestone, surveyId, atMostOnceInDays);
	await insertMilestones(trx, [milestone]);
	return { milestone, created: true, ...asked };
}

async function ask(
	engine: Engine,
	trx: Trx,
	{ id, departmentId, customerDepartmentIds, name, reachedAt }: Milestone,
	surveyId: string,
	atMostOnceInDays: number,
): Promise<Invited> {
	const asking = {
		surveyId,
		departmentId,
		occasion: `milestone:${id}`,
		subject: name,
		at: reachedAt,
		atMostOnceInDays,
	};
	return await inviteIn(engine, trx, asking, await membersOf(trx, customerDepartmentIds));
}
