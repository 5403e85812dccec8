import type { EventData } from '../../event';
import {
	button,
	composeParts,
	languageOf,
	paragraph,
	showInstant,
	table,
	type Mail,
	type Rows,
} from '../../pages';
import { metricName } from '../../sla';
import { PRIORITY_NAMES } from '../names';
import { showLateness } from './lateness';
import type { Channel, Reply } from './channel';

/** What the mail says, in the reader's language. */
interface Letter {
	readonly subject: string;
	readonly greeting: string;
	readonly lead: string;
	readonly rows: Rows;
	readonly why: string;
	readonly ask: string;
	readonly button: string;
}

/** The fields of an `escalation.notify` event that the mail needs. */
export type MailData = Pick<
	EventData['escalation.notify'],
	| 'title'
	| 'memberName'
	| 'memberLocale'
	| 'priority'
	| 'serviceName'
	| 'departmentName'
	| 'requesterName'
	| 'assigneeName'
	| 'externalRef'
	| 'metric'
	| 'dueAt'
	| 'policyName'
	| 'level'
	| 'levels'
	| 'why'
>;

/**
 * The mail to somebody who is told, in their language: what is late and by how much, why it is them, and a link to the page
 * on which they can take it on.
 */
function compose(data: MailData, { acknowledgeUrl, now, timezone }: Reply): Mail {
	const language = languageOf(data.memberLocale);
	const letter = language === 'zh' ? chinese(data, now, timezone) : english(data, now, timezone);
	return composeParts(language, letter.subject, [
		paragraph(letter.greeting),
		paragraph(letter.lead),
		table(letter.rows, language),
		paragraph(letter.why),
		button(letter.ask, letter.button, acknowledgeUrl),
	]);
}

export const email = { field: 'mail', compose } as const satisfies Channel;

function english(data: MailData, now: number, timezone: string): Letter {
	const due = data.dueAt ? Date.parse(data.dueAt) : undefined;
	const promise = metricName(data.metric ?? 'resolution', 'en');
	const late = due === undefined ? '' : ` It is ${showLateness(now - due, 'en')} late.`;
	return {
		subject: `[Escalation ${data.level}/${data.levels}] ${data.title}: ${promise} is overdue`,
		greeting: `Hello ${data.memberName},`,
		lead: `${data.departmentName} has not kept a promise to a colleague: the ${promise} of this request is overdue.${late}`,
		rows: [
			['Request', data.title],
			['Reference', data.externalRef],
			['Service', data.serviceName],
			['Priority', PRIORITY_NAMES.en[data.priority]],
			['Asked by', data.requesterName],
			['Assigned to', data.assigneeName ?? 'nobody yet'],
			['Was due', due === undefined ? null : showInstant(due, timezone, 'en')],
		],
		why: `${data.why} Policy: ${data.policyName}, level ${data.level} of ${data.levels}.`,
		ask: 'If you take care of it, say so on this page. Nobody further will be told then.',
		button: 'Open the request and take it on',
	};
}

function chinese(data: MailData, now: number, timezone: string): Letter {
	const due = data.dueAt ? Date.parse(data.dueAt) : undefined;
	const promise = metricName(data.metric ?? 'resolution', 'zh');
	const late = due === undefined ? '' : `已超时${showLateness(now - due, 'zh')}。`;
	return {
		subject: `【升级 ${data.level}/${data.levels}】${data.title}：${promise}已超时`,
		greeting: `${data.memberName}，您好：`,
		lead: `${data.departmentName}对同事的承诺未能按时兑现：以下请求的${promise}已超过约定时限。${late}`,
		rows: [
			['请求', data.title],
			['编号', data.externalRef],
			['服务', data.serviceName],
			['优先级', PRIORITY_NAMES.zh[data.priority]],
			['提出人', data.requesterName],
			['负责人', data.assigneeName ?? '暂无'],
			['应完成时间', due === undefined ? null : showInstant(due, timezone, 'zh')],
		],
		why: `${data.why}升级策略：${data.policyName}，第 ${data.level} 级，共 ${data.levels} 级。`,
		ask: '如果由您来处理，请在页面上确认。确认后将不再通知其他人。',
		button: '查看请求并确认处理',
	};
}
