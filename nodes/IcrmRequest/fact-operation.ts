import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { recordFacts } from '../../engine';
import { optionsField, readFlag, readInstant, readText, simplifyField } from '../shared/fields/fields';
import type { ParameterNames } from '../shared/fields/labels';
import { requireLocator } from '../shared/fields/locators';
import { defineOperation, type Operation } from '../shared/run/operation';
import { mapOutcomes } from '../shared/run/output';
import { presentRequest } from './present-request';
import {
	actorField,
	historyField,
	requestField,
	sourceField,
	sourceRefField,
	whenField,
} from './request-fields';

/** What one operation says about a request: its words, its own fields, and the fact they make. */
interface FactWords {
	readonly value: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** Between 'Request' and 'Options'. */
	readonly fields: readonly INodeProperties[];
	/** What the engine calls some of them. */
	readonly names?: ParameterNames;
	/** The fact's kind and what goes with it. The engine checks it. */
	fact(context: IExecuteFunctions, itemIndex: number): { readonly kind: string };
}

interface Said {
	readonly simplify: boolean;
	readonly input: object;
}

/** An operation that says something about requests: all of them are the same but for the fact. */
export const factOperation = ({ fields, fact, ...words }: FactWords): Operation<Said> =>
	defineOperation({
		...words,
		names: { at: 'when', ...words.names },
		fields: [
			requestField,
			...fields,
			optionsField([actorField, historyField, sourceField, sourceRefField, whenField]),
			simplifyField,
		],
		read: (context, itemIndex) => ({
			simplify: readFlag(context, 'simplify', itemIndex),
			input: {
				request: requireLocator(context, 'request', itemIndex, 'Request'),
				at: readInstant(context, 'options.when', itemIndex),
				actor: readText(context, 'options.actor', itemIndex),
				source: readText(context, 'options.source', itemIndex),
				sourceRef: readText(context, 'options.sourceRef', itemIndex),
				history: readFlag(context, 'options.history', itemIndex),
				fact: fact(context, itemIndex),
			},
		}),
		run: async (engine, inputs) =>
			mapOutcomes(
				await recordFacts(
					engine,
					inputs.map(({ input }) => input),
				),
				(view, index) => presentRequest(view, inputs[index]?.simplify ?? true),
			),
	});
