import { findServices } from '../directory';
import { shorten } from '../input/shorten';
import type { Queryable } from '../store';
import type { Request } from './types';

/** Enough to know what it is about on a telephone at night; the rest is in the ticket. */
const LONGEST_SHOWN = 600;

/**
 * What was asked, as a mail or a page shows it: at most 600 characters, without blank lines in a row. The one place that decides
 * whether it is shown at all: never of a confidential service, nor of one that is not there to say.
 *
 * @returns undefined where there is nothing to show
 */
export async function shownDescription(
	db: Queryable,
	{ description, serviceId }: Pick<Request, 'description' | 'serviceId'>,
): Promise<string | undefined> {
	if (description === undefined) return undefined;
	const service = (await findServices(db, [serviceId])).get(serviceId);
	if (service?.confidential !== false) return undefined;
	const text = description
		.replace(/\r\n?/g, '\n')
		.replace(/\n\s*\n/g, '\n\n')
		.trim();
	return text === '' ? undefined : shorten(text, LONGEST_SHOWN);
}
