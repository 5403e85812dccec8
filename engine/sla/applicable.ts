import { METRICS, type Metric } from './metrics';
import type { Agreement, Request } from './types';

type Pair = Pick<Request, 'serviceId' | 'customerDepartmentId'>;

/** Whether an agreement is about what a request asks for, and made with its customer or with everybody. */
export const covers = (agreement: Agreement, { serviceId, customerDepartmentId }: Pair): boolean =>
	agreement.serviceId === serviceId &&
	(agreement.customerDepartmentId === undefined || agreement.customerDepartmentId === customerDepartmentId);

/**
 * The agreements that apply to a request: of each kind the one made with its customer, else the one for all.
 *
 * @param agreements active ones, of this and other services
 */
export function applicableTo(request: Pair, agreements: readonly Agreement[]): Agreement[] {
	const covering = agreements.filter((agreement) => covers(agreement, request));
	const forAll = covering.filter((agreement) => agreement.customerDepartmentId === undefined);
	const withCustomer = covering.filter((agreement) => agreement.customerDepartmentId !== undefined);
	return [...new Map([...forAll, ...withCustomer].map((agreement) => [agreement.kind, agreement])).values()];
}

/** What an agreement promises, in the order of the table of metrics. */
export const promisedBy = ({ targets }: Pick<Agreement, 'targets'>): Metric[] =>
	METRICS.filter((metric) => targets.some((target) => target.metric === metric));
