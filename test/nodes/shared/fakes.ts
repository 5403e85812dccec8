import type { IDataObject, IExecuteFunctions, INode, IRun, ITriggerFunctions } from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeEngines } from '../../../engine';

/** Gives this test file an empty embedded store, and takes it away afterwards. */
export function ownHome(): void {
	const home = mkdtempSync(join(tmpdir(), 'icrm-home-'));
	const before = process.env.N8N_USER_FOLDER;
	process.env.N8N_USER_FOLDER = home;
	afterAll(async () => {
		await closeEngines();
		if (before === undefined) delete process.env.N8N_USER_FOLDER;
		else process.env.N8N_USER_FOLDER = before;
		rmSync(home, { recursive: true, force: true });
	});
}

export const node = (onError?: INode['onError']): INode => ({
	id: 'node-1',
	name: 'ICRM',
	type: 'n8n-nodes-icrm.icrmRequest',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...(onError ? { onError } : {}),
});

/** An execute context over `items`, whose parameters are read from each item's own json. */
export function executeContext(items: readonly IDataObject[], onError?: INode['onError']): IExecuteFunctions {
	return {
		getNode: () => node(onError),
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, index: number, fallback?: unknown) => items[index]?.[name] ?? fallback,
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => onError !== undefined && onError !== 'stopWorkflow',
	} as unknown as IExecuteFunctions;
}

export interface Emit {
	readonly json: IDataObject;
	readonly key: string | undefined;
	readonly done: { resolve(run: IRun | undefined): void; reject(error: Error): void } | undefined;
}

export interface FakeTrigger {
	readonly context: ITriggerFunctions;
	readonly emits: Emit[];
	readonly logged: string[];
	/** Resolves when the n-th item was let go, counted from 0. */
	emit(index: number): Promise<Emit>;
}

export function triggerContext(overrides: Partial<ITriggerFunctions> = {}): FakeTrigger {
	const emits: Emit[] = [];
	const logged: string[] = [];
	const waiting: (() => void)[] = [];
	const log = (message: string) => logged.push(message);
	const context = {
		getMode: () => 'trigger',
		getNode: () => node(),
		getWorkflow: () => ({ id: 'wf', name: 'Escalate', active: true }),
		getNodeParameter: (_name: string, fallback?: unknown) => fallback,
		logger: { error: log, warn: log, info: log },
		helpers: { createDeferredPromise: () => Promise.withResolvers<IRun>() },
		emit(data: { json: IDataObject }[][], _response: unknown, done: Emit['done'], key?: string) {
			emits.push({ json: data[0]?.[0]?.json ?? {}, key, done });
			waiting.splice(0).forEach((look) => look());
		},
		...overrides,
	} as unknown as ITriggerFunctions;
	return {
		context,
		emits,
		logged,
		async emit(index) {
			for (;;) {
				const found = emits[index];
				if (found) return found;
				await new Promise<void>((resolve) => waiting.push(resolve));
			}
		},
	};
}
