import { loadCalendars } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import { planSteps, type PlannedStep } from './plan';
import { peopleAround } from './repository';
import { getPolicy } from './save-policies';
import { explainWhy } from './texts';
import { whoToTell } from './who-to-tell';

export interface PreviewInput {
	readonly policyId: string;
	/** The department that would hold the request, and who would have it. */
	readonly departmentId: string;
	readonly assigneeId?: string;
	/** When the breach would be, epoch ms. */
	readonly from: number;
	/** The calendar of the agreement; not needed where the policy has its own. */
	readonly calendarId?: string;
}

export interface PreviewStep extends Record<string, unknown> {
	readonly pass: number;
	readonly level: number;
	readonly at: string;
	readonly told: readonly {
		readonly memberId: string;
		readonly name: string;
		readonly email: string;
		readonly why: string;
	}[];
}

/**
 * The dry run: who would be told, when and why, if a request breached at `from` and nobody reacted. Computed by what the
 * runtime computes with, from the directory as it stands; nothing is written and nobody is told.
 */
export async function previewPolicy(engine: Engine, input: PreviewInput): Promise<PreviewStep[]> {
	const policy = await getPolicy(engine, input.policyId);
	return await engine.store.read(async (db) => {
		const calendarId = policy.calendarId ?? input.calendarId ?? '';
		const calendar = (await loadCalendars(db, [calendarId])).get(calendarId)?.calendar;
		if (!calendar)
			throw invalid(
				'calendarId',
				calendarId,
				'This policy counts in the calendar of the agreement, and none was given',
				'Choose the calendar of the agreement it is used with.',
			);
		const targets = policy.levels.flatMap((level) => level.targets);
		const named = targets.flatMap((target) => (target.kind === 'member' ? [target.memberId] : []));
		const heads = targets.flatMap((target) =>
			target.kind === 'departmentHead' ? (target.departmentId ?? []) : [],
		);
		const people = await peopleAround(
			db,
			[input.assigneeId, ...named],
			[input.departmentId, ...heads],
			input.from,
		);
		let toldBefore: readonly string[] = [];
		const tell = ({ level }: PlannedStep) => {
			// A further pass begins with the first level again: nobody has been told in it yet.
			if (level === 1) toldBefore = [];
			const situation = {
				assigneeId: input.assigneeId,
				departmentId: input.departmentId,
				toldBefore,
				...people,
			};
			const told = whoToTell(policy.levels[level - 1]?.targets ?? [], situation);
			if (told.length > 0) toldBefore = told.map(({ memberId }) => memberId);
			return told.map(({ memberId, why }) => {
				const member = people.members.get(memberId);
				return {
					memberId,
					name: member?.name ?? memberId,
					email: member?.email ?? '',
					why: explainWhy(why, situation, member?.locale),
				};
			});
		};
		return planSteps(policy, input.from, calendar, tell).map((step) => ({
			...step,
			at: new Date(step.at).toISOString(),
		}));
	});
}
