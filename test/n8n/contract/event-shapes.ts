import { ESCALATION_EVENTS, SLA_EVENTS, SURVEY_EVENTS } from '../../../engine';
import type { Template } from '../../../cli/templates/template';
import { escalationExample } from '../../../nodes/IcrmEscalationTrigger/example';
import { slaExample } from '../../../nodes/IcrmSlaTrigger/example';
import { surveyExample } from '../../../nodes/IcrmSurveyTrigger/example';
import type { SampleRun } from './sample-data';

const ENVELOPE = ['eventId', 'eventType', 'subscriptionId', 'attempt', 'occurredAt', 'lateBySeconds'];
/** What a trigger adds to an event on its way. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
	'clock.warning': ['memberId', 'memberName', 'memberEmail', 'memberLocale', 'mail'],
	'escalation.notify': ['acknowledgeUrl', 'mail'],
	'escalation.standDown': ['mail'],
	'escalation.nobody': ['mail'],
	'escalation.exhausted': ['mail'],
	'escalation.summary': ['listUrl', 'mail'],
	'escalation.stillWaiting': ['mail'],
	'survey.invite': ['answerUrl', 'mail'],
	'survey.remind': ['answerUrl', 'mail'],
	'survey.lowScore': ['mail'],
};

/** The fields of our events, as the triggers' own examples have them. */
const FIELDS = new Map<string, readonly string[]>(
	[
		...SLA_EVENTS.map(slaExample),
		...ESCALATION_EVENTS.map(escalationExample),
		...SURVEY_EVENTS.map(surveyExample),
	].map(({ type, data }) => [type, [...ENVELOPE, ...Object.keys(data), ...(ADDED[type] ?? [])].sort()]),
);

/** Events of ours in sample data that have other fields than those that our triggers hand over. */
export function shapeFaults(template: Template, runs: readonly SampleRun[]): string[] {
	const ours = template.nodes.filter(({ type }) => /^n8n-nodes-icrm\..*Trigger$/.test(type));
	return runs
		.filter(({ trigger }) => ours.some(({ name }) => name === trigger))
		.flatMap(({ items = [] }) => items)
		.flatMap((item) => {
			const type = String(item.eventType);
			const wanted = FIELDS.get(type) ?? [];
			const given = Object.keys(item);
			const [missing, strange] = [
				wanted.filter((key) => !given.includes(key)),
				given.filter((key) => !wanted.includes(key)),
			];
			return missing.length + strange.length === 0
				? []
				: [
						`${template.key}, ${type}: without ${missing.join(', ') || '-'}, with ${strange.join(', ') || '-'}`,
					];
		});
}
