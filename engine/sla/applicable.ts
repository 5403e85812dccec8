import type { Agreement, Request } from './types';

/** The agreements that apply to a request: of each kind the one made with its customer, else the one for all. */
export function applicableTo(request: Request, agreements: readonly Agreement[]): Agreement[] {
	const ofService = agreements.filter(({ serviceId }) => serviceId === request.serviceId);
	const forAll = ofService.filter((agreement) => agreement.customerDepartmentId === undefined);
	const withCustomer = ofService.filter(
		(agreement) =>
			agreement.customerDepartmentId !== undefined &&
			agreement.customerDepartmentId === request.customerDepartmentId,
	);
	return [...new Map([...forAll, ...withCustomer].map((agreement) => [agreement.kind, agreement])).values()];
}
