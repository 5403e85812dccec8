import type { Resource } from '../shared/run/operation';
import { reachMilestoneOperation } from './reach-milestone.operation';

export const milestoneResource: Resource = {
	value: 'milestone',
	name: 'Milestone',
	description: 'A point in a project that is worth asking about',
	operations: [reachMilestoneOperation],
};
