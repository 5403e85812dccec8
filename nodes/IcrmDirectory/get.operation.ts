import type { Engine } from '../../engine';
import { locatorField, requireLocator } from '../shared/locators';
import { defineOperation } from '../shared/operation';
import { oneByOne, plain } from '../shared/output';
import type { Noun } from './noun';

/** 'Get' for one kind of record. Its parameter has the name of the kind: `department`. */
export const getOperation = ({ noun, title }: Noun, find: (engine: Engine, id: string) => Promise<object>) =>
	defineOperation<string>({
		value: 'get',
		name: 'Get',
		action: `Get ${noun}`,
		description: `Retrieve a ${noun} by its ID`,
		fields: [locatorField(noun, { required: true })],
		read: (context, itemIndex) => requireLocator(context, noun, itemIndex, title),
		run: (engine, ids) => oneByOne(ids, async (id) => plain(await find(engine, id))),
	});
