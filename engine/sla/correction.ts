import type { References } from '../directory';
import { invalid } from '../errors';
import { filingIn } from './filing';
import type { FactInputBody } from './schema';
import type { FactBody } from './types';

/**
 * A correction with what it names found in the directory, and the department that the requester is in today.
 *
 * @throws IcrmError `notFound` for what it names, `invalid` where it says nothing
 */
export function correctionOf(
	{ title, description, externalUrl, serviceId, requester, customerDepartmentId, note }: Correction,
	named: References,
): FactBody {
	const member = requester === undefined ? undefined : named.member('requester', requester);
	const customer =
		customerDepartmentId === undefined
			? undefined
			: named.department('customerDepartmentId', customerDepartmentId);
	const filing = filingIn({
		title,
		description,
		externalUrl,
		serviceId: serviceId === undefined ? undefined : named.service('serviceId', serviceId).id,
		requesterId: member?.id,
		customerDepartmentId: customer?.id,
	});
	if (Object.keys(filing).length === 0)
		throw invalid(
			'corrections',
			undefined,
			'The correction names nothing that is to be corrected',
			'Give a title, a description, a ticket URL, a service, a requester or a customer department.',
		);
	return {
		kind: 'corrected',
		...filing,
		...(member && !customer && { requesterDepartmentId: member.departmentId }),
		note,
	};
}

type Correction = Extract<FactInputBody, { readonly kind: 'corrected' }>;
