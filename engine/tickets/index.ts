/** Tickets of other systems, mirrored as requests. A wing: nothing else in the engine imports it. */
export { mirrorTickets, type Mirrored } from './mirror-tickets';
