import type { N8nClient } from '../n8n/client';
import { anything, tagSchema, type N8nWorkflow } from '../n8n/types';
import { EXIT, Failure } from '../output/failure';

/** The tag that every imported workflow gets; found or created when the first needs it. */
export class Tag {
	private id: Promise<string> | undefined;

	constructor(
		private readonly client: N8nClient,
		readonly name: string,
	) {}

	isOn(workflow: N8nWorkflow): boolean {
		// Without tags at all there is nothing to miss.
		return !workflow.tags || workflow.tags.some(({ name }) => name === this.name);
	}

	/** Before a workflow is created that could then not be tagged. */
	async prepare(): Promise<void> {
		await (this.id ??= this.findOrCreate());
	}

	/** Adds it to those that are there. @returns whether n8n has tags at all */
	async put(workflowId: string, present: N8nWorkflow['tags']): Promise<boolean> {
		await this.prepare();
		const ids = [...(present ?? []).map(({ id }) => ({ id })), { id: await this.id }];
		try {
			await this.client.ask('PUT', `/workflows/${workflowId}/tags`, anything, ids);
			return true;
		} catch (error) {
			if (error instanceof Failure && error.message.endsWith('Workflow Tags Disabled')) return false;
			throw error;
		}
	}

	private async findOrCreate(): Promise<string> {
		const found = (await this.client.all('/tags', tagSchema)).find(({ name }) => name === this.name);
		return (found ?? (await this.client.ask('POST', '/tags', tagSchema, { name: this.name }))).id;
	}
}

/** @throws Failure with exit code 2 for a name that n8n would refuse */
export function checkTag(name: string): string {
	if (name.trim() === name && name.length > 0 && name.length <= 24) return name;
	throw new Failure(
		`'${name}' cannot be a tag`,
		'Take 1 to 24 characters, without spaces at the ends.',
		EXIT.usage,
	);
}
