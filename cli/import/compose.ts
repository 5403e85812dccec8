import type { N8nNode, N8nWorkflow } from '../n8n/types';
import { isOurs, missingAt, wantedBy, nodeIn, STORE, type Need } from '../templates/needed-credentials';
import { FIRST_NOTE, type Template } from '../templates/template';
import type { Choice, Credentials, Reference } from './choose-credentials';
import { fingerprintOf, TEMPLATE_SETTINGS } from './fingerprint';
import { markText } from './mark';

type TemplateNode = Template['nodes'][number];
interface BodyNode extends Omit<TemplateNode, 'credentials' | 'position'> {
	readonly position: unknown;
	readonly credentials?: Readonly<Record<string, Reference>>;
}
type Chosen = ReadonlyMap<Need['type'], Choice>;

/** A workflow as n8n's public API takes it. */
export interface Body {
	readonly name: string;
	readonly nodes: readonly BodyNode[];
	readonly connections: object;
	readonly settings: object;
}

/**
 * The template with what is not the template's: credentials, the mark, and, where it is there already, its name, where the
 * admin put the nodes, and their settings.
 */
export async function compose(
	template: Template,
	credentials: Credentials,
	present: N8nWorkflow | undefined,
): Promise<Body> {
	const nodes: BodyNode[] = [];
	for (const node of template.nodes)
		nodes.push(dressed(node, await chooseFor(node, credentials, present), present));
	const used = nodes.flatMap((node) => Object.values(node.credentials ?? {}));
	const mark = {
		key: template.key,
		fingerprint: fingerprintOf(template),
		empty: credentials.emptyAmong(used),
	};
	return {
		name: present?.name ?? template.name,
		nodes: nodes.map((node) => (node.name === FIRST_NOTE ? { ...node, notes: markText(mark) } : node)),
		connections: template.connections,
		settings: settingsFor(template, present),
	};
}

async function chooseFor(
	node: TemplateNode,
	credentials: Credentials,
	present: N8nWorkflow | undefined,
): Promise<Chosen> {
	const needs = present ? missingAt(node, present) : wantedBy(node);
	const chosen = new Map<string, Choice>();
	for (const need of needs) {
		const choice = await credentials.choose(need);
		if (choice) chosen.set(need.type, choice);
	}
	return chosen;
}

function dressed(node: TemplateNode, chosen: Chosen, present: N8nWorkflow | undefined): BodyNode {
	const before = nodeIn(present, node);
	const credentials = {
		...(present && isOurs(node) ? storeOf(present) : {}),
		...Object.fromEntries(
			[...chosen].flatMap(([type, { id, name }]) => (id === undefined ? [] : [[type, { id, name }]])),
		),
		...before?.credentials,
	};
	const { credentials: _placeholders, ...rest } = node;
	return {
		...rest,
		...(before ? { position: before.position } : {}),
		...(before?.webhookId ? { webhookId: before.webhookId } : {}),
		...(Object.keys(credentials).length > 0 ? { credentials } : {}),
	};
}

/** A workflow keeps to the store it uses: a node that is new in it takes the same. */
function storeOf({ nodes }: N8nWorkflow): NonNullable<N8nNode['credentials']> {
	const store = nodes.find((node) => isOurs(node) && node.credentials?.[STORE])?.credentials?.[STORE];
	return store ? { [STORE]: store } : {};
}

/** n8n keeps the settings that an update does not name: they are the admin's once the workflow is there. */
const settingsFor = ({ settings }: Template, present: N8nWorkflow | undefined): object =>
	present
		? Object.fromEntries(Object.entries(settings).filter(([key]) => TEMPLATE_SETTINGS.includes(key)))
		: settings;
