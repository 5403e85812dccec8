import { languageOf, type Language } from '../pages';
import type { PeopleAround } from './people-around';
import type { Why } from './types';

/** The sentence that says why this person of all people is told. */
export function explainWhy(
	why: Why,
	{ members, departments }: Pick<PeopleAround, 'members' | 'departments'>,
	locale: string | undefined,
): string {
	const member = (id: string) => members.get(id)?.name ?? id;
	const texts: Readonly<Record<Language, (why: Why) => string>> = {
		en: (reason) => {
			switch (reason.rule) {
				case 'assignee':
					return 'You are told because the request is assigned to you.';
				case 'member':
					return 'You are told because the escalation policy names you.';
				case 'departmentHead':
					return `You are told because you lead ${departments.get(reason.departmentId)?.name ?? reason.departmentId}.`;
				case 'managerOf':
					return `You are told because you are the manager of ${member(reason.memberId)}.`;
				case 'inPlaceOf':
					return `You are told in place of ${member(reason.memberId)}, who ${reason.isAway ? 'is away' : 'has left the company'}.`;
			}
		},
		zh: (reason) => {
			switch (reason.rule) {
				case 'assignee':
					return '该请求由您负责，因此通知您。';
				case 'member':
					return '升级策略指定了您，因此通知您。';
				case 'departmentHead':
					return `您是${departments.get(reason.departmentId)?.name ?? reason.departmentId}的负责人，因此通知您。`;
				case 'managerOf':
					return `您是${member(reason.memberId)}的上级，因此通知您。`;
				case 'inPlaceOf':
					return `${member(reason.memberId)}${reason.isAway ? '目前不在岗' : '已离职'}，因此改为通知您。`;
			}
		},
	};
	return texts[languageOf(locale)](why);
}
