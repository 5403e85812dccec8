export { appendEvents, wants } from './append-events';
export { retryDeliveries } from './dead-letters';
export {
	acknowledgeDelivery,
	backoffMs,
	claimDeliveries,
	failDelivery,
	listDeliveries,
	MAX_ATTEMPTS,
	renewLease,
} from './deliver';
export { withdrawDeliveries, type DeliveryKey } from './delivery-repository';
export { fireTimers } from './fire-timers';
export { createPump, LEASE_MS, type Consumer, type Pump, type PumpLog } from './pump';
export { recordSteps, type StepInput, type StepRecord } from './record-step';
export { cancelTimers, eventsSince, isHeard, latestEvent, saveSubscription } from './repository';
export { setTimers } from './set-timers';
export { subscribe } from './subscribe';
export type * from './types';
