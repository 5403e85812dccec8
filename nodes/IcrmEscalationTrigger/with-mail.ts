import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { acknowledgeQuery, composeMail, type NotifyData } from '../../engine';
import { nodeError } from '../shared/errors';
import { engineOf } from '../shared/store';

/**
 * The trigger's context, with an `emit` that completes what goes out: a notification gets the link to its page and the
 * mail that carries it. Both are made at the last moment, so that the link lives its full time from there, also when
 * the event is delivered again; and signing it needs the store, for which an item cannot wait while it is made.
 *
 * @param pageUrl the page's address without its query
 */
export function withMail(context: ITriggerFunctions, pageUrl: string): ITriggerFunctions {
	const emit: ITriggerFunctions['emit'] = (data, response, done, deduplicationKey) => {
		const complete = async () => {
			const items = await Promise.all(
				(data[0] ?? []).map(async (item) => ({
					...item,
					json: await completed(context, item.json, pageUrl),
				})),
			);
			// Looked up now: a test in the editor puts its own `emit` there after the trigger has begun.
			context.emit([items], response, done, deduplicationKey);
		};
		complete().catch((error: unknown) => {
			const fault = nodeError(context.getNode(), error);
			if (done) done.reject(fault);
			// Stored as a failed execution; in the editor it ends the test.
			else context.saveFailedExecution(fault);
		});
	};
	return Object.create(context, { emit: { value: emit } }) as ITriggerFunctions;
}

async function completed(
	context: ITriggerFunctions,
	json: IDataObject,
	pageUrl: string,
): Promise<IDataObject> {
	if (json.eventType !== 'escalation.notify') return json;
	const engine = await engineOf(context);
	const acknowledgeUrl = `${pageUrl}?${await acknowledgeQuery(engine, String(json.notificationId))}`;
	// What the engine wrote into the event a moment ago.
	const data = json as unknown as NotifyData;
	const mail = composeMail(data, acknowledgeUrl, engine.now(), context.getTimezone());
	return { ...json, acknowledgeUrl, mail: { ...mail } };
}
