import { languageOf, textsIn } from '../languages';
import type { PeopleAround } from './people-around';
import type { Why } from './types';

/** The sentence that says why this person of all people is notified. */
export function explainWhy(
	why: Why,
	{ members, departments }: Pick<PeopleAround, 'members' | 'departments'>,
	locale: string | undefined,
): string {
	const texts = textsIn(languageOf(locale)).escalation.why;
	const member = (id: string) => members.get(id)?.name ?? id;
	switch (why.rule) {
		case 'assignee':
			return texts.assignee;
		case 'member':
			return texts.member;
		case 'departmentHead':
			return texts.departmentHead(departments.get(why.departmentId)?.name ?? why.departmentId);
		case 'managerOf':
			return texts.managerOf(member(why.memberId));
		case 'acknowledged':
			return texts.acknowledged;
		case 'owner':
			return texts.owner;
		case 'inPlaceOf':
			return why.isAway
				? texts.inPlaceOfAway(member(why.memberId))
				: texts.inPlaceOfLeaver(member(why.memberId));
	}
}
