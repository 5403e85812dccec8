import type { INode } from 'n8n-workflow';
import { titleOf, type Template } from '../../cli/templates/template';

/** The page of a template, made from the template itself: what its notes say, its picture, its steps, its credentials. */

const OURS = 'n8n-nodes-icrm.';
const STICKY = 'n8n-nodes-base.stickyNote';
/** Between the languages of the first note: English, Chinese, German. */
const NEXT_LANGUAGE = /\n+---\n/;

const PAGES: Readonly<Record<string, string>> = {
	icrmDirectory: 'directory',
	icrmRequest: 'request',
	icrmAgreement: 'agreement',
	icrmEscalation: 'escalation',
	icrmSurvey: 'survey',
	icrmAdmin: 'admin',
	icrmSlaTrigger: 'sla-trigger',
	icrmEscalationTrigger: 'escalation-trigger',
	icrmSurveyTrigger: 'survey-trigger',
};

/** Markdown, not yet formatted. */
export function templatePage(template: Template): string {
	const { key: name } = template;
	const nodes = template.nodes as unknown as readonly INode[];
	const [first, ...further] = nodes.filter(({ type }) => type === STICKY).map(noteOf);
	const [english = '', chinese = '', german = ''] = (first ?? '').split(NEXT_LANGUAGE);
	// Its heading is the page's.
	const text = english.split('\n').slice(1).join('\n');
	return [
		`<!-- Made from workflows/${name}.json by test/docs: change the template, then write the pages anew. -->`,
		`# ${titleOf(template)}`,
		text.trim(),
		`![The workflow in the editor](../img/templates/${name}.png)`,
		...further.map((note) => note.replace(/^#+ /, '## ')),
		'## Its steps',
		table(
			['Step', 'Node', 'Credential'],
			nodes
				.filter(({ type }) => type !== STICKY)
				.map((node) => [node.name, nodeLink(node), credentialsOf(node)]),
		),
		'## Get it',
		`\`icrm templates import ${name}\` ([the command](../cli.md)), or import the file [${name}.json](../../workflows/${name}.json) in the editor. [All templates](../templates.md)`,
		'## 中文',
		chinese.trim(),
		'## Deutsch',
		german.trim(),
	].join('\n\n');
}

const noteOf = (node: INode): string => String(node.parameters.content);

function nodeLink({ type }: INode): string {
	const page = PAGES[type.replace(OURS, '')];
	const kind = `\`${type.replace(/^n8n-nodes-base\./, '')}\``;
	return page ? `[${kind}](../nodes/${page}.md)` : kind;
}

const credentialsOf = ({ credentials }: INode): string =>
	Object.values(credentials ?? {})
		.map(({ name }) => name)
		.join(', ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
