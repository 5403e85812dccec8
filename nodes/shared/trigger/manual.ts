import type { ITriggerFunctions } from 'n8n-workflow';
import { eventOf, latestEvent, TEST_SUBSCRIPTION, type TimelineEvent } from '../../../engine';
import { nodeError } from '../run/errors';
import { engineOf } from '../run/store';
import { itemOf } from './item';
import type { Listening } from './listening';

/**
 * What 'Test step' shows: the newest event the trigger would have got, or an example where there is none yet. Nothing
 * is claimed or acknowledged, and the subscription is a name of its own, so that a step recorded in a test does not
 * settle the real event.
 */
export async function showLatest(context: ITriggerFunctions, listening: Listening): Promise<void> {
	try {
		const engine = await engineOf(context);
		const event = await engine.store.read((db) => latestEvent(db, listening));
		const delivery = {
			subscriptionId: `${TEST_SUBSCRIPTION}${engine.newId()}`,
			event: event ?? exampleOf(listening, engine.now()),
			attempt: 1,
		};
		const json = await itemOf(delivery, engine, listening.toItem);
		context.emit([[{ json: event ? json : { ...json, example: true } }]]);
	} catch (error) {
		throw nodeError(context.getNode(), error);
	}
}

/** The id of an event that is none. */
export const EXAMPLE_ID = 'example';

const exampleOf = ({ example: { type, data } }: Listening, now: number): TimelineEvent =>
	eventOf(type, { id: EXAMPLE_ID, subject: 'example', at: now }, data);
