import { icrmStoreTest } from './credential-test';
import { listSearch } from '../fields/list-search';

/**
 * The `methods` of every node: the lists its fields may ask for, and the test of its credential.
 *
 * @example class IcrmRequest implements INodeType { methods = nodeMethods; }
 */
export const nodeMethods = { listSearch, credentialTest: { icrmStoreTest } };
