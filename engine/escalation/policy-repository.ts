import { versionedRepository } from '../records';
import type { Policy } from './types';

export const policyRepository = versionedRepository<'escalation_policy', 'escalation_policy_version', Policy>(
	{
		table: 'escalation_policy',
		versions: 'escalation_policy_version',
		key: 'policy_id',
		number: 'version',
	},
);
