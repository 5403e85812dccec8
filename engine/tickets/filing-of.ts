import type { References } from '../directory';
import { IcrmError } from '../errors';
import { attempt } from '../outcome';
import type { NoticeInput } from './schema';

/** For a notice of which the opening has said already how it is filed. */
export const NOT_SAID = {
	title: undefined,
	serviceId: undefined,
	requester: undefined,
	customerDepartmentId: undefined,
} as const;

/** What a notice says of how its ticket is filed. A name that nothing goes by here is left out, and told of in `warnings`. */
export function filingOf({ externalRef, service, customerDepartment }: NoticeInput, found: References) {
	const serviceId = service === undefined ? undefined : attempt(() => found.service('service', service).id);
	const customer =
		customerDepartment === undefined
			? undefined
			: attempt(() => found.department('customerDepartment', customerDepartment).id);
	return {
		serviceId: serviceId?.ok ? serviceId.value : undefined,
		customerDepartmentId: customer?.ok ? customer.value : undefined,
		warnings: [serviceId, customer].flatMap((one) =>
			one?.ok === false ? [`Ticket '${externalRef}': ${described(one.error)} It was left out.`] : [],
		),
	};
}

const described = (error: Error): string =>
	error instanceof IcrmError ? `${error.message}. ${error.hint}` : error.message;
