export type { ToItem } from './item';
export { listen, type Listening } from './listen';
export { EXAMPLE_ID } from './manual';
export { listenOptions } from './options';
