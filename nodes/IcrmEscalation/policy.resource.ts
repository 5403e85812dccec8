import type { Resource } from '../shared/run/operation';
import { getPolicyOperation } from './get-policy.operation';
import { getPoliciesOperation } from './get-policies.operation';
import { previewOperation } from './preview-policy.operation';
import { upsertPolicyOperation } from './upsert-policy.operation';

export const policyResource: Resource = {
	value: 'policy',
	name: 'Policy',
	description: 'Who is notified, and when, until someone takes ownership of a breached request',
	operations: [upsertPolicyOperation, getPolicyOperation, getPoliciesOperation, previewOperation],
};
