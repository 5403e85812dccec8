import type { IExecuteFunctions } from 'n8n-workflow';
import { done, failed, IcrmError, invalid, type Outcome } from '../../../../engine';
import { executeItems } from '../../../../nodes/shared/run/execute-items';
import { defineOperation } from '../../../../nodes/shared/run/operation';
import { executeContext, ownHome } from '../fakes';

ownHome();

const calls: (readonly string[])[] = [];
beforeEach(() => calls.splice(0));

/** Reads `name`, refuses an empty one, and cannot greet a Grinch. */
const greet = defineOperation({
	value: 'greet',
	name: 'Greet',
	action: 'Greet member',
	description: 'Say hello',
	fields: [],
	read(context: IExecuteFunctions, itemIndex: number): string {
		const name = String(context.getNodeParameter('name', itemIndex, ''));
		if (name === '') throw invalid('name', name, "'Name' is empty", 'Fill it in.');
		return name;
	},
	async run(_engine, names): Promise<Outcome<{ greeting: string }>[]> {
		calls.push(names);
		return names.map((name) =>
			name === 'Grinch'
				? failed(new IcrmError('conflict', 'The Grinch is not greeted', { hint: 'Leave him out.' }))
				: done(Object.assign(Object.create(null) as object, { greeting: `Hello ${name}` })),
		);
	},
});

const items = (...names: string[]) => names.map((name) => ({ name }));

describe('a run without faults', () => {
	it('hands all items over together and pairs each output with its item', async () => {
		const [output] = await executeItems(executeContext(items('Ada', 'Bo')), greet);
		expect(calls).toEqual([['Ada', 'Bo']]);
		expect(output).toEqual([
			{ json: { greeting: 'Hello Ada' }, pairedItem: { item: 0 } },
			{ json: { greeting: 'Hello Bo' }, pairedItem: { item: 1 } },
		]);
	});

	it('makes plain objects of null-prototype rows', async () => {
		const [output] = await executeItems(executeContext(items('Ada')), greet);
		expect(Object.getPrototypeOf(output?.[0]?.json)).toBe(Object.prototype);
	});

	it('makes an item of each of a list', async () => {
		const list = { ...greet, run: async () => [done([{ n: 1 }, { n: 2 }])] };
		const [output] = await executeItems(executeContext(items('Ada')), list);
		expect(output?.map((item) => [item.json.n, item.pairedItem])).toEqual([
			[1, { item: 0 }],
			[2, { item: 0 }],
		]);
	});
});

describe('set to stop', () => {
	it('stops at an unreadable item before anything is written', async () => {
		await expect(executeItems(executeContext(items('Ada', '', 'Bo')), greet)).rejects.toMatchObject({
			message: "'Name' is empty",
			description: 'Fill it in. Nothing was written for any item.',
			context: { itemIndex: 1 },
		});
		expect(calls).toEqual([]);
	});

	it('says what became of the others when one fails while running', async () => {
		await expect(executeItems(executeContext(items('Ada', 'Grinch', 'Bo')), greet)).rejects.toMatchObject({
			message: 'The Grinch is not greeted',
			description:
				'Leave him out. 2 of 3 items went through and stay as they are; this is the first of 1 that did not.',
			context: { itemIndex: 1 },
		});
	});
});

describe.each(['continueRegularOutput', 'continueErrorOutput'] as const)('set to %s', (onError) => {
	it('gives the faulty items their error and the others their output, in order', async () => {
		const [output] = await executeItems(executeContext(items('Ada', '', 'Grinch', 'Bo'), onError), greet);
		expect(calls).toEqual([['Ada', 'Grinch', 'Bo']]);
		expect(output?.map((item) => item.json.greeting ?? item.json.error)).toEqual([
			'Hello Ada',
			"'Name' is empty",
			'The Grinch is not greeted',
			'Hello Bo',
		]);
		expect(output?.map((item) => item.pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	});

	it('gives every item the error of a database that is down', async () => {
		const down = new IcrmError('unavailable', 'Nothing answers at PostgreSQL db:5432', { hint: 'Check it.' });
		const broken = { ...greet, run: () => Promise.reject(down) };
		const [output] = await executeItems(executeContext(items('Ada', 'Bo'), onError), broken);
		expect(output?.map((item) => item.json.error)).toEqual([down.message, down.message]);
	});
});

it('keeps the input on the regular output, and leaves adding it to n8n on the error output', async () => {
	const regular = await executeItems(executeContext(items('Grinch'), 'continueRegularOutput'), greet);
	expect(regular[0]?.[0]?.json).toEqual({
		name: 'Grinch',
		error: 'The Grinch is not greeted',
		details: 'Leave him out.',
	});
	const routed = await executeItems(executeContext(items('Grinch'), 'continueErrorOutput'), greet);
	expect(Object.keys(routed[0]?.[0]?.json ?? {})).toEqual(['error', 'details']);
});
