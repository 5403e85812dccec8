export type { ToItem } from './item';
export { listen } from './listen';
export { exampleOf, type EventExample, type Listening } from './listening';
export { EXAMPLE_ID } from './manual';
export { listenOptions } from './options';
