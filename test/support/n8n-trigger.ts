import { TriggerContext } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { additionalData, nodeType, parametersOf, workflowOf, type NodeSetup } from './n8n-engine';
import { checkOutput } from './output-schemas';

/** One item a trigger let go, and the end of the execution it started, which the test decides. */
export interface Emitted {
	readonly json: IDataObject;
	readonly deduplicationKey: string | undefined;
	/** True when the trigger waits for the execution's end. */
	readonly waits: boolean;
	/** The execution ended. Undefined: n8n knew the key already. */
	end(run: Partial<IRun> | undefined): void;
	/** The execution could not be started, or was cancelled. */
	reject(error: Error): void;
}

interface Settleable {
	resolve(run: IRun): void;
	reject(error: Error): void;
}

export interface ActiveTrigger {
	readonly emitted: readonly Emitted[];
	/** Resolves with the n-th item let go, counted from 0. */
	item(index: number): Promise<Emitted>;
	/** Presses 'Test step' in the editor; only with `mode: 'manual'`. */
	test(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Activates a trigger node with n8n's own context.
 *
 * @example
 * const trigger = await activateTrigger({ type: 'icrmSlaTrigger', parameters: { events: ['clock.breached'] } });
 * const breach = await trigger.item(0);
 * breach.end({ status: 'success' });
 */
export async function activateTrigger(
	setup: NodeSetup & { readonly mode?: 'trigger' | 'manual' },
): Promise<ActiveTrigger> {
	const emitted: Emitted[] = [];
	const waiting: (() => void)[] = [];
	const emit = (
		data: INodeExecutionData[][],
		_response?: unknown,
		done?: Settleable,
		deduplicationKey?: string,
	) => {
		emitted.push({
			json: data[0]?.[0]?.json ?? {},
			deduplicationKey,
			waits: done !== undefined,
			end: (run) => done?.resolve(run as IRun),
			reject: (error) => done?.reject(error),
		});
		waiting.splice(0).forEach((look) => look());
	};
	const throwOn = (error: Error) => {
		throw error;
	};
	const mode = setup.mode ?? 'trigger';
	const workflow = workflowOf(setup);
	const context = new TriggerContext(
		workflow,
		workflow.getNode('Node') as INode,
		additionalData(workflow, setup),
		mode,
		mode === 'manual' ? 'manual' : 'activate',
		emit as never,
		throwOn,
		throwOn,
	);
	const response = await nodeType(setup.type).trigger?.call(context as unknown as ITriggerFunctions);
	// Not while it is let go: the trigger would take what is thrown there for a refusal by n8n.
	const check = (items: readonly Emitted[]) =>
		checkOutput(
			setup.type,
			parametersOf(workflow),
			items.map(({ json }) => json),
		);
	return {
		emitted,
		async item(index) {
			for (;;) {
				const found = emitted[index];
				if (found) {
					check([found]);
					return found;
				}
				await new Promise<void>((resolve) => waiting.push(resolve));
			}
		},
		test: async () => {
			await response?.manualTriggerFunction?.();
			check(emitted);
		},
		close: async () => await response?.closeFunction?.(),
	};
}
