export { appendEvents, wants } from './append-events';
export { retryDeliveries, type DeliveryKey } from './dead-letters';
export {
	acknowledgeDelivery,
	backoffMs,
	claimDeliveries,
	failDelivery,
	listDeliveries,
	MAX_ATTEMPTS,
	renewLease,
	withdrawDeliveries,
} from './deliver';
export { fireTimers } from './fire-timers';
export { createPump, LEASE_MS, type Consumer, type Pump, type PumpLog } from './pump';
export { recordSteps, type StepInput, type StepRecord } from './record-step';
export { eventsSince, isHeard, latestEvent, saveSubscription } from './repository';
export { cancelTimers, setTimers } from './set-timers';
export type * from './types';
