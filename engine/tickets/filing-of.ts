import type { References } from '../directory';
import { IcrmError } from '../errors';
import { fieldsOf } from '../input/fields';
import { validate } from '../input/validate';
import { address } from '../input/web-address';
import { attempt } from '../outcome';
import type { NoticeInput } from './schema';

/**
 * What a notice says of how its ticket is filed. A name that nothing goes by here, or an address that is none, is left out, and told
 * of in `warnings`.
 */
export function filingOf(
	{ externalRef, externalUrl, service, customerDepartment }: NoticeInput,
	found: References,
) {
	const url = externalUrl === undefined ? undefined : attempt(() => addressIn({ externalUrl }));
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
		externalUrl: url?.ok ? url.value : undefined,
		warnings: [filed, customer, url].flatMap((one) =>
			one?.ok === false ? [`Ticket '${externalRef}': ${described(one.error)} It was left out.`] : [],
		),
	};
}

const described = (error: Error): string =>
	error instanceof IcrmError ? `${error.message}. ${error.hint}` : error.message;

const addressed = fieldsOf('notice', { externalUrl: address });
const addressIn = (said: object): string => validate(addressed, said, 'notice').externalUrl;
