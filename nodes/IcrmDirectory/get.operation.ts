import type { Engine } from '../../engine';
import { locatorField, requireLocator } from '../shared/fields/locators';
import { defineOperation } from '../shared/run/operation';
import { oneByOne } from '../shared/run/output';
import { describe, type Noun } from './noun';

/** 'Get' for one kind of record. Its parameter has the name of the kind: `department`. */
export const getOperation = (kind: Noun, find: (engine: Engine, id: string) => Promise<object>) =>
	defineOperation<string>({
		value: 'get',
		name: 'Get',
		action: `Get ${kind.noun}`,
		description: `Retrieve a ${kind.noun} by its ID`,
		fields: [locatorField(kind.noun, { required: true })],
		read: (context, itemIndex) => requireLocator(context, kind.noun, itemIndex, kind.title),
		run: (engine, ids) => oneByOne(ids, async (id) => describe(kind, await find(engine, id))),
	});
