import type { N8nClient } from '../n8n/client';
import { credentialSchema, type N8nCredential } from '../n8n/types';
import { EXIT, Failure } from '../output/failure';
import { STORE, type Need } from '../templates/needed-credentials';
import type { Given } from './credentials-file';

/** As a node names the credential it uses; old ones have no id. */
export interface Reference {
	readonly id?: string | null | undefined;
	readonly name: string;
}

/** Keys for anything: the only one of its type may be for something else altogether. */
const ANY_PURPOSE = /^(http|oAuth)/;
const PATH = '/credentials';

export interface Choice {
	readonly type: string;
	readonly name: string;
	/**
	 * `found`: one was there; `created`: from the file; `empty`: created for you to fill in, and not filled in yet; `several`:
	 * there are more than one and none has that name; `open`: it could not be created.
	 */
	readonly how: 'found' | 'created' | 'empty' | 'several' | 'open';
	readonly id?: string;
}

/** The credentials of one n8n during one import: found or, when the first workflow needs them, created. */
export class Credentials {
	private readonly chosen = new Map<string, Promise<Choice | undefined>>();
	private readonly made: Choice[] = [];

	private constructor(
		private readonly client: N8nClient,
		private readonly existing: readonly N8nCredential[],
		/** id → when it was created empty; see `Mark`. */
		private readonly empty: Map<string, string>,
		private readonly given: Given,
		private readonly dryRun: boolean,
	) {}

	static async open(
		client: N8nClient,
		marked: ReadonlyMap<string, string>,
		given: Given,
		dryRun: boolean,
	): Promise<Credentials> {
		const existing = await client.credentials();
		return new Credentials(client, existing, stillEmpty(existing, marked), given, dryRun);
	}

	/** All that were asked for. */
	get choices(): readonly Choice[] {
		return this.made;
	}

	/** @returns undefined where none is needed: the embedded store */
	choose(need: Need): Promise<Choice | undefined> {
		const key = `${need.type} ${need.name}`;
		const chosen = this.chosen.get(key) ?? this.find(need);
		if (!this.chosen.has(key)) this.chosen.set(key, chosen);
		return chosen;
	}

	/** Fills in what an earlier import created empty and the file now has. */
	async fillFromFile(needs: readonly Need[]): Promise<void> {
		for (const need of needs) {
			const before = this.named(need);
			if (before && this.empty.has(before.id) && this.given[need.name]?.type === need.type)
				await this.choose(need);
		}
	}

	/** Whether a credential that a node uses is there and filled in; one that is not is among the choices. */
	isReady(type: string, { id, name }: Reference): boolean {
		if (!id) return false;
		if (!this.empty.has(id))
			return this.existing.some((one) => one.id === id) || this.made.some((one) => one.id === id);
		if (!this.made.some((one) => one.id === id)) this.made.push({ type, name, how: 'empty', id });
		return false;
	}

	/** Of these, those that nobody has filled in yet. */
	emptyAmong(used: readonly Reference[]): ReadonlyMap<string, string> {
		return new Map([...this.empty].filter(([empty]) => used.some(({ id }) => id === empty)));
	}

	private named({ type, name }: Need): N8nCredential | undefined {
		return this.existing.find((credential) => credential.type === type && credential.name === name);
	}

	private async find(need: Need): Promise<Choice | undefined> {
		const choice = await this.findOrCreate(need);
		if (choice) this.made.push(choice);
		return choice;
	}

	private async findOrCreate(need: Need): Promise<Choice | undefined> {
		const { type, name } = need;
		const ofType = this.existing.filter((credential) => credential.type === type);
		const named = this.named(need);
		const given = this.given[name];
		const data = given?.type === type ? given.data : undefined;
		if (data && (!named || this.empty.has(named.id))) return this.fill(need, data, named);
		const fit = named ?? (ofType.length === 1 && !ANY_PURPOSE.test(type) ? ofType[0] : undefined);
		if (fit) return { type, name: fit.name, how: this.empty.has(fit.id) ? 'empty' : 'found', id: fit.id };
		if (ofType.length > 1 && !ANY_PURPOSE.test(type)) return { type, name, how: 'several' };
		// The embedded store needs none.
		return type === STORE ? undefined : this.createEmpty(need);
	}

	/** From the file: a new one, or the one that was created empty before. */
	private async fill(
		{ type, name }: Need,
		data: Given[string]['data'],
		before: N8nCredential | undefined,
	): Promise<Choice> {
		if (this.dryRun) return { type, name, how: 'created', ...(before ? { id: before.id } : {}) };
		try {
			const { id } = before
				? await this.client.ask('PATCH', `${PATH}/${before.id}`, credentialSchema, { data })
				: await this.client.ask('POST', PATH, credentialSchema, { name, type, data });
			this.empty.delete(id);
			return { type, name, how: 'created', id };
		} catch (error) {
			throw withoutValues(error, data);
		}
	}

	private async createEmpty({ type, name }: Need): Promise<Choice> {
		if (this.dryRun) return { type, name, how: 'empty' };
		try {
			const data = emptyDataOf(await this.client.credentialSchema(type));
			const { id, updatedAt } = await this.client.ask('POST', PATH, credentialSchema, { name, type, data });
			this.empty.set(id, updatedAt);
			return { type, name, how: 'empty', id };
		} catch (error) {
			if (error instanceof Failure && error.exitCode === EXIT.failed) return { type, name, how: 'open' };
			throw error;
		}
	}
}

const stillEmpty = (existing: readonly N8nCredential[], marked: ReadonlyMap<string, string>) =>
	new Map(
		existing
			.filter(({ id, updatedAt }) => marked.get(id) === updatedAt)
			.map((one) => [one.id, one.updatedAt]),
	);

/** What n8n demands at least, left blank. */
function emptyDataOf(schema: unknown): Record<string, string> {
	const required = typeof schema === 'object' && schema !== null && 'required' in schema && schema.required;
	return Object.fromEntries((Array.isArray(required) ? required : []).map((field) => [String(field), '']));
}

/** n8n or a proxy may quote in its refusal what it was sent. */
function withoutValues(error: unknown, data: Given[string]['data']): unknown {
	if (!(error instanceof Failure)) return error;
	const values = Object.values(data).filter((value) => typeof value === 'string' && value.length > 3);
	const clean = values.reduce<string>((text, value) => text.replaceAll(String(value), '***'), error.message);
	return new Failure(clean, error.hint, error.exitCode);
}
