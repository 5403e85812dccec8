import { versionedRepository } from '../records';
import type { Policy } from './types';

export const policyRepository = versionedRepository<'escalation_policy', 'escalation_policy_version', Policy>(
	{
		table: 'escalation_policy',
		versions: 'escalation_policy_version',
		key: 'policy_id',
		number: 'version',
		toRow: ({ id, name, version }, now) => ({ id, name, version, updated_at: now }),
		toVersionRow: ({ id, version }, spec, now) => ({ policy_id: id, version, spec, created_at: now }),
		specOf: ({ id: _id, version: _version, ...spec }) => spec,
		toNoun: ({ id, spec }, version) => ({
			...(JSON.parse(spec) as Omit<Policy, 'id' | 'version'>),
			id,
			version,
		}),
	},
);
