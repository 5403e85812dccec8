import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import type { Template } from '../../cli/templates/template';
import { readTemplates } from '../../cli/templates/template-files';
import { LANGUAGE_OPTIONS } from '../../engine';
import company from '../../workflows/sample-company.json';
import promises from '../../workflows/sample-promises.json';
import { nodeType } from '../support/n8n-engine';

const OURS = 'n8n-nodes-icrm.';
const templates = readTemplates().map((template): [string, Template] => [template.key, template]);
const nodesOf = (template: Template) => template.nodes as unknown as readonly INode[];
const all = templates.flatMap(([name, template]) => nodesOf(template).map((node) => ({ name, node })));

describe('the templates', () => {
	it('are the ones the docs speak of', () => {
		expect(templates.map(([name]) => name)).toEqual([
			'breach-escalation-mail',
			'effort-survey',
			'load-sample-company',
			'low-score-mail',
			'milestone-survey',
			'open-request-from-form',
			'redmine',
			'sync-absences-from-calendar',
			'sync-people-from-csv-or-api',
			'sync-people-from-ldap',
			'ticket-desk-webhook',
			'warn-before-breach',
		]);
	});

	it.each(
		all
			.filter(({ node }) => node.type.startsWith(OURS))
			.map(({ name, node }) => [name, node.name, node] as const),
	)('%s: "%s" has parameters that the node knows, and misses none that it needs', (_name, _node, node) => {
		const { description } = nodeType(node.type.replace(OURS, ''));
		const known = new Set(description.properties.map(({ name }) => name));
		expect(Object.keys(node.parameters).filter((name) => !known.has(name))).toEqual([]);
		const filled = NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters as INodeParameters,
			true,
			false,
			node,
			description,
		);
		const issues = NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...node, parameters: filled ?? {} },
			description,
		);
		expect(issues?.parameters ?? {}).toEqual({});
	});

	it.each(templates)(
		'%s begins with a note in every language, and carries no secret, id of a credential or address of a server',
		(_name, template) => {
			const [note] = nodesOf(template).filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			expect(note?.name).toBe('Start here');
			const spoken = String(note?.parameters.content).split(/\n+---\n/);
			expect(spoken).toHaveLength(LANGUAGE_OPTIONS.length);
			// English, with what is to be done; then in few words Chinese, and German.
			expect(spoken[0]).toMatch(/\*\*To do/);
			expect(spoken[1]).toMatch(/^\*\*[^*]*[\u4e00-\u9fff][^*]*\*\*：/);
			expect(spoken[2]).toMatch(/^\*\*[^*]+\*\*: [^\u4e00-\u9fff]*\b(der|die|den|ist|Sie)\b/);
			for (const text of spoken.slice(1)) expect(text.length).toBeLessThanOrEqual(600);
			const credentials = nodesOf(template).flatMap((node) => Object.values(node.credentials ?? {}));
			expect(credentials.every(({ id }) => id === '')).toBe(true);
			expect(JSON.stringify(template)).not.toMatch(
				/https?:\/\/(?!www\.w3\.org|[\w.-]+\.example\b)|password|apiKey|127\.0\.0\.1/i,
			);
		},
	);

	it('carry the sample data that stands beside them', () => {
		const given = (name: string) =>
			JSON.parse(
				String(
					nodesOf(new Map(templates).get('load-sample-company') as Template).find(
						(node) => node.name === name,
					)?.parameters.jsonOutput,
				),
			) as unknown;
		expect(given('The company')).toEqual(company);
		expect(given('The promises')).toEqual(promises);
	});

	it('offer in the form the services that the sample company has', () => {
		const form = nodesOf(new Map(templates).get('open-request-from-form') as Template).find((node) =>
			node.type.endsWith('formTrigger'),
		);
		for (const { name } of company.services) expect(JSON.stringify(form?.parameters)).toContain(name);
	});
});
