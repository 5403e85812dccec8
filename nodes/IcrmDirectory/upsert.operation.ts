import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { valuesOf, type Engine, type Outcome } from '../../engine';
import { fieldsOrJson, isGivenAsJson, readRecord } from '../shared/fields/input-mode';
import { giveHint } from '../shared/run/hint';
import { defineOperation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { describe, type Noun } from './noun';

/** What was saved of the items of one run: as it was given, and as it is now. */
interface Saved {
	readonly engine: Engine;
	readonly inputs: readonly unknown[];
	readonly records: readonly object[];
}

interface Words extends Noun {
	/** A record as JSON. */
	readonly example: string;
	readonly fields: readonly INodeProperties[];
	/** The record as the engine takes it, from the fields of one item. What is undefined stays as it is stored. */
	read(context: IExecuteFunctions, itemIndex: number): object;
	save(engine: Engine, inputs: readonly unknown[]): Promise<Outcome<object>[]>;
	/** What the engine calls otherwise than the panel does. */
	readonly names?: Readonly<Record<string, string>>;
	/** What somebody may not have meant, though it was saved. */
	hint?(saved: Saved): string | undefined | Promise<string | undefined>;
}

/** What the engine adds to a record, and does not take. */
const OUTPUT_ONLY = ['change', 'revision'];

/** 'Create or Update' for one kind of record: by fields or as JSON, all items in one write. */
export const upsertOperation = (words: Words) =>
	defineOperation<unknown>({
		value: 'upsert',
		name: 'Create or Update',
		action: `Create or update ${words.noun}`,
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		fields: fieldsOrJson(words.noun, words.fields, words.example),
		...(words.names ? { names: words.names } : {}),
		read: (context, itemIndex) =>
			isGivenAsJson(context, itemIndex)
				? readRecord(context, itemIndex, words.noun, OUTPUT_ONLY)
				: words.read(context, itemIndex),
		run: async (engine, inputs, context) => {
			const saved = await words.save(engine, inputs);
			const hint = words.hint?.({
				engine,
				inputs: inputs.filter((_, index) => saved[index]?.ok),
				records: valuesOf(saved),
			});
			giveHint(context, await hint);
			return mapOutcomes(saved, (record) => describe(words, record));
		},
	});

/** A name is demanded of new records only, which the engine knows and the editor does not. */
export const nameField = (noun: string, placeholder: string): INodeProperties => ({
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder,
	description: `A new ${noun} needs one; left empty, a stored ${noun} keeps its name`,
});

export const idField = (title: string, placeholder: string): INodeProperties => ({
	displayName: `${title} ID`,
	name: 'id',
	type: 'string',
	default: '',
	required: true,
	placeholder,
	description: 'Short and stable, without spaces: what other records and workflows refer to',
});
