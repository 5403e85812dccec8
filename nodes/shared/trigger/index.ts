export { eventsField, readEvents, type EventChoice } from './events';
export { filterOptions, filtersField, readFilter } from './filters';
export type { ToItem } from './item';
export { listen } from './listen';
export { exampleOf, type EventExample, type Listening } from './listening';
export { EXAMPLE_ID } from './manual';
export { subtitleOfEvents, triggerNode } from './trigger-node';
