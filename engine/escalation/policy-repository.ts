import { versionedRepository } from '../records';
import type { Policy } from './types';

export const policyRepository = versionedRepository<'escalation_policy', 'escalation_policy_version', Policy>(
	{
		table: 'escalation_policy',
		versions: 'escalation_policy_version',
		key: 'policy_id',
		number: 'version',
		specOf: ({ id: _id, version: _version, ...spec }) => spec,
		toNoun: ({ id, spec }, version) => ({
			...(JSON.parse(spec) as Omit<Policy, 'id' | 'version'>),
			id,
			version,
		}),
	},
);
