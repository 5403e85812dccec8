export { appendEvents } from './append-events';
export { wants } from './wants';
export { retryDeliveries } from './dead-letters';
export { claimDeliveries } from './claim';
export { acknowledgeDelivery, failDelivery, listDeliveries, renewLease, willComeAgain } from './deliver';
export { eventsThatLeft, withdrawDeliveries, type DeliveryKey } from './delivery-repository';
export { eventsSince, writtenSince, latestEvent } from './event-repository';
export { fireTimers } from './fire-timers';
export { LEASE_MS, type Consumer } from './listener';
export { PATIENCE, type Patience } from './patience';
export { changedPrecedences, precedenceOf, type Precedence } from './precedence';
export { createPump, type Alarm, type Pump, type PumpLog } from './pump';
export { reportFailures, type FailureReport, type FailureRecord } from './report-failures';
export { recordSteps, type StepInput, type StepRecord } from './record-step';
export { backoffMs, MAX_ATTEMPTS } from './retries';
export { setTimers } from './set-timers';
export { listenersTo, saveSubscription, whoListens } from './subscription-repository';
export { isAnybodyListening, subscribe } from './subscribe';
export {
	deleteSubscriptions,
	listSubscriptions,
	type DeletedSubscription,
	type SubscriptionRecord,
} from './subscriptions';
export { cancelTimers, moveTimers } from './timer-repository';
export * from './types';
