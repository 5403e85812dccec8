import { nounsOf, type Queryable } from '../store';
import type { Milestone } from './types';

const milestones = nounsOf<'milestone', Milestone>('milestone');

export const insertMilestones = milestones.insert;

export const findMilestonesByRef = async (
	db: Queryable,
	refs: readonly (string | undefined)[],
): Promise<Map<string | undefined, Milestone>> =>
	new Map((await milestones.among(db, 'external_ref', refs)).map((found) => [found.externalRef, found]));
