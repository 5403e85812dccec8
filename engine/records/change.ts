import { isDeepStrictEqual } from 'node:util';
import { invalid } from '../errors';

/** What saving did to a record. */
export type Change = 'created' | 'updated' | 'unchanged';
export type Saved<T> = T & { readonly change: Change };

/** The record with what saving it does, compared to what is stored. */
export function changeOf<T extends object>(before: T | undefined, after: T): Saved<T> {
	if (!before) return { ...after, change: 'created' };
	return { ...after, change: isStoredAlike(before, after) ? 'unchanged' : 'updated' };
}

/** Whether two values are stored as the same. The database does not keep fields that are there but undefined. */
export function isStoredAlike(one: unknown, other: unknown): boolean {
	const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
	// Most are the same, with their fields in the same order.
	return first === second || isDeepStrictEqual(JSON.parse(first), JSON.parse(second));
}

/** The value given, else the one stored. @throws IcrmError `invalid` where a new record has neither */
export function demand<T>(
	noun: string,
	id: string,
	field: string,
	given: T | undefined,
	stored: T | undefined,
): T {
	const value = given ?? stored;
	if (value !== undefined) return value;
	throw invalid(
		field,
		undefined,
		`The new ${noun} '${id}' has no ${field}`,
		`Give its ${field}. Only a ${noun} that is already there may leave fields out; check the id if you meant one.`,
	);
}

/** A reference as it will be: not given, it stays; `null` takes it away. */
export const referenceOf = (
	given: string | null | undefined,
	stored: string | undefined,
): string | undefined => (given === undefined ? stored : (given ?? undefined));

export const isChange = ({ change }: { readonly change: Change }): boolean => change !== 'unchanged';

export const distinct = (ids: Iterable<string | null | undefined>): string[] => [
	...new Set([...ids].filter((id) => id !== undefined && id !== null)),
];
