import type { Template } from '../../../cli/templates/template';

type TemplateNode = Template['nodes'][number];
type Change = (node: TemplateNode) => TemplateNode;

/** The template with one of its nodes changed. */
export const withNode = (template: Template, name: string, change: Change): Template => ({
	...template,
	nodes: template.nodes.map((node) => (node.name === name ? change(node) : node)),
});

const giving =
	(changes: Readonly<Record<string, unknown>>): Change =>
	(node) => ({ ...node, parameters: { ...node.parameters, ...changes } });
const being =
	(changes: Partial<TemplateNode>): Change =>
	(node) => ({ ...node, ...changes });
const credential = (type: string) => ({ [type]: { id: '', name: 'Any' } });

/** Ways in which a template can be wrong, one after the other, and the words in which that is told. */
export const SPOILT: readonly {
	readonly what: string;
	readonly key: string;
	readonly node: string;
	readonly change: Change;
	readonly fault: string;
}[] = [
	{
		what: 'a node type that does not exist',
		key: 'redmine',
		node: 'Mirror it',
		change: being({ type: 'n8n-nodes-icrm.icrmRequests' }),
		fault: "there is no node type 'n8n-nodes-icrm.icrmRequests'",
	},
	{
		what: 'a version that the node does not have',
		key: 'redmine',
		node: 'What changed',
		change: being({ typeVersion: 4.25 }),
		fault: 'n8n-nodes-base.httpRequest has no version 4.25, only 1, 2, 3, 4',
	},
	{
		what: 'a node that n8n has given up',
		key: 'redmine',
		node: 'What happened',
		change: being({ type: 'n8n-nodes-base.function', typeVersion: 1, parameters: {} }),
		fault: 'n8n-nodes-base.function is deprecated',
	},
	{
		what: 'a misspelt parameter',
		key: 'breach-escalation-mail',
		node: 'Send the mail',
		change: giving({ toEmial: 'somebody@acme.example' }),
		fault: "there is no parameter 'toEmial'",
	},
	{
		what: 'a misspelt parameter in an option',
		key: 'redmine',
		node: 'Its history',
		change: giving({ options: { timeuot: 30_000 } }),
		fault: "there is no parameter 'options.timeuot'",
	},
	{
		what: 'a misspelt parameter in a list',
		key: 'redmine',
		node: 'Its history',
		change: giving({ queryParameters: { parameters: [{ nmae: 'include', value: 'journals' }] } }),
		fault: "there is no parameter 'queryParameters.parameters.nmae'",
	},
	{
		what: 'a misspelt list',
		key: 'redmine',
		node: 'Its history',
		change: giving({ queryParameters: { parameter: [] } }),
		fault: "there is no parameter 'queryParameters.parameter'",
	},
	{
		what: 'a parameter that belongs to another choice',
		key: 'redmine',
		node: 'Your Redmine',
		change: giving({ mode: 'manual' }),
		fault: "parameter 'jsonOutput' is not there with the other values of this node",
	},
	{
		what: 'an option that is not offered',
		key: 'redmine',
		node: 'Mirror it',
		change: giving({ operation: 'miror' }),
		fault: "operation 'miror' is not among",
	},
	{
		what: 'an option that is not offered, in a list of several',
		key: 'warn-before-breach',
		node: 'Time is running out',
		change: giving({ events: ['clock.warning', 'clock.breeched'] }),
		fault: "events 'clock.breeched' is not among clock.breached, clock.warning",
	},
	{
		what: 'an option that is not offered, deep inside',
		key: 'redmine',
		node: 'Every minute',
		change: giving({ rule: { interval: [{ field: 'fortnights' }] } }),
		fault: "rule.interval.field 'fortnights' is not among",
	},
	{
		what: 'a locator that means its value in a way there is not',
		key: 'redmine',
		node: 'Get the request',
		change: giving({ request: { __rl: true, mode: 'url', value: '=x' } }),
		fault: "request has the mode 'url', which is not among list, id",
	},
	{
		what: 'a value of another kind',
		key: 'redmine',
		node: 'Its history',
		change: giving({ options: { timeout: '30 s' } }),
		fault: 'options.timeout is not a number',
	},
	{
		what: 'JSON that is none',
		key: 'redmine',
		node: 'Your Redmine',
		change: giving({ jsonOutput: '{ "url": ' }),
		fault: 'jsonOutput is not JSON',
	},
	{
		what: 'an expression where none is taken',
		key: 'sync-people-from-ldap',
		node: 'Sync the people',
		change: giving({ resource: "={{ 'member' }}" }),
		fault: 'resource takes no expression',
	},
	{
		what: 'an assignment of a kind there is not',
		key: 'redmine',
		node: 'Ten minutes',
		change: giving({ assignments: { assignments: [{ id: 'a', name: 'n', value: '10', type: 'integer' }] } }),
		fault: "assignments 'n' is of the type 'integer', which is not among",
	},
	{
		what: 'a required parameter that is missing',
		key: 'sync-people-from-ldap',
		node: 'Sync the people',
		change: giving({ source: '' }),
		fault: 'Parameter "Name of the List" is required',
	},
	{
		what: 'a credential of a type that does not exist',
		key: 'breach-escalation-mail',
		node: 'Send the mail',
		change: being({ credentials: credential('smtpp') }),
		fault: "there is no credential type 'smtpp'",
	},
	{
		what: 'a credential of a type that the node does not take',
		key: 'breach-escalation-mail',
		node: 'Send the mail',
		change: being({ credentials: credential('imap') }),
		fault: "takes no credential of type 'imap' with these parameters",
	},
	{
		what: 'a credential that is missing',
		key: 'breach-escalation-mail',
		node: 'Send the mail',
		change: being({ credentials: {} }),
		fault: "needs a credential of type 'smtp'",
	},
	{
		what: 'a credential that the HTTP node was told to use and does not have',
		key: 'redmine',
		node: 'What changed',
		change: being({ credentials: {} }),
		fault: "needs a credential of type 'httpHeaderAuth'",
	},
	{
		what: 'a credential that the HTTP node was not told to use',
		key: 'redmine',
		node: 'What changed',
		change: giving({ genericAuthType: 'httpBasicAuth' }),
		fault: "takes no credential of type 'httpHeaderAuth' with these parameters",
	},
	{
		what: 'a type of credential that no HTTP node can use',
		key: 'redmine',
		node: 'What changed',
		change: giving({ genericAuthType: 'smtp' }),
		fault: "genericAuthType: 'smtp' is not one of has:genericAuth",
	},
];

/** Expressions in the node after the mail, and what is told of each. */
export const BROKEN_EXPRESSIONS: readonly (readonly [expression: string, fault: string])[] = [
	['={{ $json.acepted }}', 'gives undefined'],
	['={{ $json.envelope.too[0] }}', 'gives undefined'],
	["=Sent to {{ $('Someone must be notified').item.json.memberEmial }}", 'gives undefined'],
	["={{ $('Someone must be notifyed').item.json.eventId }}", 'throws'],
	['={{ $json.envelope. }}', 'throws'],
	['=Sent to {{ $json.envelope }}', "gives '[object Object]' in a text"],
	["={{ 'Sent to ' + $json.too }}", "gives 'undefined' in a text"],
	['={{ Number($json.response) }}', 'gives NaN'],
	['={{ { step: [$json.response, Number($json.response)] } }}', 'gives NaN at step.1'],
	['={{ DateTime.fromISO($json.response).toFormat("d LLL") }}', "gives 'Invalid DateTime' in a text"],
	["={{ DateTime.fromISO($('Someone must be notified').item.json.title) }}", 'gives an invalid date'],
	["=For {{ $('Someone must be notified').item.json.externalRef }}", 'gives null inside a text'],
];
