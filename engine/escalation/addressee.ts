import type { Member } from '../directory';
import type { AddresseeFields } from '../event';

/** Whom a message goes to, as its event says it. */
export const addresseeOf = ({ id, name, email, locale }: Member): AddresseeFields => ({
	memberId: id,
	memberName: name,
	memberEmail: email ?? null,
	memberLocale: locale,
});
