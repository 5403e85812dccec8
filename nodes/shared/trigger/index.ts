export { listen, type Listening } from './listen';
export { listenOptions } from './options';
