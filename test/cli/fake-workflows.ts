import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './fake-reply';

interface FakeNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}
interface Content {
	nodes: readonly FakeNode[];
	connections: object;
}
interface Body extends Content {
	readonly name: string;
	readonly settings: Readonly<Record<string, unknown>>;
}
export interface FakeWorkflow extends Content {
	readonly id: string;
	name: string;
	active: boolean;
	/** Of the triggers that have started. */
	triggerCount: number;
	isArchived: boolean;
	versionId: string;
	activeVersionId: string | null;
	activeVersion: Content | null;
	settings: Readonly<Record<string, unknown>>;
	tags: readonly { readonly id: string; readonly name: string }[];
	readonly createdAt: string;
	updatedAt: string;
}

/** Keys of a node that n8n takes; with any other it refuses the whole workflow. */
const NODE_KEYS =
	'id name webhookId disabled notesInFlow notes type typeVersion executeOnce alwaysOutputData retryOnFail maxTries waitBetweenTries continueOnFail onError position parameters credentials'.split(
		' ',
	);

/** Workflows as n8n 2.40 keeps them: a draft, and the version that runs. */
export class FakeWorkflows {
	readonly rows: FakeWorkflow[] = [];
	/**
	 * What becomes of a publication after its answer, by the next time somebody asks: the triggers start; or one does not, of
	 * which 2.40.5 says nothing but that it counts none; or an older n8n takes the publication back for that.
	 */
	publication: 'starts' | 'fails' | 'is taken back' = 'starts';
	private readonly starting = new Set<FakeWorkflow>();

	/** Those whose name contains this one, as a list gives them. */
	list(name = ''): readonly FakeWorkflow[] {
		// What this answer still says of a publication under way is over by the next.
		const rows = this.rows.filter((row) => row.name.includes(name)).map((row) => ({ ...row }));
		if (this.publication === 'fails') return rows;
		for (const row of this.starting)
			Object.assign(
				row,
				this.publication === 'starts'
					? { triggerCount: 1 }
					: { active: false, activeVersionId: null, activeVersion: null },
			);
		this.starting.clear();
		return rows;
	}

	create(body: unknown): FakeWorkflow {
		const { name, nodes, connections, settings } = checked(body);
		const at = new Date().toISOString();
		const row: FakeWorkflow = {
			...{
				id: randomUUID(),
				name,
				nodes,
				connections,
				settings,
				active: false,
				triggerCount: 0,
				isArchived: false,
				tags: [],
			},
			...{
				versionId: randomUUID(),
				activeVersionId: null,
				activeVersion: null,
				createdAt: at,
				updatedAt: at,
			},
		};
		this.rows.push(row);
		return row;
	}

	update(id: string, body: unknown): FakeWorkflow {
		const row = this.byId(id);
		if (row.isArchived) throw new Refusal('Cannot update an archived workflow.', 400);
		const { name, nodes, connections, settings } = checked(body);
		const isNew = !isDeepStrictEqual(row.nodes, nodes) || !isDeepStrictEqual(row.connections, connections);
		Object.assign(row, { name, nodes, connections, settings: { ...row.settings, ...settings } });
		Object.assign(row, {
			updatedAt: new Date().toISOString(),
			...(isNew ? { versionId: randomUUID() } : {}),
		});
		if (row.active) this.publish(id);
		return row;
	}

	/** Its answer says nothing of tags. */
	publish(id: string): Omit<FakeWorkflow, 'tags'> {
		const row = this.byId(id);
		const { nodes, connections, versionId } = row;
		Object.assign(row, { active: true, activeVersionId: versionId, activeVersion: { nodes, connections } });
		this.starting.add(row);
		const { tags: _tags, ...answer } = row;
		return answer;
	}

	tag(id: string, body: unknown, tags: readonly { id: string; name: string }[]) {
		const wanted = (body as { id: string }[]).map((one) => tags.find((tag) => tag.id === one.id));
		if (wanted.includes(undefined)) throw new Refusal('Some tags not found', 404);
		return (this.byId(id).tags = wanted.filter((tag) => tag !== undefined));
	}

	named(name: string): FakeWorkflow {
		const found = this.rows.find((row) => row.name === name);
		if (found) return found;
		throw new Error(`There is no workflow '${name}'`);
	}

	private byId(id: string): FakeWorkflow {
		const found = this.rows.find((row) => row.id === id);
		if (found) return found;
		throw new Refusal('You do not have permission to update this workflow.', 404);
	}
}

function checked(body: unknown): Body {
	const workflow = body as Body;
	for (const [index, node] of workflow.nodes.entries()) {
		const stray = Object.keys(node).find((key) => !NODE_KEYS.includes(key));
		if (stray !== undefined)
			throw new Refusal(`request/body/nodes/${index} Unrecognized key(s) in object: '${stray}'`, 400);
	}
	return workflow;
}
