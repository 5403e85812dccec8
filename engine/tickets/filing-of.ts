import type { References } from '../directory';
import { IcrmError } from '../errors';
import { attempt } from '../outcome';
import type { NoticeInput } from './schema';

/** What a notice says of how its ticket is filed. A name that nothing goes by here is left out, and told of in `warnings`. */
export function filingOf({ externalRef, service, customerDepartment }: NoticeInput, found: References) {
	const filed = service === undefined ? undefined : attempt(() => found.service('service', service));
	const customer =
		customerDepartment === undefined
			? undefined
			: attempt(() => found.department('customerDepartment', customerDepartment).id);
	return {
		serviceId: filed?.ok ? filed.value.id : undefined,
		/** Where requests for this service go. */
		home: filed?.ok ? filed.value.departmentId : undefined,
		customerDepartmentId: customer?.ok ? customer.value : undefined,
		warnings: [filed, customer].flatMap((one) =>
			one?.ok === false ? [`Ticket '${externalRef}': ${described(one.error)} It was left out.`] : [],
		),
	};
}

const described = (error: Error): string =>
	error instanceof IcrmError ? `${error.message}. ${error.hint}` : error.message;
