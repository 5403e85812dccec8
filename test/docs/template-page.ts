import type { INode } from 'n8n-workflow';
import { FIRST_NOTE, titleOf, type Template } from '../../cli/templates/template';
import { isNote, textsOf, type Texts } from '../../workflows/texts';

/** The page of a template, made from the template itself: what its notes say, its picture, its steps, its credentials. */

const OURS = 'n8n-nodes-icrm.';

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

/** What a template does, shown, where words are not enough. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
	'breach-escalation-mail': [
		'## Who would be notified, and when',
		'![A timeline: after a breach on Thursday at 16:30, Tom Becker at once, Priya Raman after 30 minutes, Jonas Brandt on Tuesday after Easter](../img/escalation-preview.svg)',
		'This is the _Preview_ of the sample policy _Up the line_, for a breach on the Thursday before Easter in Berlin. [ICRM Escalation](../nodes/escalation.md#try-it-before-it-matters) draws it for your own policies before they matter.',
	],
};

/** Markdown, not yet formatted. */
export function templatePage(template: Template): string {
	const { key: name } = template;
	const nodes = template.nodes as unknown as readonly INode[];
	const [english = {}, chinese = {}, german = {}] = textsOf(name);
	// In the order in which the language files tell them.
	const notes = Object.keys(english).filter((place) => !place.includes(': '));
	const said = (texts: Texts) => notes.map((note) => (texts[note] ?? '').trim());
	// Its heading is the page's.
	const text = (english[FIRST_NOTE] ?? '').trim().split('\n').slice(1).join('\n');
	const further = notes.filter((note) => note !== FIRST_NOTE);
	return [
		`<!-- Made from workflows/${name}.json by test/docs: change its texts in workflows/texts, then write the pages anew. -->`,
		`# ${titleOf(template)}`,
		text.trim(),
		`![The workflow in the editor](../img/templates/${name}.png)`,
		...(SHOWN[name] ?? []),
		...further.map((note) => (english[note] ?? '').trim().replace(/^#+ /, '## ')),
		'## Its steps',
		table(
			['Step', 'Node', 'Credential'],
			nodes.filter((node) => !isNote(node)).map((node) => [node.name, nodeLink(node), credentialsOf(node)]),
		),
		'## Get it',
		`\`icrm templates import ${name}\` ([the command](../cli.md)), or import the file [${name}.json](../../workflows/${name}.json) in the editor. [All templates](../templates.md)`,
		'## 中文',
		...said(chinese),
		'## Deutsch',
		...said(german),
	].join('\n\n');
}

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
