import type { FactBody, Request } from './types';

/** What of a request can turn out to be misfiled. */
export const CORRECTABLE = [
	'title',
	'description',
	'externalUrl',
	'serviceId',
	'requesterId',
	'customerDepartmentId',
] as const;

/** What facts say of how a request is filed. */
export type Filing = { readonly [F in (typeof CORRECTABLE)[number]]?: Exclude<Request[F], undefined> };

/** What is given of how a request is filed; what is left out stays as it is. */
export function filingIn(said: { readonly [F in keyof Filing]?: Filing[F] | undefined }): Filing {
	const given = CORRECTABLE.flatMap((field) => (said[field] === undefined ? [] : [[field, said[field]]]));
	// TypeScript does not follow the names of the fields through the list.
	return Object.fromEntries(given) as Filing;
}

/**
 * What a correction makes of how a request is filed. A requester who is another brings their department along as the
 * customer, as at the opening, unless the customer is given. Of a request that an older version opened, whose facts do not
 * say how it was filed, the customer stays.
 */
export function correctedFrom(
	known: Filing,
	fact: Extract<FactBody, { readonly kind: 'corrected' }>,
): Filing {
	const filing = filingIn(fact);
	const isOther = filing.requesterId !== undefined && filing.requesterId !== known.requesterId;
	if (!isOther || known.serviceId === undefined) return filing;
	return { ...filingIn({ customerDepartmentId: fact.requesterDepartmentId }), ...filing };
}

/** Whether a filing says anything that is not so already. */
export const isNewIn = (filing: Filing, known: Filing): boolean =>
	CORRECTABLE.some((field) => field in filing && filing[field] !== known[field]);
