import { IcrmError } from '../errors';
import type { Agreement } from './types';

type Case = Pick<Agreement, 'id' | 'kind' | 'serviceId' | 'customerDepartmentId' | 'active'>;

/**
 * Two active agreements of one kind for the same service and the same customer: nobody could say which applies.
 *
 * @param others active agreements, the one at hand possibly among them
 * @throws IcrmError `conflict` naming the one that is there
 */
export function refuseRival(agreement: Case, others: readonly Agreement[]): void {
	const { id, kind, serviceId, customerDepartmentId, active } = agreement;
	if (!active) return;
	const rival = others.find(
		(other) =>
			other.id !== id &&
			other.kind === kind &&
			other.serviceId === serviceId &&
			other.customerDepartmentId === customerDepartmentId,
	);
	if (!rival) return;
	const customer =
		customerDepartmentId === undefined ? 'every customer' : `customer '${customerDepartmentId}'`;
	throw new IcrmError(
		'conflict',
		`Agreement '${rival.name}' (${rival.id}) already covers service '${serviceId}' for ${customer}`,
		{
			field: 'serviceId',
			value: serviceId,
			hint: `Update '${rival.id}' instead, set it inactive, or choose another customer department for '${id}'.`,
		},
	);
}
