import { membersByKey } from '../directory';
import type { Queryable } from '../store';

/** The people another system names, of whom not all need to be in the directory. */
export interface People {
	idOf(idOrEmail: string | undefined): string | undefined;
	/** Sentences about those who are not known and are therefore left out. */
	warningsAbout(said: { requester?: string | undefined; assignee?: string | undefined }): string[];
}

export async function findPeople(db: Queryable, keys: readonly (string | undefined)[]): Promise<People> {
	const find = await membersByKey(db, keys);
	const idOf = (key: string | undefined) => (key === undefined ? undefined : find(key)?.id);
	const unknown = (field: string, key: string | undefined) =>
		key === undefined || idOf(key) !== undefined
			? []
			: [`The ${field} '${key}' is not in the directory and was left out. Add them with ICRM Directory.`];
	return {
		idOf,
		warningsAbout: ({ requester, assignee }) => [
			...unknown('requester', requester),
			...unknown('assignee', assignee),
		],
	};
}
