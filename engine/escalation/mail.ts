import { html, languageOf, showInstant, type Html, type Language } from '../pages';
import { METRIC_NAMES, PRIORITY_NAMES, showLateness } from './texts';

export interface Mail {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

/** What the mail says, in the reader's language. `rows` are label and value. */
interface Letter {
	readonly subject: string;
	readonly greeting: string;
	readonly lead: string;
	readonly rows: readonly (readonly [label: string, value: string])[];
	readonly why: string;
	readonly ask: string;
	readonly button: string;
}

/** The fields of an `escalation.notify` event that the mail needs. */
export interface NotifyData {
	readonly title: string;
	readonly memberName: string;
	readonly memberLocale: string;
	readonly priority: string;
	readonly serviceName: string;
	readonly departmentName: string;
	readonly requesterName: string | null;
	readonly assigneeName: string | null;
	readonly externalRef: string | null;
	readonly metric?: 'firstResponse' | 'resolution';
	readonly dueAt?: string | null;
	readonly policyName: string;
	readonly level: number;
	readonly levels: number;
	readonly why: string;
}

/**
 * The mail to somebody who is told, in their language: what is late and by how much, why it is them, and a link to the page
 * on which they can take it on. Opening the link decides nothing.
 *
 * @param timezone the zone to show instants in
 */
export function composeMail(data: NotifyData, acknowledgeUrl: string, now: number, timezone: string): Mail {
	const language = languageOf(data.memberLocale);
	const letter = language === 'zh' ? chinese(data, now, timezone) : english(data, now, timezone);
	return {
		// A title may have been pasted with its line breaks, which would end the header.
		subject: letter.subject.replace(/\s+/g, ' ').trim(),
		text: asText(letter, acknowledgeUrl, language),
		html: asHtml(letter, acknowledgeUrl, language).text,
	};
}

function english(data: NotifyData, now: number, timezone: string): Letter {
	const due = data.dueAt ? Date.parse(data.dueAt) : undefined;
	const promise = METRIC_NAMES.en[data.metric ?? 'resolution'];
	const late = due === undefined ? '' : ` It is ${showLateness(now - due, 'en')} late.`;
	return {
		subject: `[Escalation ${data.level}/${data.levels}] ${data.title}: ${promise} is overdue`,
		greeting: `Hello ${data.memberName},`,
		lead: `${data.departmentName} has not kept a promise to a colleague: the ${promise} of this request is overdue.${late}`,
		rows: rows([
			['Request', data.title],
			['Reference', data.externalRef],
			['Service', data.serviceName],
			['Priority', PRIORITY_NAMES.en[data.priority] ?? data.priority],
			['Asked by', data.requesterName],
			['Assigned to', data.assigneeName ?? 'nobody yet'],
			['Was due', due === undefined ? null : showInstant(due, timezone, 'en')],
		]),
		why: `${data.why} Policy: ${data.policyName}, level ${data.level} of ${data.levels}.`,
		ask: 'If you take care of it, say so on this page. Nobody further will be told then.',
		button: 'Open the request and take it on',
	};
}

function chinese(data: NotifyData, now: number, timezone: string): Letter {
	const due = data.dueAt ? Date.parse(data.dueAt) : undefined;
	const promise = METRIC_NAMES.zh[data.metric ?? 'resolution'];
	const late = due === undefined ? '' : `已超时${showLateness(now - due, 'zh')}。`;
	return {
		subject: `【升级 ${data.level}/${data.levels}】${data.title}：${promise}已超时`,
		greeting: `${data.memberName}，您好：`,
		lead: `${data.departmentName}对同事的承诺未能按时兑现：以下请求的${promise}已超过约定时限。${late}`,
		rows: rows([
			['请求', data.title],
			['编号', data.externalRef],
			['服务', data.serviceName],
			['优先级', PRIORITY_NAMES.zh[data.priority] ?? data.priority],
			['提出人', data.requesterName],
			['负责人', data.assigneeName ?? '暂无'],
			['应完成时间', due === undefined ? null : showInstant(due, timezone, 'zh')],
		]),
		why: `${data.why}升级策略：${data.policyName}，第 ${data.level} 级，共 ${data.levels} 级。`,
		ask: '如果由您来处理，请在页面上确认。确认后将不再通知其他人。',
		button: '查看请求并确认处理',
	};
}

const rows = (all: readonly (readonly [string, string | null])[]) =>
	all.filter((row): row is readonly [string, string] => row[1] !== null);

function asText(letter: Letter, url: string, language: Language): string {
	const colon = language === 'zh' ? '：' : ': ';
	const table = letter.rows.map(([label, value]) => label + colon + value).join('\n');
	return [letter.greeting, letter.lead, table, letter.why, `${letter.ask}\n${url}`].join('\n\n');
}

/** Tables and inline styles: what mail programs understand. No picture, nothing loaded from elsewhere. */
function asHtml(letter: Letter, url: string, language: Language): Html {
	const cell = 'padding:4px 12px 4px 0;vertical-align:top';
	return html`<!doctype html>
		<html lang="${language}">
			<body
				style="margin:0;padding:16px;font-family:system-ui,'PingFang SC','Microsoft YaHei',sans-serif;font-size:16px;line-height:1.5"
			>
				<p>${letter.greeting}</p>
				<p>${letter.lead}</p>
				<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">
					${letter.rows.map(
						([label, value]) =>
							html`<tr>
								<td style="${cell};color:#5a6478">${label}</td>
								<td style="${cell}">${value}</td>
							</tr> `,
					)}
				</table>
				<p>${letter.why}</p>
				<p>${letter.ask}</p>
				<p>
					<a
						href="${url}"
						style="display:inline-block;padding:12px 20px;background:#1f5fbf;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600"
						>${letter.button}</a
					>
				</p>
				<p style="color:#5a6478;font-size:13px">${url}</p>
			</body>
		</html>`;
}
