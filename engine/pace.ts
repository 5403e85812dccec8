import { setImmediate as breathe } from 'node:timers/promises';

/** How long a computation may go on before everything else in the process has its turn, in ms. */
const LONGEST_STRETCH_MS = 8;
/** To look at the clock costs as much as reading a row does. */
const ITEMS_A_LOOK = 16;

let stretchBegan: number | undefined;

/** Lets the rest of the process have its turn where this one has lasted for long. To be called between two parts of a computation. */
export async function pace(): Promise<void> {
	if (stretchBegan === undefined) {
		stretchBegan = performance.now();
		setImmediate(() => (stretchBegan = undefined));
	} else if (performance.now() - stretchBegan > LONGEST_STRETCH_MS) await breathe();
}

/** `items.map(work)` for many items: n8n goes on meanwhile. */
export async function mapPaced<I, T>(items: readonly I[], work: (item: I, index: number) => T): Promise<T[]> {
	const results: T[] = [];
	for (const [index, item] of items.entries()) {
		if (index % ITEMS_A_LOOK === 0) await pace();
		results.push(work(item, index));
	}
	return results;
}
