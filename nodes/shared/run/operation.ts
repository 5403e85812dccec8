import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Engine, Outcome } from '../../../engine';
import type { ParameterNames } from '../fields/labels';

/** What one item gives: an object, or a list of which each becomes an item. */
export type Output = IDataObject | readonly IDataObject[];

/**
 * One thing a node does: its words, its fields, and how it is done. `I` is what one item asks for.
 * Reading is separate from running, so that every item is looked at before anything is written.
 */
export interface Operation<I = unknown> {
	readonly value: string;
	/** Title Case, without the resource: `Hand Off`. */
	readonly name: string;
	/** Sentence case, with the resource, without articles: `Hand off request`. */
	readonly action: string;
	readonly description: string;
	readonly fields: readonly INodeProperties[];
	/** What the engine calls some of these fields, where neither name is the other with `Id` at its end. */
	readonly names?: ParameterNames;
	/** One item's parameters. What it throws is that item's fault alone. */
	read(context: IExecuteFunctions, itemIndex: number): I | Promise<I>;
	/** All readable items at once; one outcome each, in the same order. What it throws is every item's fault. */
	run(engine: Engine, inputs: readonly I[], context: IExecuteFunctions): Promise<readonly Outcome<Output>[]>;
}

/** What a node can act on, with the operations in the order they are offered. The first is the default. */
export interface Resource {
	readonly value: string;
	readonly name: string;
	readonly description?: string;
	readonly operations: readonly Operation[];
	/** The operation chosen at first, where it is not the first of the list. */
	readonly defaultOperation?: string;
}

/** Whether a node lets people choose among its resources; else it has operations only. */
export const hasChoice = (resources: readonly Resource[]): boolean => resources.length > 1;

/** Lets TypeScript find `I` in `read`. */
export const defineOperation = <I>(operation: Operation<I>): Operation<I> => operation;
