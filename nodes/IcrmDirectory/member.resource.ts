import { getMember, listMembers } from '../../engine';
import type { Resource } from '../shared/run/operation';
import { activeFilter, departmentFilter, getManyOperation } from './get-many.operation';
import { getOperation } from './get.operation';
import { syncMembersOperation } from './sync-members.operation';
import { noun, upsertMember } from './upsert-member.operation';

export const member: Resource = {
	value: 'member',
	name: 'Member',
	description: 'An employee, with department, manager and language',
	operations: [
		upsertMember,
		getOperation(noun, getMember),
		getManyOperation(noun, listMembers, {
			searched: 'ID, name and email address',
			filters: [activeFilter, departmentFilter],
		}),
		syncMembersOperation,
	],
};
