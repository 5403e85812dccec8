import type { Engine } from '../../../../engine';
import { anEvent } from '../../../support/events';
import { deduplicationKey, itemOf } from '../../../../nodes/shared/trigger/item';

const delivery = {
	subscriptionId: 'wf:node',
	attempt: 2,
	event: anEvent({
		id: 'clock-1:1:breach',
		subject: 'clock-1',
		at: Date.parse('2026-07-03T08:00Z'),
		data: { requestId: 'A-1', eventId: 'an impostor' },
	}),
};

const engine = { now: () => Date.parse('2026-07-03T08:01:30Z') } as Engine;

it('is flat, the envelope first and not to be overwritten', async () => {
	const item = await itemOf(delivery, engine);
	expect(item).toEqual({
		eventId: 'clock-1:1:breach',
		eventType: 'clock.breached',
		subscriptionId: 'wf:node',
		attempt: 2,
		occurredAt: '2026-07-03T08:00:00.000Z',
		lateBySeconds: 90,
		requestId: 'A-1',
	});
	expect(Object.keys(item)[0]).toBe('eventId');
});

it('takes what is made of the event, also when that takes time', async () => {
	const toItem = async ({ data }: { data: object }, { now }: Engine) => ({ ...data, madeAt: now() });
	expect(await itemOf(delivery, engine, toItem)).toMatchObject({
		eventId: 'clock-1:1:breach',
		requestId: 'A-1',
		madeAt: engine.now(),
	});
});

it('names subscription, event and try in the key', () => {
	expect(deduplicationKey(delivery)).toBe('icrm:wf:node:clock-1:1:breach:2');
});

it('shortens a key that would not fit the column, keeping it distinct', () => {
	const long = (id: string, attempt = 1) =>
		deduplicationKey({ ...delivery, attempt, event: { ...delivery.event, id: id.repeat(250) } });
	expect(long('x').length).toBeLessThanOrEqual(255);
	expect(new Set([long('x'), long('y'), long('x', 2)]).size).toBe(3);
});
