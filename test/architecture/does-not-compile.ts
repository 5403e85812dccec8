import type { ChannelName } from '../../engine/escalation/channels';
import { eventOf, type EventSubject, type TimelineEvent } from '../../engine/event';
import type { ClockRecord } from '../../engine/sla';
import type { Texts } from '../../engine/languages';
import type { Metric } from '../../engine/sla/metrics';
import { nounsOf } from '../../engine/store';

/**
 * What the compiler has to refuse. `npm run typecheck` reads this file, and fails where one of these lines compiles:
 * an `@ts-expect-error` above a line without an error is an error. Nothing here is ever run.
 */
declare const breached: TimelineEvent<'clock.breached'>;
declare const event: TimelineEvent;
declare const subject: EventSubject;

/* ---- Events: a field that is renamed is missed by every reader ---- */

export const known: string = breached.data.metric;
// @ts-expect-error clock.breached has no such field
export const unknownField = breached.data.metrik;
// @ts-expect-error not every event is about a metric: compare its type first
export const untold = event.data.metric;
// @ts-expect-error there is no event of this type
export const unknownType = event.type === 'clock.brached';
// @ts-expect-error a calendar's event says its name as well
eventOf('calendar.revised', subject, { calendarId: 'it', revision: 2 });

/* ---- Metrics and channels: what is not in their table does not exist ---- */

export const metric: Metric = 'resolution';
// @ts-expect-error not a row of METRIC_TABLE
export const unknownMetric: Metric = 'timeToCoffee';
export const channel: ChannelName = 'email';
// @ts-expect-error not a line of CHANNELS
export const unknownChannel: ChannelName = 'carrierPigeon';

/* ---- Languages: each says all that English says, and no more ---- */

declare const english: Texts;
export const whole: Texts = { ...english, name: 'Français', tag: 'fr' };
// @ts-expect-error a text is missing
export const incomplete: Texts = { name: 'Français', tag: 'fr' };
// @ts-expect-error English has no such text
export const more: Texts = { ...english, farewell: 'Au revoir' };

/* ---- Rows: a noun has a field of the right kind for each column ---- */

export const clocks = nounsOf<'clock', ClockRecord>('clock');
// @ts-expect-error the column `metric` has no field
export const lacking = nounsOf<'clock', Omit<ClockRecord, 'metric'>>('clock');
// @ts-expect-error the field `colour` has no column
export const beyond = nounsOf<'clock', ClockRecord & { readonly colour: string }>('clock');
type Misread = Omit<ClockRecord, 'cycle'> & { readonly cycle: string };
// @ts-expect-error the column `cycle` holds a number
export const misread = nounsOf<'clock', Misread>('clock');
