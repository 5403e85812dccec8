export type { ToItem } from './item';
export { exampleOf, listen, type EventExample, type Listening } from './listen';
export { EXAMPLE_ID } from './manual';
export { listenOptions } from './options';
