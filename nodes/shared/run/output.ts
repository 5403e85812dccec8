import type { IDataObject } from 'n8n-workflow';
import { done, type Outcome } from '../../../engine';

export { toIso } from '../../../engine';

/**
 * The engine's outcomes as an operation returns them: `toOutput` makes the output of each that went well. It gets the
 * index too, to look at that item's input.
 *
 * @example mapOutcomes(await openRequests(engine, inputs), (request) => ({ id: request.id }))
 */
export const mapOutcomes = <T, U>(
	outcomes: readonly Outcome<T>[],
	toOutput: (value: T, index: number) => U,
): Outcome<U>[] =>
	outcomes.map((outcome, index) => (outcome.ok ? done(toOutput(outcome.value, index)) : outcome));

/** For operations that have nothing to do together: each input by itself, a fault being its own. */
export async function oneByOne<I, T>(
	inputs: readonly I[],
	work: (input: I) => Promise<T>,
): Promise<Outcome<T>[]> {
	const outcomes: Outcome<T>[] = [];
	for (const input of inputs) {
		try {
			outcomes.push(done(await work(input)));
		} catch (error) {
			outcomes.push({ ok: false, error: error instanceof Error ? error : new Error(String(error)) });
		}
	}
	return outcomes;
}

/** Only these fields, in this order: what the option 'Simplify' leaves. */
export const simplified = (json: IDataObject, keep: readonly string[]): IDataObject =>
	Object.fromEntries(keep.filter((key) => key in json).map((key) => [key, json[key]]));

/**
 * JSON as n8n wants it: plain objects (SQLite's rows have no prototype), dates as ISO 8601, nothing undefined.
 */
export const plain = (json: object): IDataObject => plainValue(json) as IDataObject;

function plainValue(value: unknown): unknown {
	if (value instanceof Date) return value.toISOString();
	if (Array.isArray(value)) return value.map(plainValue);
	if (typeof value !== 'object' || value === null) return value;
	const result: Record<string, unknown> = {};
	for (const [key, entry] of Object.entries(value)) if (entry !== undefined) result[key] = plainValue(entry);
	return result;
}
